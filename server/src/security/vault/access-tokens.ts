// Access tokens live five minutes, say only ids, and are no proof that the session is still alive: the session row is. [A37][C11]
import { hash, randomUUID } from 'node:crypto'
import { Ajv } from 'ajv'
import { jwtVerify, SignJWT } from 'jose'
import { LRUCache } from 'lru-cache'
import { kidOfCompactJws } from './compact-jws.ts'
import { type PublicJwk, publicJwkOf } from './ed25519.ts'
import type { KeyStore } from './key-store.ts'
import type { TokenKeys } from './token-keys.ts'

export type AccessSubject = {
  /** User id; where somebody acts for a patient, that patient's. */
  sub: string
  /** Who acts, where it is not the subject: a user id (RFC 8693 §4.1). */
  act?: { sub: string }
  /** Tenant id. */
  tid: string
  /** Session id. */
  sid: string
  role: string
  /** Authenticator assurance level proven at sign-in. */
  aal: 1 | 2
}

/** `aud` is the API of one public address; `iat` and `exp` are seconds since 1970. */
export type AccessClaims = AccessSubject & { iss: string; aud: string; iat: number; exp: number; jti: string }

export type AccessToken = { token: string; claims: AccessClaims; expiresAt: Date }

const TYPE = 'at+jwt'
const MAX_LENGTH = 4096
const MAX_REMEMBERED = 50_000
/** Life of a token in seconds. */
export const accessLife = { least: 60, usual: 300, most: 900 } as const
/** Seconds by which a token may come from ahead of our time. */
export const skewSeconds = 30

export class AccessTokens {
  readonly #keys: KeyStore
  readonly #issuer: string
  readonly #audience: string
  readonly #ttlSeconds: number
  readonly #verified = new LRUCache<string, Checked>({ max: MAX_REMEMBERED })

  /** `ttlSeconds` is 60 to 900; else `RangeError`. */
  constructor(keys: KeyStore, { issuer, ttlSeconds = accessLife.usual }: { issuer: string; ttlSeconds?: number | undefined }) {
    if (!(ttlSeconds >= accessLife.least && ttlSeconds <= accessLife.most)) throw new RangeError('An access token lives 60 to 900 seconds')
    this.#keys = keys
    this.#issuer = issuer
    // The API of this address and no other: whoever shares the keys and answers elsewhere is another audience. [V9.2.4]
    this.#audience = `${issuer}/api`
    this.#ttlSeconds = ttlSeconds
  }

  /** A new token: compact JWS, Ed25519, RFC 9068 type. The same `seed` (32 bytes) at the same time gives the same token. */
  async mint({ sub, act, tid, sid, role, aal }: AccessSubject, now: Date, seed?: Buffer): Promise<AccessToken> {
    const iat = toSeconds(now)
    const exp = iat + this.#ttlSeconds
    const jti = seed ? idFrom(seed) : randomUUID()
    const claims = { iss: this.#issuer, aud: this.#audience, sub, ...(act && { act }), tid, sid, role, aal, iat, exp, jti }
    const { privateKey, kid } = (await this.#keys.tokenKeys(now)).signing(now)
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', typ: TYPE, kid }).sign(privateKey)
    return { token, claims, expiresAt: new Date(exp * 1000) }
  }

  /** The claims of a token of ours that is not expired at `now`, else undefined. The signature is checked once per token, key and time always. */
  async verify(token: string, now: Date): Promise<AccessClaims | undefined> {
    if (token.length > MAX_LENGTH) return undefined
    const keys = await this.#keys.tokenKeys(now)
    const remembered = this.#verified.get(digest(token))
    if (remembered !== undefined) return stands(remembered, keys, now)
    const checked = await this.#check(token, keys, now)
    if (checked !== undefined) this.#verified.set(digest(token), checked)
    return checked?.claims
  }

  /** As `verify`, for a token verified before; undefined also for one that never was, and where it is time to look for new keys. */
  verifyNow(token: string, now: Date): AccessClaims | undefined {
    if (token.length > MAX_LENGTH) return undefined
    const keys = this.#keys.tokenKeysNow(now)
    const remembered = keys && this.#verified.get(digest(token))
    return keys && remembered && stands(remembered, keys, now)
  }

  /** The public keys, as a JWK set (RFC 7517): of whoever signs, signed lately or is to sign soon. */
  async jwks(now: Date): Promise<{ keys: (PublicJwk & { use: 'sig'; alg: 'EdDSA' })[] }> {
    const keys = await this.#keys.tokenKeys(now)
    return { keys: keys.believed(now).map(({ publicKey }) => ({ ...publicJwkOf(publicKey), use: 'sig', alg: 'EdDSA' })) }
  }

  async #check(token: string, keys: TokenKeys, now: Date): Promise<Checked | undefined> {
    const kid = kidOfCompactJws(token, TYPE)
    const key = keys.believed(now).find((each) => each.kid === kid)
    if (key === undefined) return undefined
    const rules = { algorithms: ['EdDSA'], typ: TYPE, issuer: this.#issuer, audience: this.#audience, currentDate: now, clockTolerance: 0 }
    const payload = await jwtVerify(token, key.publicKey, rules).then(
      (verified) => verified.payload,
      () => undefined,
    )
    const checked = isAccessClaims(payload) && isOneSpelling(token, payload) ? { claims: payload, kid: key.kid } : undefined
    return checked && stands(checked, keys, now) && checked
  }
}

/** What a signature was found good for, and by which key. */
type Checked = { claims: AccessClaims; kid: string }

function stands({ claims, kid }: Checked, keys: TokenKeys, now: Date): AccessClaims | undefined {
  const at = toSeconds(now)
  const isInTime = claims.iat <= at + skewSeconds && at < claims.exp && claims.exp - claims.iat <= accessLife.most
  return isInTime && keys.believed(now).some((key) => key.kid === kid) ? claims : undefined
}

/** A second member of one name, a number written otherwise or a space would be another text with the same claims. */
function isOneSpelling(token: string, payload: AccessClaims): boolean {
  return Buffer.from(token.split('.')[1] ?? '', 'base64url').toString() === JSON.stringify(payload)
}

const text = { type: 'string', minLength: 1 }
const id = { type: 'string', pattern: '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }
const seconds = { type: 'integer', minimum: 0 }
const claims = {
  iss: text,
  aud: text,
  sub: id,
  tid: id,
  sid: id,
  role: text,
  aal: { enum: [1, 2] },
  iat: seconds,
  exp: seconds,
  jti: id,
}
const isAccessClaims = new Ajv().compile<AccessClaims>({
  type: 'object',
  properties: { ...claims, act: { type: 'object', properties: { sub: id }, required: ['sub'], additionalProperties: false } },
  required: Object.keys(claims),
  additionalProperties: false,
})

/** A UUID of version 8 (RFC 9562): bits of our own. */
function idFrom(seed: Buffer): string {
  const hex = seed.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function toSeconds(now: Date): number {
  return Math.floor(now.getTime() / 1000)
}

function digest(token: string): string {
  return hash('sha256', token, 'base64')
}

// Access tokens live five minutes, say only ids, and are no proof that the session is still alive: the session row is. [A37][C11]
import { createPublicKey, hash, randomUUID } from 'node:crypto'
import { Ajv } from 'ajv'
import { jwtVerify, SignJWT } from 'jose'
import { LRUCache } from 'lru-cache'
import { kidOfCompactJws } from './compact-jws.ts'
import { type PublicJwk, publicJwkOf } from './ed25519.ts'
import type { KeyStore } from './key-store.ts'

export type AccessSubject = {
  /** User id. */
  sub: string
  /** Tenant id. */
  tid: string
  /** Session id. */
  sid: string
  role: string
  /** Authenticator assurance level proven at sign-in. */
  aal: 1 | 2
}

/** `iat` and `exp` are seconds since 1970. */
export type AccessClaims = AccessSubject & { iss: string; aud: string; iat: number; exp: number; jti: string }

export type AccessToken = { token: string; claims: AccessClaims; expiresAt: Date }

const TYPE = 'at+jwt'
const AUDIENCE = 'wardkeep-api'
const MAX_LENGTH = 4096
const MAX_REMEMBERED = 50_000

export class AccessTokens {
  readonly #keys: KeyStore
  readonly #issuer: string
  readonly #ttlSeconds: number
  readonly #verified = new LRUCache<string, AccessClaims>({ max: MAX_REMEMBERED })

  /** `ttlSeconds` is 60 to 900; else `RangeError`. */
  constructor(keys: KeyStore, { issuer, ttlSeconds = 300 }: { issuer: string; ttlSeconds?: number }) {
    if (!(ttlSeconds >= 60 && ttlSeconds <= 900)) throw new RangeError('An access token lives 60 to 900 seconds')
    this.#keys = keys
    this.#issuer = issuer
    this.#ttlSeconds = ttlSeconds
  }

  /** A new token: compact JWS, Ed25519, RFC 9068 type. */
  async mint({ sub, tid, sid, role, aal }: AccessSubject, now: Date): Promise<AccessToken> {
    const iat = toSeconds(now)
    const exp = iat + this.#ttlSeconds
    const claims = { iss: this.#issuer, aud: AUDIENCE, sub, tid, sid, role, aal, iat, exp, jti: randomUUID() }
    const { key } = this.#keys.installation.token.active
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', typ: TYPE, kid: publicJwkOf(key).kid }).sign(key)
    return { token, claims, expiresAt: new Date(exp * 1000) }
  }

  /** The claims of a token of ours that is not expired at `now`, else undefined. The signature is checked once per token, the time always. */
  async verify(token: string, now: Date): Promise<AccessClaims | undefined> {
    if (token.length > MAX_LENGTH) return undefined
    const remembered = this.verifyNow(token, now)
    if (remembered !== undefined) return remembered
    const claims = await this.#check(token, now)
    if (claims !== undefined) this.#verified.set(digest(token), claims)
    return claims
  }

  /** As `verify`, for a token verified before; undefined also for one that never was. */
  verifyNow(token: string, now: Date): AccessClaims | undefined {
    if (token.length > MAX_LENGTH) return undefined
    const claims = this.#verified.get(digest(token))
    return claims !== undefined && toSeconds(now) < claims.exp ? claims : undefined
  }

  /** The public keys, as a JWK set (RFC 7517). */
  jwks(): { keys: (PublicJwk & { use: 'sig'; alg: 'EdDSA' })[] } {
    const { all } = this.#keys.installation.token
    return { keys: all.map(({ key }) => ({ ...publicJwkOf(key), use: 'sig', alg: 'EdDSA' })) }
  }

  async #check(token: string, now: Date): Promise<AccessClaims | undefined> {
    const kid = kidOfCompactJws(token, TYPE)
    const key = this.#keys.installation.token.all.find((version) => publicJwkOf(version.key).kid === kid)?.key
    if (key === undefined) return undefined
    const rules = { algorithms: ['EdDSA'], typ: TYPE, issuer: this.#issuer, audience: AUDIENCE, currentDate: now, clockTolerance: 0 }
    const payload = await jwtVerify(token, createPublicKey(key), rules).then(
      (verified) => verified.payload,
      () => undefined,
    )
    return isAccessClaims(payload) ? payload : undefined
  }
}

const text = { type: 'string', minLength: 1 }
const seconds = { type: 'integer', minimum: 0 }
const claims = {
  iss: text,
  aud: text,
  sub: text,
  tid: text,
  sid: text,
  role: text,
  aal: { enum: [1, 2] },
  iat: seconds,
  exp: seconds,
  jti: text,
}
const isAccessClaims = new Ajv().compile<AccessClaims>({
  type: 'object',
  properties: claims,
  required: Object.keys(claims),
  additionalProperties: false,
})

function toSeconds(now: Date): number {
  return Math.floor(now.getTime() / 1000)
}

function digest(token: string): string {
  return hash('sha256', token, 'base64')
}

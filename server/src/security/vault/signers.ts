// A doctor's signing key is certified by the tenant for a time, so a signature can be judged long after key, account and server are gone.
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { Ajv } from 'ajv'
import { jwtVerify, SignJWT } from 'jose'
import { kidOfCompactJws } from './compact-jws.ts'
import { type PrivateJwk, type PublicJwk, publicJwkOf, thumbprint } from './ed25519.ts'
import type { KeyStore } from './key-store.ts'
import { signPart } from './part-signatures.ts'
import { signRetraction } from './record-signatures.ts'

/** `iss` is the tenant's id, `sub` the doctor's, `nbf` and `exp` seconds since 1970, `cnf.jwk` the certified key (RFC 7800). */
export type SignerClaims = { iss: string; sub: string; nbf: number; exp: number; cnf: { jwk: PublicJwk } }

/** `privateKey` is for the caller to seal, whole, under the tenant's key. */
export type SigningKey = { kid: string; publicJwk: PublicJwk; privateKey: PrivateJwk; certificate: string }

const TYPE = 'wardkeep-signer+jwt'

export class Signers {
  readonly #keys: KeyStore

  constructor(keys: KeyStore) {
    this.#keys = keys
  }

  /** Makes a doctor's Ed25519 key and its certificate: a compact JWS by the tenant's certifier, valid from `validFrom` until before `validUntil`. */
  async newSigningKey(tenantId: string, doctorId: string, validFrom: Date, validUntil: Date): Promise<SigningKey> {
    const pair = generateKeyPairSync('ed25519')
    const publicJwk = publicJwkOf(pair.privateKey)
    const { d } = pair.privateKey.export({ format: 'jwk' })
    if (d === undefined) throw new TypeError('Not a private key')
    const certificate = await this.#certify(tenantId, doctorId, publicJwk, validFrom, validUntil)
    return { kid: publicJwk.kid, publicJwk, privateKey: { ...publicJwk, d }, certificate }
  }

  /** The public keys that certify or certified this tenant's signers, the newest last. Throws `KeyUnavailable`. */
  async certifiers(tenantId: string): Promise<PublicJwk[]> {
    return (await this.#keys.tenant(tenantId)).certifier.all.map(({ key }) => publicJwkOf(key))
  }

  /** The organisation's own signature under a retraction, by the key that certifies its signers, and that key's id. */
  async signRetraction(tenantId: string, canonicalRetraction: Uint8Array): Promise<{ kid: string; jws: string }> {
    const { key } = (await this.#keys.tenant(tenantId)).certifier.active
    return { kid: publicJwkOf(key).kid, jws: await signRetraction(key, canonicalRetraction) }
  }

  /** The organisation's signature of a part of an export of its journal. Throws `KeyUnavailable`. */
  async signPart(tenantId: string, canonicalStatement: Uint8Array): Promise<string> {
    return signPart((await this.#keys.tenant(tenantId)).certifier.active.key, canonicalStatement)
  }

  async #certify(tenantId: string, doctorId: string, jwk: PublicJwk, validFrom: Date, validUntil: Date): Promise<string> {
    const { key } = (await this.#keys.tenant(tenantId)).certifier.active
    const claims: SignerClaims = { iss: tenantId, sub: doctorId, nbf: toSeconds(validFrom), exp: toSeconds(validUntil), cnf: { jwk } }
    return new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', kid: publicJwkOf(key).kid, typ: TYPE }).sign(key)
  }
}

/** What a certificate says, if one of these tenant keys signed it and it was valid at `at` (the time of signing); else undefined. */
export async function verifyCertificate(
  certificate: string,
  certifiers: readonly PublicJwk[],
  at: Date,
): Promise<SignerClaims | undefined> {
  const kid = kidOfCompactJws(certificate, TYPE)
  const certifier = certifiers.find(({ x }) => thumbprint(x) === kid)
  if (certifier === undefined) return undefined
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: certifier.x }, format: 'jwk' })
  const payload = await jwtVerify(certificate, key, { algorithms: ['EdDSA'], typ: TYPE, currentDate: at, clockTolerance: 0 }).then(
    (verified) => verified.payload,
    () => undefined,
  )
  return isSignerClaims(payload) && payload.cnf.jwk.kid === thumbprint(payload.cnf.jwk.x) ? payload : undefined
}

const text = { type: 'string', minLength: 1 }
const seconds = { type: 'integer', minimum: 0 }
const jwk = exactly({ kty: { const: 'OKP' }, crv: { const: 'Ed25519' }, x: text, kid: text })
const isSignerClaims = new Ajv().compile<SignerClaims>(exactly({ iss: text, sub: text, nbf: seconds, exp: seconds, cnf: exactly({ jwk }) }))

function exactly(properties: object): object {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}

function toSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}

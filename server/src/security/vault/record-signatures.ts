// A record's signature covers its canonical bytes and nothing that can be argued about: one algorithm, one header, one spelling.
import { KeyObject } from 'node:crypto'
import type { JsonValue } from './canonical.ts'
import { openCompact, signCompact } from './compact-jws.ts'
import { type PublicJwk, privateKeyFrom } from './ed25519.ts'

const TYPE = 'wardkeep-record+jws'
const RETRACTION = 'wardkeep-retraction+jws'

/**
 * Signs a record's canonical bytes (RFC 8785): a detached JWS (RFC 7515, appendix F), `header..signature`.
 * `privateKey` is the JWK that `Signers` made, as it comes out of its envelope; `TypeError` for anything else.
 */
export async function signRecord(privateKey: JsonValue, canonicalRecord: Uint8Array): Promise<string> {
  return detached(privateKeyFrom(privateKey), canonicalRecord, TYPE)
}

/** The same over the canonical bytes of a retraction, with a doctor's key or with the organisation's own. */
export async function signRetraction(privateKey: JsonValue | KeyObject, canonicalRetraction: Uint8Array): Promise<string> {
  return detached(privateKey instanceof KeyObject ? privateKey : privateKeyFrom(privateKey), canonicalRetraction, RETRACTION)
}

/** Whether the detached JWS is this key's signature over these bytes. Whether the key was the doctor's then is for `verifyCertificate`. */
export function verifyRecord(detachedJws: string, canonicalRecord: Uint8Array, publicJwk: PublicJwk): Promise<boolean> {
  return verified(detachedJws, canonicalRecord, publicJwk, TYPE)
}

export function verifyRetraction(detachedJws: string, canonicalRetraction: Uint8Array, publicJwk: PublicJwk): Promise<boolean> {
  return verified(detachedJws, canonicalRetraction, publicJwk, RETRACTION)
}

async function detached(key: KeyObject, payload: Uint8Array, typ: string): Promise<string> {
  const [head, , signature] = (await signCompact(key, payload, typ)).split('.')
  return `${head}..${signature}`
}

async function verified(detachedJws: string, signed: Uint8Array, publicJwk: PublicJwk, typ: string): Promise<boolean> {
  const [head, payload, signature, ...rest] = detachedJws.split('.')
  if (payload !== '' || signature === undefined || rest.length > 0) return false
  const jws = `${head}.${Buffer.from(signed).toString('base64url')}.${signature}`
  return (await openCompact(jws, [publicJwk], typ)) !== undefined
}

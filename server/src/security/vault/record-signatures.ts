// A record's signature covers its canonical bytes and nothing that can be argued about: one algorithm, one header, one spelling.
import { createPublicKey } from 'node:crypto'
import { CompactSign, compactVerify } from 'jose'
import type { JsonValue } from './canonical.ts'
import { kidOfCompactJws } from './compact-jws.ts'
import { type PublicJwk, privateKeyFrom, publicJwkOf, thumbprint } from './ed25519.ts'

const TYPE = 'wardkeep-record+jws'

/**
 * Signs a record's canonical bytes (RFC 8785): a detached JWS (RFC 7515, appendix F), `header..signature`.
 * `privateKey` is the JWK that `Signers` made, as it comes out of its envelope; `TypeError` for anything else.
 */
export async function signRecord(privateKey: JsonValue, canonicalRecord: Uint8Array): Promise<string> {
  const key = privateKeyFrom(privateKey)
  const header = { alg: 'EdDSA', kid: publicJwkOf(key).kid, typ: TYPE }
  const [head, , signature] = (await new CompactSign(canonicalRecord).setProtectedHeader(header).sign(key)).split('.')
  return `${head}..${signature}`
}

/** Whether the detached JWS is this key's signature over these bytes. Whether the key was the doctor's then is for `verifyCertificate`. */
export async function verifyRecord(detachedJws: string, canonicalRecord: Uint8Array, publicJwk: PublicJwk): Promise<boolean> {
  const [head, payload, signature, ...rest] = detachedJws.split('.')
  if (payload !== '' || signature === undefined || rest.length > 0) return false
  const jws = `${head}.${Buffer.from(canonicalRecord).toString('base64url')}.${signature}`
  if (kidOfCompactJws(jws, TYPE) !== thumbprint(publicJwk.x)) return false
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicJwk.x }, format: 'jwk' })
  return compactVerify(jws, key, { algorithms: ['EdDSA'] }).then(
    () => true,
    () => false,
  )
}

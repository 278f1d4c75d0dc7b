// A JWS is accepted in exactly one spelling: one algorithm, one type, no further header, no second base64url form of the same bytes.
import { createPublicKey, type KeyObject } from 'node:crypto'
import { CompactSign, compactVerify, decodeProtectedHeader } from 'jose'
import { type PublicJwk, publicJwkOf, thumbprint } from './ed25519.ts'

/** A compact JWS over these bytes. `typ` says what it is of, so that none passes for another kind. */
export function signCompact(key: KeyObject, payload: Uint8Array, typ: string): Promise<string> {
  return new CompactSign(payload).setProtectedHeader({ alg: 'EdDSA', kid: publicJwkOf(key).kid, typ }).sign(key)
}

/** The bytes that one of these keys signed as this `typ`; undefined for anything else. */
export async function openCompact(jws: string, keys: readonly PublicJwk[], typ: string): Promise<Uint8Array | undefined> {
  const kid = kidOfCompactJws(jws, typ)
  const signer = keys.find(({ x }) => thumbprint(x) === kid)
  if (signer === undefined) return undefined
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: signer.x }, format: 'jwk' })
  return compactVerify(jws, key, { algorithms: ['EdDSA'] }).then(
    ({ payload }) => payload,
    () => undefined,
  )
}

/** The `kid` of a compact JWS whose header is exactly `alg: EdDSA`, `kid` and this `typ`; undefined for anything else. [A37][C7] */
export function kidOfCompactJws(jws: string, typ: string): string | undefined {
  const parts = jws.split('.')
  if (parts.length !== 3 || !parts.every(isCanonicalBase64url)) return undefined
  const header = readHeader(jws)
  // JSON has many spellings, and parsers differ over a name that stands twice.
  if (
    header === undefined ||
    JSON.stringify(header) !== Buffer.from(parts[0] ?? '', 'base64url').toString() ||
    Object.keys(header).sort().join() !== 'alg,kid,typ'
  )
    return undefined
  return header.alg === 'EdDSA' && header.typ === typ ? header.kid : undefined
}

// A lenient decoder ignores the spare bits of the last character, which would make several tokens of one.
function isCanonicalBase64url(part: string): boolean {
  return part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part
}

function readHeader(jws: string) {
  try {
    return decodeProtectedHeader(jws)
  } catch {
    return undefined
  }
}

// A JWS is accepted in exactly one spelling: one algorithm, one type, no further header, no second base64url form of the same bytes.
import { decodeProtectedHeader } from 'jose'

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

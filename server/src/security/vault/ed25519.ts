import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { canonicalBytes, type JsonValue } from './canonical.ts'

/** An Ed25519 public key (RFC 8037). `kid` is its RFC 7638 thumbprint, so a key cannot pass under another's name. */
export type PublicJwk = { kty: 'OKP'; crv: 'Ed25519'; x: string; kid: string }

/** The private half as a JWK; whoever holds it seals it. */
export type PrivateJwk = PublicJwk & { d: string }

/** The public half of an Ed25519 private or public key. */
export function publicJwkOf(key: KeyObject): PublicJwk {
  const { x } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' })
  if (key.asymmetricKeyType !== 'ed25519' || x === undefined) throw new TypeError('Not an Ed25519 key')
  return { kty: 'OKP', crv: 'Ed25519', x, kid: thumbprint(x) }
}

/** The private key a sealed JWK holds. Throws `TypeError`, without the value, for anything else. */
export function privateKeyFrom(jwk: JsonValue): KeyObject {
  if (jwk === null || typeof jwk !== 'object' || !('d' in jwk) || typeof jwk.d !== 'string' || typeof jwk.x !== 'string') {
    throw new TypeError('Not an Ed25519 private JWK')
  }
  return createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', x: jwk.x, d: jwk.d }, format: 'jwk' })
}

/** RFC 7638, section 3: SHA-256 of the canonical required members, base64url. */
export function thumbprint(x: string): string {
  return createHash('sha256')
    .update(canonicalBytes({ crv: 'Ed25519', kty: 'OKP', x }))
    .digest('base64url')
}

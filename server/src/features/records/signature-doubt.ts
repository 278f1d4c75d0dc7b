import { decodeProtectedHeader } from 'jose'
import { type PublicJwk, verifyCertificate, verifyRecord } from '../../security/vault/index.ts'

export type Judged = {
  tenantId: string
  signerId: string
  certificate: string
  jws: string
  signedAt: Date
  revokedAt: Date | undefined
  /** Undefined where the stored content does not open. */
  canonical: Uint8Array | undefined
}
export type Doubt = 'content' | 'key' | 'revoked'

/**
 * Why a signature does not hold, or undefined where it does. The key is taken from the certificate, and the certificate counts as it was when
 * the record was signed, so a signature outlives its key; a revocation counts from the instant it names.
 */
export async function doubtAbout(signed: Judged, certifiers: readonly PublicJwk[]): Promise<Doubt | undefined> {
  const claims = await verifyCertificate(signed.certificate, certifiers, signed.signedAt)
  if (claims?.iss !== signed.tenantId || claims.sub !== signed.signerId || claims.cnf.jwk.kid !== kidOf(signed.jws)) return 'key'
  if (signed.revokedAt !== undefined && signed.revokedAt <= signed.signedAt) return 'revoked'
  if (signed.canonical === undefined) return 'content'
  return (await verifyRecord(signed.jws, signed.canonical, claims.cnf.jwk)) ? undefined : 'content'
}

function kidOf(jws: string): unknown {
  try {
    return decodeProtectedHeader(jws).kid
  } catch {
    return undefined
  }
}

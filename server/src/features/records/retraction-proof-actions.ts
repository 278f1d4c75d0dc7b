import type { Reply } from '@wardkeep/contract'
import type { verifyRecord } from '@wardkeep/contract/records.ts'
import type { Keep } from '../../security/keep.ts'
import { EnvelopeError, type PublicJwk, verifyCertificate, verifyRetraction } from '../../security/vault/index.ts'
import { canonicalRetraction, openStatement, type RetractionStatement } from './retraction.ts'
import type { StoredSignature } from './signature-store.ts'

type Retracted = NonNullable<StoredSignature['retraction']>

/**
 * Whether the record's retraction is signed by whom it names and is of this very signature, with all that a stranger needs to find out alone;
 * undefined where the record stands. `canonical` is empty where the stored statement no longer opens.
 */
export async function verifyRetracted(
  keep: Keep,
  tenantId: string,
  signed: StoredSignature,
  certifiers: readonly PublicJwk[],
): Promise<Reply<typeof verifyRecord>['retraction']> {
  const { retraction } = signed
  if (retraction === undefined) return undefined
  const { jws, certificate } = retraction
  const told = { jws, ...(certificate === undefined ? {} : { certificate }) }
  const statement = await statementOf(keep, tenantId, signed.id, retraction)
  if (statement === undefined) return { valid: false, by: { id: retraction.by, displayName: '' }, canonical: '', ...told }
  const canonical = canonicalRetraction(statement)
  const isOfThis = statement.tenantId === tenantId && statement.record.id === signed.id && statement.signature === signed.jws
  const keys = await keysFor(statement, retraction, certifiers)
  const held = await Promise.all(keys.map((key) => verifyRetraction(jws, canonical, key)))
  const by = { id: statement.by.id, displayName: statement.by.name }
  return { valid: isOfThis && held.includes(true), by, canonical: canonical.toString('utf8'), ...told }
}

/** The keys that may have signed it: a doctor's by its certificate as it was then, or those of the organisation itself. */
async function keysFor(
  statement: RetractionStatement,
  retraction: Retracted,
  certifiers: readonly PublicJwk[],
): Promise<readonly PublicJwk[]> {
  const { certificate, revokedAt, at } = retraction
  if (statement.by.as === 'organisation') return certifiers
  const claims = certificate === undefined ? undefined : await verifyCertificate(certificate, certifiers, at)
  if (claims?.iss !== statement.tenantId || claims.sub !== statement.by.id) return []
  return revokedAt !== undefined && revokedAt <= at ? [] : [claims.cnf.jwk]
}

async function statementOf(
  keep: Keep,
  tenantId: string,
  recordId: string,
  { statement }: Retracted,
): Promise<RetractionStatement | undefined> {
  try {
    return await openStatement(keep, tenantId, recordId, statement)
  } catch (cause) {
    if (cause instanceof EnvelopeError) return undefined
    throw cause
  }
}

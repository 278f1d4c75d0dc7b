// What a retraction says, word for word as it is signed. Format: docs/formats/record-signature.md, "Retraction".
import { retractionCodes } from '@wardkeep/contract/records.ts'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Keep } from '../../security/keep.ts'
import { canonicalBytes, type Place, type Sealed } from '../../security/vault/index.ts'
import type { RecordReply } from './record.ts'

const RetractionStatement = Type.Object({
  format: Type.Literal('wardkeep-retraction/1'),
  tenantId: Type.String(),
  patientId: Type.String(),
  record: Type.Object({ id: Type.String(), version: Type.Integer() }),
  /** The signature that is retracted, as it stands: a detached JWS. */
  signature: Type.String(),
  /** The doctor who signs it with their own key, or the account for which the organisation signs it. */
  by: Type.Object({ id: Type.String(), name: Type.String(), as: Type.Enum(['doctor', 'organisation']) }),
  reason: Type.Object({ code: Type.Enum(retractionCodes), text: Type.String() }),
  retractedAt: Type.String(),
})
export type RetractionStatement = Static<typeof RetractionStatement>

export function canonicalRetraction(statement: RetractionStatement): Buffer {
  return canonicalBytes(statement)
}

export function sealStatement(keep: Keep, statement: RetractionStatement): Promise<Sealed> {
  const { tenantId, patientId, record } = statement
  return keep.vault.seal({ kind: 'patient', patientId }, placeOf(tenantId, record.id), statement)
}

/** Throws `EnvelopeError` where the stored bytes are not what was sealed for this record. */
export async function openStatement(keep: Keep, tenantId: string, recordId: string, sealed: Sealed): Promise<RetractionStatement> {
  return Value.Parse(RetractionStatement, await keep.vault.open(placeOf(tenantId, recordId), sealed))
}

/** As readers of the record are told. */
export function toldOf({ by, reason, retractedAt }: RetractionStatement): NonNullable<RecordReply['retraction']> {
  return { reason, by: { id: by.id, displayName: by.name }, as: by.as, at: retractedAt }
}

function placeOf(tenantId: string, recordId: string): Place {
  return { tenantId, table: 'record_retractions', column: 'statement', rowId: recordId }
}

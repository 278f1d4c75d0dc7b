import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { openContent } from './content.ts'
import type { RecordReply, StoredRecord } from './record.ts'
import { openStatement, toldOf } from './retraction.ts'
import { whatNext } from './rules.ts'

/** A record as its reader sees it. Ask the permit before: this opens the envelope. */
export async function openRecord(keep: Keep, op: Operation, record: StoredRecord): Promise<RecordReply> {
  const { id, patientId, appointmentId, authorId, state, confidentiality, version, createdAt, updatedAt } = record
  const { author, ...content } = await openContent(keep, op.tenantId, record)
  return {
    id,
    patientId,
    ...(appointmentId === undefined ? {} : { appointmentId }),
    ...content,
    confidentiality,
    author: { id: authorId, displayName: author },
    state,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    version,
    // Only its author signs a record, so the name in the version is the signer's.
    signatures: record.signatures.map(({ kid, at }) => ({ kid, signer: author, at: at.toISOString() })),
    addenda: record.addenda.map((addendum) => ({ id: addendum.id, at: addendum.at.toISOString() })),
    ...(record.addsTo === undefined ? {} : { addsTo: record.addsTo }),
    ...(record.retraction === undefined ? {} : { retraction: toldOf(await openStatement(keep, op.tenantId, id, record.retraction)) }),
    can: whatNext(op.actor, record),
  }
}

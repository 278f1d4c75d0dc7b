// What is missing in a signed record is signed beside it, as a record of its own that names the one it adds to. [C24]
import type { Input, Reply } from '@wardkeep/contract'
import type { addAddendum } from '@wardkeep/contract/records.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { madeBefore } from '../../security/retry.ts'
import { openAuthor } from './actions.ts'
import { lockToChange } from './change-actions.ts'
import { openContent, sealContent } from './content.ts'
import { labelled, subjectOf } from './record.ts'
import { mustStand } from './rules.ts'
import { openOwnKey, signVersion } from './signature-actions.ts'
import { findSignature, insertSignature, signatureOf } from './signature-store.ts'
import { insertRecord } from './store.ts'

/**
 * Writes and signs an addendum by a doctor in whose care the patient is, with the type, title and label of the record it adds to; asked again, the
 * same one is told. Refuses RECORD_NOT_SIGNED for a draft and for what is retracted, SIGNING_KEY_MISSING.
 */
export function add(keep: Keep, op: Operation, id: string, body: Input<typeof addAddendum>['body']): Promise<Reply<typeof addAddendum>> {
  const resource = { type: 'record', id: newId(op.now), version: 1 }
  return keep.db.transact(op, async (tx) => {
    const before = await madeBefore(keep, tx, op, resource, { to: id, ...body })
    if (before !== undefined) {
      const [row = refuse('NOT_FOUND')] = await tx.run(findSignature(before, 1))
      const made = signatureOf(row)
      Permit.ask(op, 'record.add', subjectOf(made))
      return { id: made.id, kid: made.kid, jws: made.jws, version: made.version, at: made.signedAt.toISOString() }
    }
    const { found, permit } = await lockToChange(op, tx, id, 'record.add')
    op.trace.resource = resource
    mustStand(found)
    const { type, title } = await openContent(keep, op.tenantId, found)
    const author = await openAuthor(keep, op, tx)
    const key = await openOwnKey(keep, op, tx)
    const content = { type, title, sections: body.sections, author: author.name }
    const { confidentiality, patientId } = found
    const addendum = { id: resource.id, patientId, appointmentId: undefined, authorId: author.id, addsTo: found.id, confidentiality }
    const sealed = await sealContent(keep, op.tenantId, { ...addendum, version: 1 }, content)
    await insertRecord(tx, permit, { ...addendum, content: sealed, byUser: op.actor.userId, at: op.now })
    const jws = await signVersion(key, {
      ...addendum,
      tenantId: op.tenantId,
      version: 1,
      createdAt: op.now,
      writtenAt: op.now,
      signedAt: op.now,
      content,
    })
    const signature = { recordId: addendum.id, version: 1, kid: key.kid, signerId: author.id, jws, at: op.now }
    await traceChange(keep, op, { of: resource, after: { state: 'signed', content, addsTo: found.id, ...labelled(confidentiality) } })
    await insertSignature(tx, permit, { id: newId(op.now), ...signature })
    return { id: addendum.id, kid: key.kid, jws, version: 1, at: op.now.toISOString() }
  })
}

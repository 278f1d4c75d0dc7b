// An anonymous case becomes a patient’s once and for good: its words are sealed anew under the patient’s key, and the receipt opens nothing. [F24]

import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import { inside } from '../../security/inside.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'
import { type CaseFacts, subjectOf } from './case.ts'
import { openChanges, openContents, openMessages, sealChange, sealContent, sealMessage } from './envelopes.ts'
import { follow } from './receipt-actions.ts'
import type { ReceiptKeep } from './receipt-keep.ts'
import { giveTo, resealChange, resealMessage } from './receipt-store.ts'
import { type CaseDetail, detailOf } from './replies.ts'
import { caseIn, findCase, lockCase } from './store.ts'
import { insertChange, listChanges, listMessages } from './thread-store.ts'

type Claimant = { userId: string; patientId: string }

/** Of several who hold the receipt one has the case; to the others it opens nothing any more. Who has the case now keeps it, and the chart stays closed to them until one accepts it. */
export async function claim(keep: ReceiptKeep, op: Operation, receipt: string): Promise<CaseDetail> {
  const { tenantId, caseId } = await follow(keep, op, receipt)
  if (tenantId !== op.tenantId) refuse('RECEIPT_UNKNOWN')
  const { patientId = refuse('RECEIPT_UNKNOWN'), userId = refuse('RECEIPT_UNKNOWN') } = op.actor
  const done = await keep.db.transact(op, async (tx) => {
    await inside(tx, op, tenantId, async () => {
      const [, [row]] = await tx.runAll(lockCase(caseId))
      const found = caseIn(row ?? refuse('RECEIPT_UNKNOWN'))
      if (found.anonymousUntil === undefined || found.anonymousUntil <= op.now) refuse('RECEIPT_UNKNOWN')
      const about = subjectOf({ ...found, patientId, submittedBy: userId, version: found.version + 1 }, op.actor)
      await handOver(tx, keep, Permit.ask(op, 'case.claim', about), found, { userId, patientId }, tenantId)
    })
    const [row] = await tx.run(findCase(caseId))
    const facts = caseIn(row ?? refuse('RECEIPT_UNKNOWN'))
    const changeId = newId(op.now)
    const details = await sealChange(keep, { tenantId, patientId }, changeId, { by: op.actor.name })
    await tx.run(
      insertChange(Permit.ask(op, 'case.claim', subjectOf(facts, op.actor)), { id: changeId, caseId, step: 'claimed', details }, op.now),
    )
    const [messages, changes] = await tx.runAll([listMessages(caseId), listChanges(caseId)])
    await traceChange(keep, op, { of: { type: 'case', id: caseId }, before: { claimed: false }, after: { claimed: true } })
    return { facts, thread: { messages, changes, decision: undefined } }
  })
  return detailOf(keep, op, done.facts, done.thread)
}

async function handOver(
  tx: Transaction,
  keep: ReceiptKeep,
  permit: Permit,
  { id, content }: CaseFacts,
  { userId, patientId }: Claimant,
  tenantId: string,
) {
  const of = { tenantId, patientId }
  const [messages, changes] = await tx.runAll([listMessages(id), listChanges(id)])
  const [[asked], texts, steps] = await Promise.all([
    openContents(keep, tenantId, [{ id, sealed: content }]),
    openMessages(
      keep,
      tenantId,
      messages.map((message) => ({ id: message.id, sealed: Sealed.fromDatabase(message.content) })),
    ),
    openChanges(
      keep,
      tenantId,
      changes.map((change) => ({ id: change.id, sealed: Sealed.fromDatabase(change.details) })),
    ),
  ])
  if (asked === undefined) throw new Error('a case that was just locked has no content')
  for (const [place, message] of messages.entries())
    await tx.run(resealMessage(permit, message.id, await sealMessage(keep, of, message.id, texts[place] ?? { text: '', by: '' })))
  for (const [place, change] of changes.entries())
    await tx.run(resealChange(permit, change.id, await sealChange(keep, of, change.id, steps[place] ?? {})))
  await tx.runAll(giveTo(permit, { id, userId, patientId, content: await sealContent(keep, of, id, asked) }))
}

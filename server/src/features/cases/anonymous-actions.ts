// Nobody’s question goes the way of everybody’s: routed, owned, answered in time. What it leaves behind ends with it. [F24]
import type { Api, Input, Reply } from '@wardkeep/contract'
import { anonymousLimits } from '@wardkeep/contract/receipts.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import { traceChange } from '../../security/change.ts'
import type { Operation } from '../../security/operation.ts'
import { newReceipt } from '../../security/vault/index.ts'
import { findOpenOrganisation } from '../identity/index.ts'
import { mustCarryNoFiles } from './attachment-rules.ts'
import { deadlineIn } from './deadline-actions.ts'
import { sealChange, sealContent } from './envelopes.ts'
import { countAgainst } from './quota-actions.ts'
import { hashed, locatorOf } from './receipt-actions.ts'
import type { ReceiptKeep } from './receipt-keep.ts'
import { insertAnonymous, insertReceipt } from './receipt-store.ts'
import { repliesTo } from './replies.ts'
import { route } from './routing-actions.ts'
import { caseIn, findCase } from './store.ts'
import { insertChange } from './thread-store.ts'

const dayMs = 86_400_000

/** Takes a question in for the organisation that strangers register in. Refuses NOT_FOUND where none is open, and TOO_MANY_REQUESTS. */
export async function submitAnonymously(
  keep: ReceiptKeep,
  op: Operation,
  wanted: Input<Api['submitAnonymously']>['body'],
): Promise<Reply<Api['submitAnonymously']>> {
  mustCarryNoFiles(wanted.attachments)
  await countAgainst(keep, op, 'cases-of-address')
  await countAgainst(keep, op, 'cases-of-everybody')
  const [[organisation]] = await keep.db.locators.runAll([findOpenOrganisation()])
  const { tenant_id: tenantId, slug: pool } = organisation ?? refuse('NOT_FOUND')
  const { title, text, specialty, urgency, language = 'en' } = wanted
  const { receipt, locator, secret } = newReceipt()
  const receiptHash = await keep.passwords.hash(hashed(secret))
  const bearer = op.byReceipt(tenantId)
  const id = newId(op.now)
  const content = { title, text, ...(specialty !== undefined && { specialty }) }
  const of = { tenantId, patientId: undefined }
  const consequences: Consequence[] = []
  const made = await keep.db.transact(
    bearer,
    async (tx) => {
      bearer.trace.admitted('public:receipt', { resource: { type: 'case', id, version: 1 } })
      const sealed = await sealContent(keep, of, id, content)
      const dueAt = await deadlineIn(tx, urgency, op.now)
      const until = new Date(op.now.getTime() + anonymousLimits.days * dayMs)
      await tx.run(insertAnonymous({ id, urgency, language, pool, content: sealed, dueAt, until, receiptHash }, op.now))
      await tx.run(insertReceipt(locatorOf(keep, locator), id))
      const changeId = newId(op.now)
      const details = await sealChange(keep, of, changeId, {})
      await tx.run(insertChange('system', { id: changeId, caseId: id, step: 'submitted', details }, op.now))
      const [row] = await tx.run(findCase(id))
      const facts = caseIn(row ?? refuse('NOT_FOUND'))
      consequences.push(...(await route(tx, keep, bearer, facts, { passedBy: [], dueAt, steps: ['triaged'] })))
      await traceChange(keep, bearer, { of: { type: 'case', id }, after: content })
      const [routed] = await tx.run(findCase(id))
      return caseIn(routed ?? refuse('NOT_FOUND'))
    },
    consequences,
  )
  const [reply] = await repliesTo(keep, bearer, [made])
  return { ...(reply ?? refuse('NOT_FOUND')), can: ['write'], receipt }
}

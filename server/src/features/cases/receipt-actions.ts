// A receipt alone opens its thread. Each use costs one slow hash and one of so many, whether the receipt is right, wrong, none, claimed or over. [F24][T15]

import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Operation } from '../../security/operation.ts'
import { INSTALLATION_TENANT, partsOfReceipt } from '../../security/vault/index.ts'
import type { CaseFacts } from './case.ts'
import { sealMessage } from './envelopes.ts'
import { countAgainst } from './quota-actions.ts'
import type { ReceiptKeep } from './receipt-keep.ts'
import { findReceipt, findReceiptHash, insertAnonymousMessage } from './receipt-store.ts'
import { type CaseDetail, detailOf, type Thread } from './replies.ts'
import { mayWrite, mustBeAbleToWrite, mustHaveRoom } from './rules.ts'
import { caseIn, findCase, lockCase } from './store.ts'
import { countMessages, listChanges, listMessages } from './thread-store.ts'

export type Followed = { tenantId: string; caseId: string }

/** Where a receipt leads; refuses RECEIPT_UNKNOWN alike for whatever opens nothing. */
export async function follow(keep: ReceiptKeep, op: Operation, receipt: string): Promise<Followed> {
  await countAgainst(keep, op, 'uses-of-address')
  const { locator, secret } = partsOfReceipt(receipt) ?? { locator: '', secret: '' }
  const [[found]] = await keep.db.locators.runAll([findReceipt(locatorOf(keep, locator))])
  // Nowhere is looked into as well, and nothing is hashed for as long, so a part that leads nowhere is answered like one that does.
  const { tenant_id: tenantId, case_id: caseId } = found ?? { tenant_id: INSTALLATION_TENANT, case_id: INSTALLATION_TENANT }
  const [[row]] = await keep.db.peek(tenantId, op.now, [findReceiptHash(caseId)])
  if (!(await keep.passwords.verify(row?.receipt_hash ?? null, hashed(secret)))) refuse('RECEIPT_UNKNOWN')
  return { tenantId, caseId }
}

/** What a table finds a receipt by. */
export function locatorOf({ secrets }: Pick<ReceiptKeep, 'secrets'>, locator: string): Buffer {
  return secrets.hash(`receipt ${locator}`)
}

/** What the slow hash is made of. */
export function hashed(secret: string): string {
  return `receipt ${secret}`
}

export async function readBy(keep: ReceiptKeep, op: Operation, receipt: string): Promise<CaseDetail> {
  const { tenantId, caseId } = await follow(keep, op, receipt)
  const bearer = op.byReceipt(tenantId)
  const found = await keep.db.read(bearer, [findCase(caseId), listMessages(caseId), listChanges(caseId)], ([[row], messages, changes]) => {
    const facts = admittedBy(bearer, caseIn(row ?? refuse('RECEIPT_UNKNOWN')))
    return { facts, thread: { messages, changes, decision: undefined } }
  })
  return toldTo(keep, bearer, found.facts, found.thread)
}

export async function writeBy(keep: ReceiptKeep, op: Operation, receipt: string, text: string): Promise<CaseDetail> {
  const { tenantId, caseId } = await follow(keep, op, receipt)
  const bearer = op.byReceipt(tenantId)
  const done = await keep.db.transact(bearer, async (tx) => {
    const [, [row]] = await tx.runAll(lockCase(caseId))
    const facts = admittedBy(bearer, caseIn(row ?? refuse('RECEIPT_UNKNOWN')))
    mustBeAbleToWrite(facts.state, false)
    const [counted] = await tx.run(countMessages(caseId))
    mustHaveRoom(counted?.written ?? 0)
    const id = newId(op.now)
    const content = await sealMessage(keep, { tenantId, patientId: undefined }, id, { text, by: '' })
    await tx.run(insertAnonymousMessage({ id, caseId, content }, op.now))
    const [messages, changes] = await tx.runAll([listMessages(caseId), listChanges(caseId)])
    await traceChange(keep, bearer, { of: { type: 'case', id: caseId }, after: { last: id } })
    return { facts, thread: { messages, changes, decision: undefined } }
  })
  return toldTo(keep, bearer, done.facts, done.thread)
}

/** The receipt admits to what nobody has claimed: whoever claims it meanwhile is the only one to read it from then on. */
function admittedBy({ trace }: Operation, facts: CaseFacts): CaseFacts {
  if (facts.anonymousUntil === undefined) refuse('RECEIPT_UNKNOWN')
  trace.admitted('public:receipt', { resource: { type: 'case', id: facts.id, version: facts.version } })
  return facts
}

async function toldTo(keep: ReceiptKeep, bearer: Operation, facts: CaseFacts, thread: Thread): Promise<CaseDetail> {
  const detail = await detailOf(keep, bearer, facts, thread)
  return { ...detail, can: mayWrite(facts.state, false) ? ['write'] : [] }
}

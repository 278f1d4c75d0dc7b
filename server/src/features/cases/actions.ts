// Each step of a case is taken on its locked row and is a row itself: who, when and why. The chart is open while it is accepted or answered. [F62][F65]
import type { Permission } from '@wardkeep/contract/permissions.ts'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import { endCare, openCare } from '../../security/care-store.ts'
import { traceChange } from '../../security/change.ts'
import { inside } from '../../security/inside.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { type CaseFacts, subjectOf } from './case.ts'
import type { CaseKeep } from './case-keep.ts'
import { deadlineIn } from './deadline-actions.ts'
import { sealChange, sealMessage } from './envelopes.ts'
import { type CaseDetail, detailOf, type Thread } from './replies.ts'
import { route } from './routing-actions.ts'
import { dropOffers } from './routing-store.ts'
import { mustBeAbleToWrite, mustHaveRoom, mustStep, type Step } from './rules.ts'
import { acceptCase, caseIn, endCase, endConsent, findCase, findOffer, lockCase, markAnswered } from './store.ts'
import { tellOfAnswer } from './telling-actions.ts'
import {
  countMessages,
  findDecision,
  insertChange,
  insertMessage,
  listChanges,
  listMessages,
  type NewMessage,
  type StepName,
} from './thread-store.ts'

/** Of several doctors to whom it is offered, the first has it, and its patient's chart opens to them; the others are told that it has moved. */
export async function accept(keep: CaseKeep, op: Operation, id: string): Promise<CaseDetail> {
  const doctorId = op.actor.doctorId ?? refuse('NOT_FOUND')
  const done = await keep.db.transact(op, async (tx) => {
    // As the system: what another has just accepted is hidden from this doctor, and would look as if it had never been offered.
    const { row, offer } = await inside(tx, op, op.tenantId, async () => {
      const [, [row]] = await tx.runAll(lockCase(id))
      const [offer] = await tx.run(findOffer(id, doctorId))
      return { row, offer }
    })
    const found = { ...caseIn(row ?? refuse('NOT_FOUND')), offered: offer !== undefined }
    const permit = Permit.ask(op, 'case.accept', subjectOf({ ...found, version: found.version + 1 }, op.actor))
    mustStep(found.state, 'accept')
    const { patientId } = found
    const changeId = await noteStep(tx, keep, op, permit, found, 'accepted')
    await tx.run(acceptCase(permit, id, patientId === undefined ? undefined : changeId))
    if (patientId !== undefined)
      await tx.run(openCare(permit, { id: newId(op.now), patientId, doctorId, source: 'case', sourceId: changeId, from: op.now }))
    return told(tx, keep, op, found)
  })
  return detailOf(keep, op, done.facts, done.thread)
}

export function write(keep: CaseKeep, op: Operation, id: string, text: string): Promise<CaseDetail> {
  return take(keep, op, { id, permission: 'case.write', step: 'write' }, async (tx, found, permit) => {
    mustBeAbleToWrite(found.state, op.actor.doctorId !== undefined)
    await say(tx, keep, op, permit, found, { text, answer: false })
    return []
  })
}

export function answer(keep: CaseKeep, op: Operation, id: string, text: string): Promise<CaseDetail> {
  return answerWith(keep, op, id, async () => ({ text }))
}

/** What is answered, and the draft that it was before, if it was one: taken over by who answers, in the same transaction. */
export type Words = { text: string; draftId?: string }

/** The same in words that are found once the case is locked. */
export function answerWith(
  keep: CaseKeep,
  op: Operation,
  id: string,
  words: (tx: Transaction, found: CaseFacts) => Promise<Words>,
): Promise<CaseDetail> {
  return take(keep, op, { id, permission: 'case.answer', step: 'answer' }, async (tx, found, permit) => {
    await say(tx, keep, op, permit, found, { ...(await words(tx, found)), answer: true })
    await noteStep(tx, keep, op, permit, found, 'answered')
    await tx.run(markAnswered(permit, id))
    await tellOfAnswer(tx, keep, op, found)
    return []
  })
}

export function close(keep: CaseKeep, op: Operation, id: string, note: string | undefined): Promise<CaseDetail> {
  return end(keep, op, { id, permission: 'case.close', step: 'close', to: 'closed', note })
}

export function withdraw(keep: CaseKeep, op: Operation, id: string, note: string | undefined): Promise<CaseDetail> {
  return end(keep, op, { id, permission: 'case.withdraw', step: 'withdraw', to: 'withdrawn', note })
}

/** Queued anew, with its doctor where they are there. The chart opens again when it is accepted again. */
export function reopen(keep: CaseKeep, op: Operation, id: string, text: string): Promise<CaseDetail> {
  return take(keep, op, { id, permission: 'case.reopen', step: 'reopen' }, async (tx, found, permit) => {
    await say(tx, keep, op, permit, found, { text, answer: false })
    await noteStep(tx, keep, op, permit, found, 'reopened')
    await closeChart(tx, permit, found, op.now)
    return route(tx, keep, op, found, { passedBy: [], before: found.doctorId, dueAt: await deadlineIn(tx, found.urgency, op.now) })
  })
}

/** To the next doctor: who had it, and whoever passed it on before, is not asked again. [F31] */
export async function passOn(keep: CaseKeep, op: Operation, id: string, note: string | undefined) {
  const consequences: Consequence[] = []
  return keep.db.transact(
    op,
    async (tx) => {
      const [, [row]] = await tx.runAll(lockCase(id))
      const found = caseIn(row ?? refuse('NOT_FOUND'))
      // Who is offered it beside the one who has it leaves it to them.
      const permit = Permit.ask(op, 'case.route', subjectOf({ ...found, offered: false, version: found.version + 1 }, op.actor))
      mustStep(found.state, 'pass-on')
      await noteStep(tx, keep, op, permit, found, 'passed-on', note)
      await closeChart(tx, permit, found, op.now)
      const passedBy = found.doctorId === undefined ? found.passedBy : [...found.passedBy, found.doctorId]
      consequences.push(...(await route(tx, keep, op, found, { passedBy, dueAt: found.dueAt })))
      const [after] = await inside(tx, op, op.tenantId, () => tx.run(findCase(id)))
      const { state } = after ?? refuse('NOT_FOUND')
      await traceChange(keep, op, { of: { type: 'case', id }, before: { state: found.state }, after: { state } })
      return { id, state }
    },
    consequences,
  )
}

/** Nobody outside reads it any more. Taken back a second time it changes nothing. */
export function endAssistantConsent(keep: CaseKeep, op: Operation, id: string): Promise<CaseDetail> {
  return take(keep, op, { id, permission: 'case.withdraw' }, async (tx, found, permit) => {
    if (!found.assistantConsent) return []
    await noteStep(tx, keep, op, permit, found, 'assistant-withdrawn')
    await tx.run(endConsent(permit, id))
    return []
  })
}

type Ending = { id: string; permission: Permission; step: Step; to: 'closed' | 'withdrawn'; note: string | undefined }

function end(keep: CaseKeep, op: Operation, { id, permission, step, to, note }: Ending): Promise<CaseDetail> {
  return take(keep, op, { id, permission, step }, async (tx, found, permit) => {
    await noteStep(tx, keep, op, permit, found, to, note)
    await closeChart(tx, permit, found, op.now)
    await tx.run(endCase(permit, id, to))
    await inside(tx, op, op.tenantId, () => tx.run(dropOffers(id)))
    return []
  })
}

/** `step`: where it is one that not every state allows. */
type Taking = { id: string; permission: Permission; step?: Step }
type Act = (tx: Transaction, found: CaseFacts, permit: Permit) => Promise<Consequence[]>

async function take(keep: CaseKeep, op: Operation, { id, permission, step }: Taking, act: Act): Promise<CaseDetail> {
  const consequences: Consequence[] = []
  const done = await keep.db.transact(
    op,
    async (tx) => {
      const [, [row]] = await tx.runAll(lockCase(id))
      const found = caseIn(row ?? refuse('NOT_FOUND'))
      const permit = Permit.ask(op, permission, subjectOf({ ...found, version: found.version + 1 }, op.actor))
      if (step) mustStep(found.state, step)
      consequences.push(...(await act(tx, found, permit)))
      return told(tx, keep, op, found)
    },
    consequences,
  )
  return detailOf(keep, op, done.facts, done.thread)
}

/** The case as it is now, and the digests of what it was and is. */
async function told(
  tx: Transaction,
  keep: CaseKeep,
  op: Operation,
  { id, state }: CaseFacts,
): Promise<{ facts: CaseFacts; thread: Thread }> {
  const [[row], messages, changes, [decision]] = await tx.runAll([findCase(id), listMessages(id), listChanges(id), findDecision(id)])
  const facts = caseIn(row ?? refuse('NOT_FOUND'))
  const last = messages.at(-1)?.id ?? ''
  await traceChange(keep, op, { of: { type: 'case', id }, before: { state }, after: { state: facts.state, last } })
  return { facts, thread: { messages, changes, decision } }
}

async function say(
  tx: Transaction,
  keep: CaseKeep,
  op: Operation,
  permit: Permit,
  { id: caseId, patientId }: CaseFacts,
  { text, answer, draftId }: Words & { answer: boolean },
): Promise<void> {
  const [counted] = await tx.run(countMessages(caseId))
  mustHaveRoom(counted?.written ?? 0)
  const id = newId(op.now)
  const author = authorOf(permit, op, patientId)
  const content = await sealMessage(keep, { tenantId: op.tenantId, patientId }, id, { text, by: op.actor.name })
  await tx.run(insertMessage(permit, { id, caseId, author, answer, content, draftId }, op.now))
}

function authorOf({ relation }: Permit, { actor }: Operation, patientId: string | undefined): NewMessage['author'] {
  if (actor.doctorId !== undefined) return 'doctor'
  if (relation === 'asker') return 'proxy'
  return patientId === undefined ? 'vendor' : 'patient'
}

/** Who, when and why; gives the id of the step. */
async function noteStep(
  tx: Transaction,
  keep: CaseKeep,
  op: Operation,
  permit: Permit,
  { id: caseId, patientId }: CaseFacts,
  step: StepName,
  note?: string,
): Promise<string> {
  const id = newId(op.now)
  const said = { by: op.actor.name, ...(note === undefined ? {} : { note }) }
  const details = await sealChange(keep, { tenantId: op.tenantId, patientId }, id, said)
  await tx.run(insertChange(permit, { id, caseId, step, details }, op.now))
  return id
}

async function closeChart(tx: Transaction, permit: Permit, { careCause }: CaseFacts, now: Date): Promise<void> {
  if (careCause !== undefined) await tx.run(endCare(permit, 'case', careCause, now))
}

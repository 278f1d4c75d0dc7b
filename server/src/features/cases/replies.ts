import type { Reply } from '@wardkeep/contract'
import type { acceptCase, submitCase } from '@wardkeep/contract/cases.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { may } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'
import { openDoctors } from '../doctors/index.ts'
import { openProfiles } from '../patients/index.ts'
import { type CaseFacts, subjectOf } from './case.ts'
import { openChanges, openContents, openDecisions, openMessages } from './envelopes.ts'
import { isOverdue, mayStep, mayWrite } from './rules.ts'

export type Case = Reply<typeof submitCase>
export type CaseDetail = Reply<typeof acceptCase>

/** Cases as their reader may see them, in the order given: a patient's name where row security shows the patient. */
export async function repliesTo(keep: Keep, op: Operation, cases: readonly CaseFacts[]): Promise<Case[]> {
  const [contents, doctors, patients] = await Promise.all([
    openContents(
      keep,
      op.tenantId,
      cases.map(({ id, content }) => ({ id, sealed: content })),
    ),
    doctorNames(keep, op, cases),
    patientNames(keep, op, cases),
  ])
  return cases.map((facts, place) => {
    const { title = '', text = '', specialty, externalReference } = contents[place] ?? {}
    const assignee = doctors.get(facts.id)
    const patient = patients.get(facts.id)
    return {
      id: facts.id,
      state: facts.state,
      title,
      text,
      language: facts.language,
      ...(specialty !== undefined && { specialty }),
      urgency: facts.urgency,
      ...(patient && { patient }),
      ...(facts.vendorId !== undefined && { vendorId: facts.vendorId }),
      ...(externalReference !== undefined && { externalReference }),
      ...(facts.anonymousUntil !== undefined && { anonymousUntil: facts.anonymousUntil.toISOString() }),
      ...(assignee && { assignee }),
      submittedAt: facts.submittedAt.toISOString(),
      dueAt: facts.dueAt.toISOString(),
      overdue: isOverdue(facts, op.now),
      flagged: facts.flagged,
      version: facts.version,
      can: canDo(op, facts),
    }
  })
}

export type Thread = {
  messages: readonly {
    id: string
    author: CaseDetail['thread'][number]['from']
    answer: boolean
    content: Buffer
    at: Date
    assisted: boolean
  }[]
  changes: readonly { id: string; step: CaseDetail['history'][number]['step']; details: Buffer; at: Date }[]
  decision: { id: string; decision: Buffer } | undefined
}

/** One case with all that was written and done; why it was routed as it was, to doctors alone, and who the patient is, only to those who have accepted it. */
export async function detailOf(keep: Keep, op: Operation, facts: CaseFacts, { messages, changes, decision }: Thread): Promise<CaseDetail> {
  const shown = decision !== undefined && op.actor.doctorId !== undefined ? [decision] : []
  const [[known], texts, steps, [decided]] = await Promise.all([
    repliesTo(keep, op, [facts]),
    openMessages(
      keep,
      op.tenantId,
      messages.map(({ id, content }) => ({ id, sealed: Sealed.fromDatabase(content) })),
    ),
    openChanges(
      keep,
      op.tenantId,
      changes.map(({ id, details }) => ({ id, sealed: Sealed.fromDatabase(details) })),
    ),
    openDecisions(
      keep,
      op.tenantId,
      shown.map(({ id, decision }) => ({ id, sealed: Sealed.fromDatabase(decision) })),
    ),
  ])
  if (known === undefined) throw new Error('a case that was just read has no reply')
  // The names in a thread would tell what the missing profile keeps back.
  const unnamed = facts.patientId !== undefined && facts.patientProfile === undefined
  const own = decided?.offers.find(({ doctorId }) => doctorId === op.actor.doctorId)
  return {
    ...known,
    thread: messages.map(({ id, author, answer, at, assisted }, place) => ({
      id,
      at: at.toISOString(),
      from: author,
      name: unnamed && (author === 'patient' || author === 'proxy') ? '' : (texts[place]?.by ?? ''),
      text: texts[place]?.text ?? '',
      answer,
      attachments: [],
      ...(assisted && { assisted }),
    })),
    history: changes.map(({ step, at }, place) => ({
      step,
      at: at.toISOString(),
      ...(unnamed && byPatient.includes(step) ? {} : steps[place]),
    })),
    ...(own && { routing: { reasons: own.reasons, fallback: own.fallback, load: own.load } }),
  }
}

/** Steps that a patient takes; their notes are the patient’s words too. */
const byPatient: readonly string[] = ['submitted', 'closed', 'reopened', 'withdrawn', 'claimed']

const acts = [
  ['accept', 'case.accept'],
  ['answer', 'case.answer'],
  ['write', 'case.write'],
  ['close', 'case.close'],
  ['reopen', 'case.reopen'],
  ['withdraw', 'case.withdraw'],
  ['pass-on', 'case.route'],
] as const

function canDo({ actor }: Operation, facts: CaseFacts): string[] {
  const subject = subjectOf(facts, actor)
  const possible = acts.filter(([step, permission]) => {
    const about = step === 'pass-on' ? subjectOf({ ...facts, offered: false }, actor) : subject
    return mayStep(facts.state, step) && may(actor, permission, about)
  })
  const steps = possible.map(([step]) => step).filter((step) => step !== 'write' || mayWrite(facts.state, actor.doctorId !== undefined))
  return [...steps, ...(facts.assistantConsent && may(actor, 'case.withdraw', subject) ? ['withdraw-assistant'] : [])]
}

async function doctorNames(keep: Keep, op: Operation, cases: readonly CaseFacts[]) {
  const had = cases.flatMap(({ id, doctorId, doctorProfile }) =>
    doctorId && doctorProfile ? [{ id, doctorId, profile: doctorProfile }] : [],
  )
  const opened = await openDoctors(keep, op.tenantId, had)
  return new Map(had.map(({ id, doctorId }, place) => [id, { id: doctorId, displayName: opened[place]?.displayName ?? '' }]))
}

async function patientNames(keep: Keep, op: Operation, cases: readonly CaseFacts[]) {
  const reached = cases.flatMap(({ id, patientId, patientProfile }) =>
    patientId && patientProfile ? [{ id, patientId, profile: patientProfile }] : [],
  )
  const opened = await openProfiles(keep, op.tenantId, reached)
  return new Map(reached.map(({ id, patientId }, place) => [id, { id: patientId, displayName: opened[place]?.displayName ?? '' }]))
}

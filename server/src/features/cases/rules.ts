// Which step a case may take from where it stands. What is not written here is refused as CASE_MOVED. [F62]
import { caseLimits } from '@wardkeep/contract/cases.ts'
import { refuse } from '../../platform/refusal.ts'
import type { CaseState, Urgency } from './case.ts'

const hour = 3_600_000

/** From which states each step may be taken. Routing says where `pass-on` and `reopen` lead. */
export const steps = {
  write: ['triaged', 'queued', 'accepted', 'answered'],
  accept: ['queued'],
  answer: ['accepted'],
  close: ['answered'],
  reopen: ['answered', 'closed'],
  withdraw: ['triaged', 'queued', 'accepted'],
  'pass-on': ['triaged', 'queued', 'accepted'],
} as const satisfies Record<string, readonly CaseState[]>
export type Step = keyof typeof steps

export function mayStep(state: CaseState, step: Step): boolean {
  const from: readonly CaseState[] = steps[step]
  return from.includes(state)
}

export function mustStep(state: CaseState, step: Step): void {
  if (!mayStep(state, step)) refuse('CASE_MOVED')
}

/** A doctor writes into the thread of what they have accepted; before that they accept it or leave it. */
export function mayWrite(state: CaseState, byDoctor: boolean): boolean {
  return mayStep(state, 'write') && (!byDoctor || state === 'accepted' || state === 'answered')
}

export function mustBeAbleToWrite(state: CaseState, byDoctor: boolean): void {
  if (!mayWrite(state, byDoctor)) refuse('CASE_MOVED')
}

export function mustHaveRoom(written: number): void {
  if (written >= caseLimits.thread) refuse('CASE_FULL')
}

/** Hours in which a case of each urgency is to be answered. */
export type Hours = Record<Urgency, number>

/** What an organisation has set, or what holds where it has set nothing. */
export function hoursIn(set: Hours | undefined): Hours {
  const { routine, soon, urgent } = set ?? caseLimits.hours
  return { routine, soon, urgent }
}

/** Refuses BAD_REQUEST where the more urgent would wait longer. */
export function mustGrow({ routine, soon, urgent }: Hours): void {
  if (urgent > soon) refuse('BAD_REQUEST', { errors: [{ field: 'urgent', reason: 'must not be more than for what is less urgent' }] })
  if (soon > routine) refuse('BAD_REQUEST', { errors: [{ field: 'soon', reason: 'must not be more than for what is less urgent' }] })
}

/** When a case of this urgency is to be answered that was asked at this time. */
export function deadlineOf(urgency: Urgency, asked: Date, hours: Hours): Date {
  return new Date(asked.getTime() + hours[urgency] * hour)
}

export function isOverdue({ state, dueAt }: { state: CaseState; dueAt: Date }, now: Date): boolean {
  return unanswered.includes(state) && now >= dueAt
}

const unanswered: readonly CaseState[] = ['triaged', 'queued', 'accepted']

import { refuse } from '../../platform/refusal.ts'
import type { Relation } from '../../security/policy.ts'
import { type Calendar, isAwayIn, isBeyondHorizon, type Slot, slotsBetween } from '../doctors/index.ts'
import type { Visit } from './visit.ts'

/** Milliseconds; how long before the start a patient may still cancel. */
const notice = 2 * 3_600_000
/** Milliseconds; how long after a visit its doctor still reaches the chart. */
const followUp = 90 * 86_400_000

const closed: readonly Visit['status'][] = ['fulfilled', 'cancelled', 'noshow']

/** Refuses a time that is past, too far ahead, or not one of the doctor's own slots to the minute. Whether it is taken, the database decides. */
export function mustBeOffered(calendar: Calendar, wanted: Slot, now: Date): void {
  if (isAwayIn(calendar.away, wanted)) refuse('OUTSIDE_HOURS', { detail: 'The doctor is away' })
  if (wanted.start <= now) refuse('TOO_SOON')
  if (isBeyondHorizon(wanted.start, now)) refuse('BEYOND_HORIZON')
  for (const slot of slotsBetween(calendar.hours, calendar.timeZone, wanted.start, wanted.end)) {
    if (slot.start.getTime() === wanted.start.getTime() && slot.end.getTime() === wanted.end.getTime()) return
  }
  refuse('OUTSIDE_HOURS')
}

/** From when until when a visit lets its doctor see the chart: from booking on. */
export function reachOf({ end }: Slot, bookedAt: Date): { from: Date; until: Date } {
  return { from: bookedAt, until: new Date(end.getTime() + followUp) }
}

export function mustBeOpen(visit: Visit): void {
  if (!isOpen(visit)) refuse('APPOINTMENT_CLOSED')
}

/** Refuses APPOINTMENT_CLOSED for what is closed or has begun: only what is still to come changes hands. */
export function mustBeToCome(visit: Visit, now: Date): void {
  if (visit.status !== 'booked' || visit.start <= now) refuse('APPOINTMENT_CLOSED')
}

/** A patient gives notice, and so does who acts for one; who runs the calendar may cancel until the visit is over. */
export function mustBeEarlyEnough(visit: Visit, relation: Relation, now: Date): void {
  if (!isEarlyEnough(visit, relation, now)) refuse('TOO_LATE_TO_CANCEL')
}

/** What may be done next by a caller to whom the policy grants cancelling by this relation, or not at all. */
export function canDo(visit: Visit, cancelling: Relation | undefined, now: Date): string[] {
  return cancelling !== undefined && isOpen(visit) && isEarlyEnough(visit, cancelling, now) ? ['cancel'] : []
}

function isOpen({ status }: Visit): boolean {
  return !closed.includes(status)
}

function isEarlyEnough({ start, end }: Visit, relation: Relation, now: Date): boolean {
  return relation === 'self' || relation === 'booker' ? now.getTime() <= start.getTime() - notice : now < end
}

import { refuse } from '../../platform/refusal.ts'
import { type OfferedRow, type VisitType, visitTypeIn } from '../visit-types/index.ts'
import type { Calendar, Slot } from './calendar.ts'
import { isBeyondHorizon, isClosed, isTooSoon, type Terms } from './free-rules.ts'
import { slotsBetween, worksAt } from './slot-rules.ts'
import { isAwayIn } from './vacation-rules.ts'

/** The kind of visit that was asked for, or none where none was; refuses NOT_FOUND, and NOT_OFFERED where the doctor does not offer it or nobody does any more. */
export function mustOffer(visitTypeId: string | undefined, row: OfferedRow | undefined): VisitType | undefined {
  if (visitTypeId === undefined) return undefined
  const found = row ?? refuse('NOT_FOUND')
  return found.offered ? visitTypeIn(found) : refuse('NOT_OFFERED')
}

/**
 * Refuses a time that is past or nearer than the kind of visit allows (TOO_SOON), too far ahead (BEYOND_HORIZON), or not to the minute one of the slots that
 * the doctor's calendar yields for it (OUTSIDE_HOURS). Whether it is taken, the database decides; whether the day is full, `takeTurn`.
 */
export function mustBeOffered(calendar: Calendar, wanted: Slot, now: Date, terms?: Terms): void {
  if (isAwayIn(calendar.away, wanted)) refuse('OUTSIDE_HOURS', { detail: 'The doctor is away' })
  if (isTooSoon(wanted.start, now, terms?.noticeMinutes)) refuse('TOO_SOON')
  if (isBeyondHorizon(wanted.start, now, terms?.horizonDays)) refuse('BEYOND_HORIZON')
  if (isClosed(wanted, calendar.closed)) refuse('OUTSIDE_HOURS', { detail: 'The clinic is closed' })
  for (const slot of slotsBetween(calendar, wanted.start, wanted.end, terms?.minutes)) {
    if (slot.start.getTime() === wanted.start.getTime() && slot.end.getTime() === wanted.end.getTime()) return
  }
  refuse('OUTSIDE_HOURS')
}

/** Whether a visit that stands could be with this doctor at its time: within hours, not away, the clinic open. Whether it is taken, the database decides. */
export function isThere(calendar: Calendar, time: Slot): boolean {
  return !isAwayIn(calendar.away, time) && !isClosed(time, calendar.closed) && worksAt(calendar, time)
}

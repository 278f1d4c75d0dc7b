import { refuse } from '../../platform/refusal.ts'
import { type Calendar, isAwayIn, isBeyondHorizon, type Slot, slotsBetween } from '../doctors/index.ts'

/** Milliseconds; how long after a visit its doctor still reaches the chart. */
const followUp = 90 * 86_400_000

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

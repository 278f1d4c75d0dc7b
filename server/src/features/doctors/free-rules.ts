import { refuse } from '../../platform/refusal.ts'
import { type Hours, type Slot, slotsBetween } from './slot-rules.ts'
import { type Away, isAwayIn } from './vacation-rules.ts'

const dayMs = 86_400_000
/** Days; how far ahead a visit can be booked. */
export const horizonDays = 365
/** Days; how far the directory looks for the first free slot. */
export const firstFreeDays = 14

export type Calendar = { hours: readonly Hours[]; timeZone: string; away: Away | undefined }
export type NoSlots = 'vacation' | 'full' | 'no-hours' | 'beyond-horizon'

/** Refuses BAD_REQUEST for a range that is empty or longer than `mostDays`. */
export function mustBeRange(from: Date, to: Date, mostDays: number): void {
  if (to <= from) refuse('BAD_REQUEST', { errors: [{ field: 'from', reason: 'must lie before to' }] })
  if (to.getTime() - from.getTime() > mostDays * dayMs) {
    refuse('BAD_REQUEST', { errors: [{ field: 'to', reason: `must lie at most ${mostDays} days after from` }] })
  }
}

export function isBeyondHorizon(start: Date, now: Date): boolean {
  return start > daysAfter(now, horizonDays)
}

export function daysAfter(now: Date, days: number): Date {
  return new Date(now.getTime() + days * dayMs)
}

/** Free slots within [from, to), or why there are none. `busy` are taken times in order of their start, without overlap. */
export function freeSlots(calendar: Calendar, busy: readonly Slot[], from: Date, to: Date, now: Date): { items: Slot[]; none?: NoSlots } {
  const { away } = calendar
  if (away && away.from <= from && (away.until === undefined || to <= away.until)) return { items: [], none: 'vacation' }
  if (isBeyondHorizon(from, now)) return { items: [], none: 'beyond-horizon' }
  const offered = [...slotsBetween(calendar.hours, calendar.timeZone, from, to)]
  const near = offered.filter((slot) => !isBeyondHorizon(slot.start, now))
  const there = near.filter((slot) => !isAwayIn(away, slot))
  const items = [...untaken(there, busy, now)]
  if (items.length > 0) return { items }
  if (near.length > 0 && there.length === 0) return { items, none: 'vacation' }
  return { items, none: offered.length === 0 ? 'no-hours' : near.length === 0 ? 'beyond-horizon' : 'full' }
}

/** The start of the first free slot of the coming days, if there is one. */
export function firstFree(calendar: Calendar, busy: readonly Slot[], now: Date): Date | undefined {
  const slots = slotsBetween(calendar.hours, calendar.timeZone, now, daysAfter(now, firstFreeDays))
  for (const slot of untaken(slots, busy, now)) if (!isAwayIn(calendar.away, slot)) return slot.start
  return undefined
}

/** Both lists run forward in time, so each is walked once. */
function* untaken(slots: Iterable<Slot>, busy: readonly Slot[], now: Date): Generator<Slot> {
  let next = 0
  for (const slot of slots) {
    let taken = busy[next]
    while (taken && taken.end <= slot.start) {
      next += 1
      taken = busy[next]
    }
    if (slot.start > now && !(taken && taken.start < slot.end)) yield slot
  }
}

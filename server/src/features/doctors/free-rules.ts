import type { noSlots } from '@wardkeep/contract/doctors.ts'
import { refuse } from '../../platform/refusal.ts'
import type { VisitType } from '../visit-types/index.ts'
import type { Calendar, Slot, Taken } from './calendar.ts'
import { type DatedSlot, dateOf, slotsBetween } from './slot-rules.ts'
import { isAwayIn } from './vacation-rules.ts'

const minuteMs = 60_000
const dayMs = 86_400_000
/** Days; how far ahead a visit can be booked. */
export const horizonDays = 365
/** Days; how far the directory looks for the first free slot. */
export const firstFreeDays = 14

export type NoSlots = (typeof noSlots)[number]
/** What of a kind of visit decides when it can be booked. */
export type Terms = Pick<VisitType, 'id' | 'minutes' | 'bufferBefore' | 'bufferAfter' | 'noticeMinutes' | 'horizonDays' | 'dailyCap'>

/** Refuses BAD_REQUEST for a range that is empty or longer than `mostDays`. */
export function mustBeRange(from: Date, to: Date, mostDays: number): void {
  if (to <= from) refuse('BAD_REQUEST', { errors: [{ field: 'from', reason: 'must lie before to' }] })
  if (to.getTime() - from.getTime() > mostDays * dayMs) {
    refuse('BAD_REQUEST', { errors: [{ field: 'to', reason: `must lie at most ${mostDays} days after from` }] })
  }
}

export function isBeyondHorizon(start: Date, now: Date, days = horizonDays): boolean {
  return start > daysAfter(now, days)
}

/** A visit that starts this very moment is past, whatever its notice. */
export function isTooSoon(start: Date, now: Date, noticeMinutes = 0): boolean {
  return start <= now || start.getTime() < now.getTime() + noticeMinutes * minuteMs
}

export function isClosed({ start, end }: Slot, closed: readonly Slot[]): boolean {
  return closed.some((time) => time.start < end && start < time.end)
}

export function daysAfter(now: Date, days: number): Date {
  return new Date(now.getTime() + days * dayMs)
}

/** What must be read of a doctor's taken times to judge the slots of a span: the whole of its days, whose visits a daily cap counts, and what buffers reach. */
export function busySpan({ from, to }: { from: Date; to: Date }): { from: Date; to: Date } {
  return { from: daysAfter(from, -1.1), to: daysAfter(to, 1.1) }
}

/** Free slots within [from, to), of a kind of visit or as the hours are cut, or why there are none. */
export function freeSlots(
  calendar: Calendar,
  taken: Taken,
  from: Date,
  to: Date,
  now: Date,
  terms?: Terms,
): { items: DatedSlot[]; none?: NoSlots } {
  const { away } = calendar
  if (away && away.from <= from && (away.until === undefined || to <= away.until)) return { items: [], none: 'vacation' }
  const isFar = (start: Date) => isBeyondHorizon(start, now, terms?.horizonDays)
  if (isFar(from)) return { items: [], none: 'beyond-horizon' }
  const offered = [...slotsBetween(calendar, from, to, terms?.minutes)]
  const open = offered.filter((slot) => !isClosed(slot, calendar.closed))
  const near = open.filter(({ start }) => !isFar(start))
  const there = near.filter((slot) => !isAwayIn(away, slot))
  const early = there.filter(({ start }) => !isTooSoon(start, now, terms?.noticeMinutes))
  const items = [...untaken(early, taken, calendar.timeZone, terms)]
  if (items.length > 0) return { items }
  if (offered.length === 0) return { items, none: 'no-hours' }
  if (open.length === 0) return { items, none: 'holiday' }
  if (near.length === 0) return { items, none: 'beyond-horizon' }
  if (there.length === 0) return { items, none: 'vacation' }
  return { items, none: early.length === 0 ? 'too-soon' : 'full' }
}

/** The first free slot within [from, to), if there is one. */
export function firstFree(
  calendar: Calendar,
  taken: Taken,
  { from, to }: { from: Date; to: Date },
  now: Date,
  terms?: Terms,
): Slot | undefined {
  for (const slot of untaken(bookable(calendar, from, to, now, terms), taken, calendar.timeZone, terms)) return slot
  return undefined
}

function* bookable(calendar: Calendar, from: Date, to: Date, now: Date, terms: Terms | undefined): Generator<DatedSlot> {
  for (const slot of slotsBetween(calendar, from, to, terms?.minutes)) {
    if (isBeyondHorizon(slot.start, now, terms?.horizonDays)) return
    if (isAwayIn(calendar.away, slot) || isClosed(slot, calendar.closed)) continue
    if (!isTooSoon(slot.start, now, terms?.noticeMinutes)) yield slot
  }
}

/** Slots, in order of their starts, that with their buffers no taken time touches and that the date has visits left for. */
function* untaken(slots: Iterable<DatedSlot>, { busy, starts }: Taken, timeZone: string, terms: Terms | undefined): Generator<DatedSlot> {
  const taken = apart(busy)
  const full = fullDates(starts, timeZone, terms)
  const before = (terms?.bufferBefore ?? 0) * minuteMs
  const after = (terms?.bufferAfter ?? 0) * minuteMs
  let next = 0
  for (const slot of slots) {
    const from = slot.start.getTime() - before
    while (next < taken.length && (taken[next]?.to ?? 0) <= from) next += 1
    const isTaken = (taken[next]?.from ?? Infinity) < slot.end.getTime() + after
    if (!isTaken && !full.has(slot.date)) yield slot
  }
}

/** Taken times in order and apart from one another, so that both lists are walked once. Milliseconds. */
function apart(busy: readonly Slot[]): { from: number; to: number }[] {
  const times = busy.map(({ start, end }) => ({ from: start.getTime(), to: end.getTime() })).sort((one, other) => one.from - other.from)
  const found: { from: number; to: number }[] = []
  for (const time of times) {
    const last = found.at(-1)
    if (last && time.from <= last.to) last.to = Math.max(last.to, time.to)
    else found.push(time)
  }
  return found
}

/** The doctor's dates on which as many visits of the kind begin as one date may hold. */
function fullDates(starts: readonly Date[], timeZone: string, terms: Terms | undefined): Set<string> {
  const dailyCap = terms?.dailyCap ?? undefined
  if (dailyCap === undefined) return new Set()
  const counts = Map.groupBy(starts, (start) => dateOf(start, timeZone).toString())
  return new Set([...counts].filter(([, visits]) => visits.length >= dailyCap).map(([date]) => date))
}

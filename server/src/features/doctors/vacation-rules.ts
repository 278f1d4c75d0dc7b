// Away is a span of time: what lies in it is not offered, what lies outside is. Redirects never run in a circle at any instant (promise of feature F52).
import { vacationDays } from '@wardkeep/contract/vacations.ts'
import { Temporal } from 'temporal-polyfill'
import { instantIn, isCalendarDate } from '../../platform/instants.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Away, Slot } from './calendar.ts'

export type AwayRow = { vacation_from: Date | null; vacation_until: Date | null }
export type AbsentRow = AwayRow & { id: string; stand_in_id: string | null }
export type StandInRow = AbsentRow & { profile: Buffer; time_zone: string }

const dayMs = 86_400_000

export function awayIn({ vacation_from: from, vacation_until: until }: AwayRow): Away | undefined {
  return from === null ? undefined : { from, until: until ?? undefined }
}

export function isAwayIn(away: Away | undefined, slot: Slot): boolean {
  return away !== undefined && away.from < slot.end && (away.until === undefined || slot.start < away.until)
}

type Wanted = { from?: string; until?: string }

/** The span that was asked for. Refuses BAD_REQUEST, by field, where it is over, runs backwards, is longer than a year or more than one ahead. */
export function mustBeAway({ from: first, until: last }: Wanted, timeZone: string, now: Date): Away {
  const from = first === undefined ? now : instantOf(first, 'from', timeZone)
  const until = last === undefined ? undefined : instantOf(last, 'until', timeZone)
  if (until && until <= from) refuse('BAD_REQUEST', { errors: [{ field: 'until', reason: 'must lie after from' }] })
  if (until && until <= now) refuse('BAD_REQUEST', { errors: [{ field: 'until', reason: 'has passed' }] })
  if (from.getTime() > now.getTime() + vacationDays * dayMs) {
    refuse('BAD_REQUEST', { errors: [{ field: 'from', reason: `must lie at most ${vacationDays} days ahead` }] })
  }
  if (until && until.getTime() - from.getTime() > vacationDays * dayMs) {
    refuse('BAD_REQUEST', { errors: [{ field: 'until', reason: `must lie at most ${vacationDays} days after from` }] })
  }
  return { from, until }
}

/** A date is the whole day: it begins with its first minute on the doctor's calendar, and ends with the first of the next. */
function instantOf(text: string, field: 'from' | 'until', timeZone: string): Date {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return instantIn(text, field)
  if (!isCalendarDate(text)) return refuse('BAD_REQUEST', { errors: [{ field, reason: 'is not a date between 1900 and 2199' }] })
  const day = Temporal.PlainDate.from(text).add({ days: field === 'until' ? 1 : 0 })
  return new Date(day.toZonedDateTime(timeZone).epochMilliseconds)
}

/** The same way back: a date where the span begins or ends with a day of the doctor's calendar, else the instant. */
export function toldAs(at: Date, field: 'from' | 'until', timeZone: string): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone)
  if (zoned.epochMilliseconds !== zoned.startOfDay().epochMilliseconds) return at.toISOString()
  return zoned
    .toPlainDate()
    .subtract({ days: field === 'until' ? 1 : 0 })
    .toString()
}

type Skilled = { id: string; specialties: readonly string[] }

/** Whether one doctor can see the patients of another: they have a specialty in common, or the other has none. */
export function canStandIn(absent: Skilled, other: Skilled): boolean {
  const named = (one: string) => one.toLowerCase()
  const theirs = new Set(other.specialties.map(named))
  return absent.id !== other.id && (absent.specialties.length === 0 || absent.specialties.some((one) => theirs.has(named(one))))
}

/**
 * Whether patients sent to a stand-in would at some instant be sent back: each on the way is away then, and names the next. Vacations that
 * do not meet make no circle.
 */
export function isCircle(doctorId: string, away: Away, standInId: string, absent: readonly AbsentRow[]): boolean {
  const byId = new Map(absent.map((row) => [row.id, row]))
  let span: Away | undefined = away
  let next: string | null = standInId
  const passed = new Set<string>()
  while (next !== null && span !== undefined && !passed.has(next)) {
    if (next === doctorId) return true
    passed.add(next)
    const row = byId.get(next)
    const theirs: Away | undefined = row && awayIn(row)
    span = theirs && common(span, theirs)
    next = row?.stand_in_id ?? null
  }
  return false
}

function common(one: Away, other: Away): Away | undefined {
  const from = one.from > other.from ? one.from : other.from
  const until = one.until === undefined || (other.until && other.until < one.until) ? other.until : one.until
  return until === undefined || from < until ? { from, until } : undefined
}

/** Who is there in place of a doctor during a slot: the stand-in, or where that one is away too, theirs, and so on; nobody where the line ends. */
export function standInAt<R extends AbsentRow>({ stand_in_id: first }: AbsentRow, slot: Slot, standIns: readonly R[]): R | undefined {
  const byId = new Map(standIns.map((row) => [row.id, row]))
  let next = first
  for (let steps = 0; next !== null && steps <= standIns.length; steps += 1) {
    const row = byId.get(next)
    if (row === undefined) return undefined
    if (!isAwayIn(awayIn(row), slot)) return row
    next = row.stand_in_id
  }
  return undefined
}

// What is open on one date: the weekly hours that hold on it, less what was removed, and what was added for it.
import type { Hours, Override } from './calendar.ts'

/** Minutes since midnight on the wall clock; half-open. */
export type Window = { fromMinute: number; toMinute: number }
/** Opened time; visits in it start every so many minutes from its beginning on. */
export type Opened = Window & { slotMinutes: number }

/** Minutes between two starts in added time, where neither it nor the weekly hours say. */
const usualMinutes = 30

/** What is open on a date (`YYYY-MM-DD`, `weekday` as in ISO 8601), in order of time. What was added stands, whatever was removed. */
export function openedOn(hours: readonly Hours[], overrides: readonly Override[], date: string, weekday: number): Opened[] {
  const ofDay = overrides.filter((override) => override.date === date)
  const added = ofDay.filter(({ kind }) => kind === 'add').map((override) => openedBy(override, hours))
  return [...leftOf(hours, ofDay, date, weekday), ...added].sort((one, other) => one.fromMinute - other.fromMinute)
}

/** What is left of the weekly hours on a date. The grid of a rule stays where it was: what follows a gap starts at its next point. */
export function leftOf(hours: readonly Hours[], overrides: readonly Override[], date: string, weekday: number): Opened[] {
  const removed = overrides.filter((override) => override.date === date && override.kind === 'remove')
  return hours
    .filter((rule) => rule.weekday === weekday && holdsOn(rule, date))
    .flatMap((rule) => removed.reduce((parts: Opened[], gap) => parts.flatMap((part) => without(part, gap)), [rule]))
}

export function overlap(one: Window, other: Window): boolean {
  return one.fromMinute < other.toMinute && other.fromMinute < one.toMinute
}

/** ISO dates sort as text. */
function holdsOn({ validFrom, validUntil }: Hours, date: string): boolean {
  return (validFrom === null || validFrom <= date) && (validUntil === null || date <= validUntil)
}

function openedBy({ fromMinute, toMinute, slotMinutes }: Override, hours: readonly Hours[]): Opened {
  return { fromMinute, toMinute, slotMinutes: slotMinutes ?? shortest(hours) }
}

function shortest(hours: readonly Hours[]): number {
  return hours.length === 0 ? usualMinutes : Math.min(...hours.map((rule) => rule.slotMinutes))
}

function without(part: Opened, gap: Window): Opened[] {
  if (!overlap(part, gap)) return [part]
  const { fromMinute, toMinute, slotMinutes } = part
  const next = fromMinute + Math.ceil((gap.toMinute - fromMinute) / slotMinutes) * slotMinutes
  return [
    ...(gap.fromMinute > fromMinute ? [{ fromMinute, toMinute: gap.fromMinute, slotMinutes }] : []),
    ...(next < toMinute ? [{ fromMinute: next, toMinute, slotMinutes }] : []),
  ]
}

import { Temporal } from 'temporal-polyfill'
import type { Place } from './place.ts'

/** FHIR R4, 2.24.0.1: a year (there is no year 0), a month, a day, or an instant with seconds and an offset of at most 14 hours. */
const dateTime = /^(?!0000)\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00))?)?)?$/

export type Span = { start?: string; end?: string }

/** A FHIR dateTime as given; one that is not on the calendar is refused. */
export function readDateTime(at: Place): string {
  const given = at.text()
  return dateTime.test(given) && isReal(given) ? given : at.refuse('is not a date or time of FHIR R4')
}

/** A whole day, YYYY-MM-DD. */
export function readDay(at: Place): string {
  const given = readDateTime(at)
  return given.length === 10 ? given : at.refuse('must be a whole date')
}

/**
 * When something began and ended: the first of `starts` and of `ends` that the resource has. A field may be a dateTime, or a
 * Period, which gives both. Refuses an end before its start.
 */
export function readSpan(at: Place, starts: readonly string[], ends: readonly string[]): Span {
  const opening = firstOf(at, starts)
  const closing = firstOf(at, ends)
  const start = opening?.isText() ? readDateTime(opening) : mayDateTime(opening, 'start')
  const period = opening?.isText() ? undefined : mayDateTime(opening, 'end')
  const end = closing?.isText() ? readDateTime(closing) : (mayDateTime(closing, 'end') ?? period)
  if (start && end && isBefore(end, start)) (closing ?? opening ?? at).refuse('ends before it starts')
  return { ...(start && { start }), ...(end && { end }) }
}

function firstOf(at: Place, names: readonly string[]): Place | undefined {
  for (const name of names) {
    const found = at.may(name)
    if (found) return found
  }
  return undefined
}

function mayDateTime(at: Place | undefined, name: string): string | undefined {
  const field = at?.may(name)
  return field && readDateTime(field)
}

function isBefore(one: string, other: string): boolean {
  if (one.includes('T') && other.includes('T')) return Temporal.Instant.compare(one, other) < 0
  // A day without a zone is not comparable with an instant; nor is 2019 before 2019-05-02.
  if (one.includes('T') || other.includes('T')) return false
  const known = Math.min(one.length, other.length)
  return one.slice(0, known) < other.slice(0, known)
}

function isReal(given: string): boolean {
  try {
    if (given.includes('T')) Temporal.Instant.from(given)
    else Temporal.PlainDate.from(`${given}-01-01`.slice(0, 10))
    return true
  } catch {
    return false
  }
}

import { Temporal } from 'temporal-polyfill'
import { refuse } from './refusal.ts'

/** Years that calendars, the database and every client read alike; what lies outside is a slip of the pen. */
const firstYear = 1900
const lastYear = 2199

/** The instant that an ISO 8601 text with offset names, to the millisecond; refuses BAD_REQUEST for `field` outside the years 1900 to 2199. */
export function instantIn(text: string, field: string): Date {
  const instant = parsed(() => new Date(Temporal.Instant.from(text).epochMilliseconds))
  if (instant !== undefined && isInReach(instant.getUTCFullYear())) return instant
  return refuse('BAD_REQUEST', { errors: [{ field, reason: `is not an instant between ${firstYear} and ${lastYear}` }] })
}

/** Whether a calendar date (`YYYY-MM-DD`) exists within the same years. */
export function isCalendarDate(text: string): boolean {
  const date = parsed(() => Temporal.PlainDate.from(text))
  return date !== undefined && isInReach(date.year)
}

/** The IANA name of a time zone in its usual capitals, or undefined where there is no such zone. */
export function timeZoneNamed(text: string): string | undefined {
  return parsed(() => new Temporal.ZonedDateTime(0n, text).timeZoneId)
}

function isInReach(year: number): boolean {
  return year >= firstYear && year <= lastYear
}

function parsed<T>(parse: () => T): T | undefined {
  try {
    return parse()
  } catch (cause) {
    if (cause instanceof RangeError) return undefined
    throw cause
  }
}

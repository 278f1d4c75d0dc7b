import { calendarReasons } from '@wardkeep/contract/doctors.ts'
import { Temporal } from 'temporal-polyfill'
import { isCalendarDate } from '../../platform/instants.ts'
import { refuse } from '../../platform/refusal.ts'

/** Days; who closes for longer closes for good. */
const longest = 366

type Days = { from: string; until: string }

/** Refuses BAD_REQUEST by field for days that are no days, reversed, over, or more than a year. `today` is the organisation's date. */
export function mustBeDays({ from, until }: Days, today: string): void {
  if (!isCalendarDate(from)) refuse('BAD_REQUEST', { errors: [{ field: 'from', reason: calendarReasons.noDay }] })
  if (!isCalendarDate(until)) refuse('BAD_REQUEST', { errors: [{ field: 'until', reason: calendarReasons.noDay }] })
  if (until < from) refuse('BAD_REQUEST', { errors: [{ field: 'until', reason: calendarReasons.daysReversed }] })
  if (until < today) refuse('BAD_REQUEST', { errors: [{ field: 'until', reason: calendarReasons.past }] })
  if (Temporal.PlainDate.from(from).until(until).days >= longest) {
    refuse('BAD_REQUEST', { errors: [{ field: 'until', reason: calendarReasons.long }] })
  }
}

/** [from, to) as real time: from midnight to midnight of the organisation's own time zone, wherever its doctors are. */
export function closedTime({ from, until }: Days, timeZone: string): { from: Date; to: Date } {
  const midnight = (day: Temporal.PlainDate) => new Date(day.toZonedDateTime(timeZone).epochMilliseconds)
  return { from: midnight(Temporal.PlainDate.from(from)), to: midnight(Temporal.PlainDate.from(until).add({ days: 1 })) }
}

/** The date (`YYYY-MM-DD`) that a clock in the zone shows. */
export function dateIn(instant: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString()
}

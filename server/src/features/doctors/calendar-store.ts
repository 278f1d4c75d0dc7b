import { type Statement, sql } from '../../platform/database.ts'
import { type ClosedRow, closedTime, listClosed } from '../holidays/index.ts'
import { findOffered, type OfferedRow } from '../visit-types/index.ts'
import type { Calendar, Override } from './calendar.ts'
import { hoursIn, listHours } from './hours-store.ts'
import { type DoctorRow, findDoctor, type HoursRow, type OverrideRow, overrideColumns, type Span } from './store.ts'
import { awayIn } from './vacation-rules.ts'

/** Of what a doctor's calendar within a span is made, and the kind of visit that is asked for, if one is: for `calendarIn` and `mustOffer`. */
export function readCalendar(
  doctorId: string,
  span: Span,
  visitTypeId?: string,
): [Statement<DoctorRow>, Statement<HoursRow>, Statement<OverrideRow>, Statement<ClosedRow>, Statement<OfferedRow>] {
  const { first, last } = datesAround(span)
  return [
    findDoctor(doctorId),
    listHours(doctorId),
    listOverrides(doctorId, first, last),
    listClosed(first, last),
    findOffered(visitTypeId, doctorId),
  ]
}

export function calendarIn(
  doctor: Pick<DoctorRow, 'time_zone' | 'vacation_from' | 'vacation_until'>,
  hours: readonly HoursRow[],
  overrides: readonly OverrideRow[],
  closed: readonly ClosedRow[],
): Calendar {
  return {
    hours: hours.map(hoursIn),
    overrides: overrides.map(overrideIn),
    timeZone: doctor.time_zone,
    away: awayIn(doctor),
    closed: closed.map((row) => closedIn(row)),
  }
}

export function closedIn(row: ClosedRow): { start: Date; end: Date } {
  const { from, to } = closedTime(row, row.time_zone)
  return { start: from, end: to }
}

/** Overrides of a doctor between two dates, both included. */
export function listOverrides(doctorId: string, first: string, last: string): Statement<OverrideRow> {
  return sql<OverrideRow>(
    'overrides.of-doctor',
    `select ${overrideColumns} from date_overrides
     where tenant_id = ctx_tenant() and doctor_id = $1 and day between $2 and $3 order by day, from_minute`,
    [doctorId, first, last],
  )
}

/** Dates that hold a span in every time zone. */
export function datesAround({ from, to }: Span): { first: string; last: string } {
  const dayMs = 86_400_000
  const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  return { first: dateOf(from.getTime() - dayMs), last: dateOf(to.getTime() + dayMs) }
}

export function overrideIn(row: OverrideRow): Override {
  return { date: row.day, kind: row.kind, fromMinute: row.from_minute, toMinute: row.to_minute, slotMinutes: row.slot_minutes }
}

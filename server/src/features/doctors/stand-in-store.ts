import { type Statement, sql } from '../../platform/database.ts'
import { type ClosedRow, listClosed } from '../holidays/index.ts'
import type { Calendar } from './calendar.ts'
import { calendarIn, datesAround } from './calendar-store.ts'
import { daysAfter } from './free-rules.ts'
import { type HoursRow, hoursColumns, type OverrideRow, overrideColumns } from './store.ts'
import type { StandInRow } from './vacation-rules.ts'

/** Days; no visit is booked further ahead, whatever reason is given. */
const furthest = 731

const standIns = `select stand_in_id from doctors
  where tenant_id = ctx_tenant() and vacation_from is not null and (vacation_until is null or vacation_until > $1)`

/** Of what the calendars of all who stand in for somebody are made, from now on: for `standInCalendar`. */
export function listStandInCalendars(now: Date): [Statement<HoursRow>, Statement<OverrideRow>, Statement<ClosedRow>] {
  const { first, last } = datesAround({ from: now, to: daysAfter(now, furthest) })
  return [
    sql<HoursRow>(
      'stand-ins.hours',
      `select ${hoursColumns} from weekly_hours where tenant_id = ctx_tenant() and doctor_id in (${standIns})`,
      [now],
    ),
    sql<OverrideRow>(
      'stand-ins.overrides',
      `select ${overrideColumns} from date_overrides where tenant_id = ctx_tenant() and doctor_id in (${standIns}) and day between $2::date and $3::date`,
      [now, first, last],
    ),
    listClosed(first, last),
  ]
}

export type CalendarsRow = [HoursRow[], OverrideRow[], ClosedRow[]]

export function standInCalendar(standIn: StandInRow, [hours, overrides, closed]: CalendarsRow): Calendar {
  const theirs = ({ doctor_id: id }: { doctor_id: string }) => id === standIn.id
  return calendarIn(standIn, hours.filter(theirs), overrides.filter(theirs), closed)
}

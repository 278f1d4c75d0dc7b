import { type Statement, sql } from '../../platform/database.ts'
import type { Permit } from '../../security/permit.ts'
import type { Holiday } from './holiday.ts'

export type HolidayRow = Holiday
/** A holiday with the organisation's time zone, in which its days are read. */
export type ClosedRow = { from: string; until: string; time_zone: string }

/** More than anybody plans ahead. */
const most = 500

/** Those that have not ended before a date (`YYYY-MM-DD`). */
export function listHolidays(from: string): Statement<HolidayRow> {
  return sql<HolidayRow>(
    'holidays.list',
    `select id, name, first_day as "from", last_day as until from clinic_holidays
     where tenant_id = ctx_tenant() and last_day >= $1::date order by first_day limit ${most}`,
    [from],
  )
}

export function findTimeZone(): Statement<{ time_zone: string }> {
  return sql<{ time_zone: string }>('holidays.time-zone', 'select time_zone from organisations where tenant_id = ctx_tenant()')
}

/** What is closed between two dates. */
export function listClosed(from: string, until: string): Statement<ClosedRow> {
  return sql<ClosedRow>(
    'holidays.closed',
    `select h.first_day as "from", h.last_day as until, o.time_zone from clinic_holidays h join organisations o on o.tenant_id = h.tenant_id
     where h.tenant_id = ctx_tenant() and h.last_day >= $1::date and h.first_day <= $2::date order by h.first_day`,
    [from, until],
  )
}

/** Yields the id, or nothing where one of the days is closed already. */
export function insertHoliday(_by: Permit | 'system', { id, name, from, until }: Holiday): Statement<{ id: string }> {
  return sql<{ id: string }>(
    'holidays.insert',
    `insert into clinic_holidays (tenant_id, id, name, first_day, last_day) values (ctx_tenant(), $1, $2, $3, $4)
     on conflict do nothing returning id`,
    [id, name, from, until],
  )
}

export function findHoliday(id: string): Statement<HolidayRow> {
  return sql<HolidayRow>(
    'holidays.find',
    `select id, name, first_day as "from", last_day as until from clinic_holidays where tenant_id = ctx_tenant() and id = $1`,
    [id],
  )
}

/** Yields the id, or nothing where somebody else has just removed it. */
export function deleteHoliday(_permit: Permit, id: string): Statement<{ id: string }> {
  return sql<{ id: string }>('holidays.delete', 'delete from clinic_holidays where tenant_id = ctx_tenant() and id = $1 returning id', [id])
}

/** How many visits are booked within [from, to), of whichever doctor. */
export function countVisits({ from, to }: { from: Date; to: Date }): Statement<{ visits: number }> {
  return sql<{ visits: number }>(
    'holidays.visits',
    `select count(*)::integer as visits from appointments
     where tenant_id = ctx_tenant() and starts_at < $2 and starts_at > $1::timestamptz - interval '1 day' and ends_at > $1 and status = 'booked'`,
    [from, to],
  )
}

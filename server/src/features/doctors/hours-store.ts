import { type Statement, sql } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import type { Permit } from '../../security/permit.ts'
import type { Hours, Override } from './calendar.ts'
import type { HoursRow } from './store.ts'

export function listHours(doctorId: string): Statement<HoursRow> {
  return sql<HoursRow>(
    'hours.of-doctor',
    `select doctor_id, weekday, from_minute, to_minute, slot_minutes, valid_from, valid_until from weekly_hours
     where tenant_id = ctx_tenant() and doctor_id = $1 order by weekday, from_minute, valid_from nulls first`,
    [doctorId],
  )
}

/** One at a time may replace the hours of a doctor; nothing where row security does not let the caller. */
export function lockHours(doctorId: string): Statement<{ id: string; time_zone: string; hours_version: number }> {
  return sql<{ id: string; time_zone: string; hours_version: number }>(
    'hours.lock',
    'select id, time_zone, hours_version from doctors where tenant_id = ctx_tenant() and id = $1 for update',
    [doctorId],
  )
}

/** All hours of a doctor anew, and the next version. */
export function replaceHours(_permit: Permit, doctorId: string, timeZone: string, hours: readonly Hours[], now: Date) {
  return [
    sql(
      'hours.version',
      `update doctors set time_zone = $2, hours_version = hours_version + 1 where tenant_id = ctx_tenant() and id = $1`,
      [doctorId, timeZone],
    ),
    sql('hours.clear', 'delete from weekly_hours where tenant_id = ctx_tenant() and doctor_id = $1', [doctorId]),
    insertHours(doctorId, hours, now),
  ] as const
}

/** For imports and the demo clinic; row security admits the doctor, the system and who runs the organisation. */
export function insertHours(doctorId: string, hours: readonly Hours[], now: Date): Statement {
  return sql(
    'hours.insert',
    `insert into weekly_hours (tenant_id, id, doctor_id, weekday, from_minute, to_minute, slot_minutes, valid_from, valid_until)
     select ctx_tenant(), id, $1, weekday, from_minute, to_minute, slot_minutes, valid_from, valid_until
     from unnest($2::uuid[], $3::integer[], $4::integer[], $5::integer[], $6::integer[], $7::date[], $8::date[])
       as rule (id, weekday, from_minute, to_minute, slot_minutes, valid_from, valid_until)`,
    [
      doctorId,
      hours.map(() => newId(now)),
      hours.map((rule) => rule.weekday),
      hours.map((rule) => rule.fromMinute),
      hours.map((rule) => rule.toMinute),
      hours.map((rule) => rule.slotMinutes),
      hours.map((rule) => rule.validFrom),
      hours.map((rule) => rule.validUntil),
    ],
  )
}

/** The overrides of a doctor from a date on anew; those before it are history and stay. */
export function replaceOverrides(
  _permit: Permit,
  doctorId: string,
  from: string,
  overrides: readonly Override[],
  now: Date,
): [Statement, Statement] {
  return [
    sql('overrides.clear', 'delete from date_overrides where tenant_id = ctx_tenant() and doctor_id = $1 and day >= $2::date', [
      doctorId,
      from,
    ]),
    sql(
      'overrides.insert',
      `insert into date_overrides (tenant_id, id, doctor_id, day, kind, from_minute, to_minute, slot_minutes)
       select ctx_tenant(), id, $1, day, kind, from_minute, to_minute, slot_minutes
       from unnest($2::uuid[], $3::date[], $4::text[], $5::integer[], $6::integer[], $7::integer[])
         as changed (id, day, kind, from_minute, to_minute, slot_minutes)`,
      [
        doctorId,
        overrides.map(() => newId(now)),
        overrides.map((override) => override.date),
        overrides.map((override) => override.kind),
        overrides.map((override) => override.fromMinute),
        overrides.map((override) => override.toMinute),
        overrides.map((override) => override.slotMinutes),
      ],
    ),
  ]
}

export function hoursIn(row: HoursRow): Hours {
  return {
    weekday: row.weekday,
    fromMinute: row.from_minute,
    toMinute: row.to_minute,
    slotMinutes: row.slot_minutes,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
  }
}

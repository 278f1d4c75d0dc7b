import type { TimedKey } from '../../platform/cursor.ts'
import { type Statement, sql } from '../../platform/database.ts'
import { actingFor } from '../../security/care-store.ts'
import type { Permit } from '../../security/permit.ts'
import type { Sealed } from '../../security/vault/index.ts'
import type { EntryRow } from './entry.ts'

/** Requests that stand at `$1`, each with the offer that is open then. */
const entries = `select e.id, e.patient_id, e.wish, e.from_date::text, e.until_date::text, e.asked_at, ${actingFor('e.patient_id')} as acting,
    p.profile as patient_profile, e.doctor_id, d.profile as doctor_profile, o.id as offer_id, o.doctor_id as offer_doctor,
    od.profile as offer_profile, od.time_zone as offer_zone, o.starts_at as offer_start, o.ends_at as offer_end, o.expires_at as offer_expires
  from waitlist_entries e
  join patients p on p.tenant_id = e.tenant_id and p.id = e.patient_id
  left join doctors d on d.tenant_id = e.tenant_id and d.id = e.doctor_id
  left join waitlist_offers o on o.tenant_id = e.tenant_id and o.entry_id = e.id and o.ended_at is null and o.expires_at > $1
  left join doctors od on od.tenant_id = o.tenant_id and od.id = o.doctor_id
  where e.tenant_id = ctx_tenant() and e.ended_at is null and e.ends_at > $1`

export type LinePage = { now: Date; patientId: string | undefined; after: TimedKey | undefined; rows: number }

/** In the order of the line, or of one patient in it: another statement, or their place would be sought in the whole line. */
export function listEntries({ now, patientId, after, rows }: LinePage): Statement<EntryRow> {
  return sql<EntryRow>(
    `waitlist.list${patientId === undefined ? '' : '-of-one'}`,
    `${entries}${patientId === undefined ? '' : ' and e.patient_id = $5'}
       and (e.asked_at, e.id) > (coalesce($2::timestamptz, '-infinity'), coalesce($3::uuid, '00000000-0000-0000-0000-000000000000'))
     order by e.asked_at, e.id limit $4`,
    [now, after?.at, after?.id, rows, ...(patientId === undefined ? [] : [patientId])],
  )
}

export function findEntry(id: string, now: Date): Statement<EntryRow> {
  return sql<EntryRow>('waitlist.find', `${entries} and e.id = $2`, [now, id])
}

export type LockedEntry = { id: string; patient_id: string; acting: boolean | null; open: boolean; wish: Buffer }

export function lockEntry(id: string, now: Date): Statement<LockedEntry> {
  return sql<LockedEntry>(
    'waitlist.lock',
    `select e.id, e.patient_id, ${actingFor('e.patient_id')} as acting, e.ended_at is null and e.ends_at > $2 as open, e.wish
     from waitlist_entries e where e.tenant_id = ctx_tenant() and e.id = $1 for update of e`,
    [id, now],
  )
}

/** Requests of one patient are made one after the other, so that their number is exact; those whose days have passed are ended on the way. */
export function lockWaiting(patientId: string, now: Date): [Statement, Statement, Statement<{ waiting: number }>] {
  return [
    sql('waitlist.turn', `select pg_advisory_xact_lock(hashtextextended('wardkeep waitlist ' || $1, 0))::text`, [patientId]),
    sql(
      'waitlist.end-passed',
      `update waitlist_entries set ended_at = $2, ending = 'over'
       where tenant_id = ctx_tenant() and patient_id = $1 and ended_at is null and ends_at <= $2`,
      [patientId, now],
    ),
    sql<{ waiting: number }>(
      'waitlist.count',
      'select count(*)::integer as waiting from waitlist_entries where tenant_id = ctx_tenant() and patient_id = $1 and ended_at is null',
      [patientId],
    ),
  ]
}

export type NewEntry = {
  id: string
  patientId: string
  doctorId: string | undefined
  wish: Sealed
  from: string
  until: string
  endsAt: Date
}

/** No row where the patient waits for this doctor already. */
export function insertEntry(_permit: Permit, entry: NewEntry, now: Date): Statement<{ id: string }> {
  return sql<{ id: string }>(
    'waitlist.insert',
    `insert into waitlist_entries (tenant_id, id, patient_id, doctor_id, wish, from_date, until_date, ends_at, asked_by, asked_at)
     values (ctx_tenant(), $1, $2, $3, $4, $5, $6, $7, ctx_user(), $8) on conflict do nothing returning id`,
    [entry.id, entry.patientId, entry.doctorId, entry.wish.bytes, entry.from, entry.until, entry.endsAt, now],
  )
}

export function endEntry(_by: Permit | 'system', id: string, ending: 'booked' | 'withdrawn' | 'over', now: Date): Statement {
  return sql(
    'waitlist.end',
    'update waitlist_entries set ended_at = $3, ending = $2 where tenant_id = ctx_tenant() and id = $1 and ended_at is null',
    [id, ending, now],
  )
}

export function findSettings(): Statement<{ time_zone: string; waitlist_minutes: number }> {
  return sql('waitlist.settings', 'select time_zone, waitlist_minutes from organisations where tenant_id = ctx_tenant()')
}

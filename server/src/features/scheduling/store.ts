import type { TimedKey } from '../../platform/cursor.ts'
import { type Statement, sql } from '../../platform/database.ts'
import { actingFor } from '../../security/care-store.ts'
import type { Permit } from '../../security/permit.ts'
import type { Relation } from '../../security/policy.ts'
import { Sealed } from '../../security/vault/index.ts'
import { changeUntil } from './rules.ts'
import type { CancellationReason, Visit } from './visit.ts'

export type VisitRow = {
  id: string
  patient_id: string
  doctor_id: string
  start: Date
  end: Date
  status: Visit['status']
  version: number
  details: Buffer
  time_zone: string
  doctor_profile: Buffer
  patient_profile: Buffer | null
  acting: boolean | null
  change_id: string | null
  change_reason: CancellationReason | null
  change_at: Date | null
  change_details: Buffer | null
  replaces: string | null
  room_id: string | null
  room_name: string | null
  type_id: string | null
  type_name: string | null
  buffer_before: number
  buffer_after: number
  late_cancel_hours: number
}

// The patient is joined loosely: row security hides the profile from a doctor whose reach has ended, and the visit still lists.
export const visits = `select a.id, a.patient_id, a.doctor_id, a.starts_at as start, upper(a.during) as "end", a.status, a.version, a.details,
    d.time_zone, d.profile as doctor_profile, p.profile as patient_profile, ${actingFor('a.patient_id')} as acting,
    c.id as change_id, c.reason as change_reason, c.at as change_at, c.details as change_details,
    a.replaces, r.id as room_id, r.name as room_name, a.visit_type_id as type_id, t.name as type_name, a.buffer_before, a.buffer_after,
    o.late_cancel_hours
  from appointments a
  join organisations o on o.tenant_id = a.tenant_id
  join doctors d on d.tenant_id = a.tenant_id and d.id = a.doctor_id
  left join patients p on p.tenant_id = a.tenant_id and p.id = a.patient_id
  left join visit_types t on t.tenant_id = a.tenant_id and t.id = a.visit_type_id
  left join rooms r on r.tenant_id = a.tenant_id and r.id = a.room_id
  left join appointment_changes c on c.tenant_id = a.tenant_id and c.appointment_id = a.id and c.status = 'cancelled'
  where a.tenant_id = ctx_tenant()`

export type VisitPage = {
  from: Date | undefined
  to: Date | undefined
  after: TimedKey | undefined
  rows: number
  patientId?: string | undefined
}

/** The visits that a relation reaches; row security holds the same line underneath. */
export const reachedBy: Partial<Record<Relation, string>> = {
  self: 'a.patient_id = ctx_patient()',
  schedule: 'a.doctor_id = ctx_doctor()',
  organisation: 'true',
  booker: 'true',
}

/** A page in order of start and id, of the visits that start within [from, to). */
export function listVisits(relation: Relation, { from, to, after, rows, patientId }: VisitPage): Statement<VisitRow> {
  return sql<VisitRow>(
    `visits.of-${relation}${patientId === undefined ? '' : '-of-one'}`,
    `${visits} and ${reachedBy[relation] ?? 'false'} ${patientId === undefined ? '' : 'and a.patient_id = $6'}
       and a.starts_at >= coalesce($1::timestamptz, '-infinity') and a.starts_at < coalesce($2::timestamptz, 'infinity')
       and (a.starts_at, a.id) > (coalesce($3::timestamptz, '-infinity'), coalesce($4::uuid, '00000000-0000-0000-0000-000000000000'))
     order by a.starts_at, a.id limit $5`,
    [from, to, after?.at, after?.id, rows, ...(patientId === undefined ? [] : [patientId])],
  )
}

export function findVisit(id: string): Statement<VisitRow> {
  return sql<VisitRow>('visits.find', `${visits} and a.id = $1`, [id])
}

/** Those of a series that were booked, in order of time. */
export function listSeries(seriesId: string): Statement<VisitRow> {
  return sql<VisitRow>('visits.of-series', `${visits} and a.series_id = $1 order by a.starts_at, a.id`, [seriesId])
}

export function lockVisit(id: string): Statement<VisitRow> {
  return sql<VisitRow>('visits.lock', `${visits} and a.id = $1 for update of a`, [id])
}

export type NewVisit = {
  id: string
  patientId: string
  doctorId: string
  roomId?: string | undefined
  type?: { id: string; bufferBefore: number; bufferAfter: number } | undefined
  start: Date
  end: Date
  details: Sealed
  replaces?: string
  seriesId?: string
}

/** Its time is taken first; the database takes no visit without. Imports and the demo act as the system, whom row security admits to its own transactions alone. */
export function insertVisit(_by: Permit | 'system', visit: NewVisit, now: Date): Statement {
  return sql(
    'visits.insert',
    `insert into appointments (tenant_id, id, patient_id, doctor_id, during, details, booked_by, booked_at, room_id, replaces,
       visit_type_id, buffer_before, buffer_after, series_id)
     values (ctx_tenant(), $1, $2, $3, tstzrange($4, $5), $6, ctx_user(), $7, $8, $9, $10, $11, $12, $13)`,
    [
      ...[visit.id, visit.patientId, visit.doctorId, visit.start, visit.end, visit.details.bytes, now, visit.roomId, visit.replaces],
      ...[visit.type?.id, visit.type?.bufferBefore ?? 0, visit.type?.bufferAfter ?? 0, visit.seriesId],
    ],
  )
}

export type VisitChange = { changeId: string; status: Visit['status']; reason?: CancellationReason; details: Sealed }

/** The visit's new state, and the row that says who changed it, when and why. */
export function changeVisit(
  _permit: Permit,
  id: string,
  { changeId, status, reason, details }: VisitChange,
  now: Date,
): [Statement, Statement] {
  return [
    sql(
      'visits.set-status',
      `update appointments set status = $2, cancelled_at = case when $2 = 'cancelled' then $3::timestamptz end, version = version + 1
       where tenant_id = ctx_tenant() and id = $1`,
      [id, status, now],
    ),
    sql(
      'visits.change',
      `insert into appointment_changes (tenant_id, id, appointment_id, status, reason, details, by_user, at)
       values (ctx_tenant(), $1, $2, $3, $4, $5, ctx_user(), $6)`,
      [changeId, id, status, reason, details.bytes, now],
    ),
  ]
}

/** Lets those who move visits of one calendar, or count them, do so one after the other; what only books need not wait. Calendars come in one order. */
export function lockCalendars(resources: readonly string[]): Statement {
  return sql(
    'calendars.lock',
    `select pg_advisory_xact_lock(hashtextextended('wardkeep calendar ' || ctx_tenant()::text || r.id, 0))::text
     from unnest($1::text[]) with ordinality r (id, place) order by r.place`,
    [resources],
  )
}

export function visitIn(row: VisitRow): Visit {
  const { change_id, change_reason, change_at, change_details, room_id, room_name, type_id, type_name } = row
  return {
    id: row.id,
    patientId: row.patient_id,
    doctorId: row.doctor_id,
    acting: row.acting,
    start: row.start,
    end: row.end,
    changeUntil: changeUntil(row.start, row.late_cancel_hours),
    status: row.status,
    version: row.version,
    details: Sealed.fromDatabase(row.details),
    timeZone: row.time_zone,
    doctorProfile: Sealed.fromDatabase(row.doctor_profile),
    patientProfile: row.patient_profile === null ? undefined : Sealed.fromDatabase(row.patient_profile),
    replaces: row.replaces ?? undefined,
    room: room_id === null || room_name === null ? undefined : { id: room_id, name: room_name },
    visitType: type_id === null || type_name === null ? undefined : { id: type_id, name: type_name },
    cancellation:
      change_id === null || change_reason === null || change_at === null || change_details === null
        ? undefined
        : { id: change_id, reason: change_reason, at: change_at, details: Sealed.fromDatabase(change_details) },
  }
}

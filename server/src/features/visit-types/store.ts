import { type Statement, sql } from '../../platform/database.ts'
import type { Permit } from '../../security/permit.ts'
import type { VisitType } from './visit-type.ts'

export type VisitTypeRow = {
  id: string
  name: string
  minutes: number
  buffer_before: number
  buffer_after: number
  modality: VisitType['modality']
  notice_minutes: number
  horizon_days: number
  daily_cap: number | null
  languages: string[]
  every_doctor: boolean
  active: boolean
  version: number
  doctor_ids: string[]
}
/** With whether the doctor asked about offers it now. */
export type OfferedRow = VisitTypeRow & { offered: boolean }

const offeringDoctors = `coalesce((select array_agg(o.doctor_id order by o.doctor_id) from visit_type_doctors o
  where o.tenant_id = t.tenant_id and o.visit_type_id = t.id), '{}')`
const columns = `t.id, t.name, t.minutes, t.buffer_before, t.buffer_after, t.modality, t.notice_minutes, t.horizon_days, t.daily_cap,
  t.languages, t.every_doctor, t.active, t.version`
/** SQL: whether a doctor offers the kind of visit `t`. */
export const isOfferedBy = (doctor: string) =>
  `(t.every_doctor or exists (select from visit_type_doctors o where o.tenant_id = t.tenant_id and o.visit_type_id = t.id and o.doctor_id = ${doctor}))`

export type VisitTypePage = { doctorId: string | undefined; inactive: boolean; after: string | undefined; rows: number }

/** In the order in which they were first offered; of one doctor, those that the doctor offers. */
export function listVisitTypes({ doctorId, inactive, after, rows }: VisitTypePage): Statement<VisitTypeRow> {
  return sql<VisitTypeRow>(
    'visit-types.page',
    `select ${columns}, ${offeringDoctors} as doctor_ids from visit_types t
     where t.tenant_id = ctx_tenant() and (t.active or $2) and ($1::uuid is null or ${isOfferedBy('$1')})
       and t.id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000') order by t.id limit $4`,
    [doctorId, inactive, after, rows],
  )
}

/** What all kinds of visits are called, those that are offered no more among them: a clinic sets them up by hand. */
export function listKindNames(): Statement<KindName> {
  return sql<KindName>('visit-types.names', 'select id, name from visit_types where tenant_id = ctx_tenant()')
}
export type KindName = { id: string; name: string }

/** A kind of visit as a doctor offers it; nothing where none is asked for. Who offers it is not listed, only whether this doctor does. */
export function findOffered(id: string | undefined, doctorId: string): Statement<OfferedRow> {
  return sql<OfferedRow>(
    'visit-types.offered',
    `select ${columns}, '{}'::uuid[] as doctor_ids, t.active and ${isOfferedBy('$2')} as offered from visit_types t
     where t.tenant_id = ctx_tenant() and t.id = $1`,
    [id, doctorId],
  )
}

/** A kind of visit without regard to who offers it; nothing where none is asked for. */
export function findKind(id: string | undefined): Statement<OfferedRow> {
  return sql<OfferedRow>(
    'visit-types.kind',
    `select ${columns}, '{}'::uuid[] as doctor_ids, t.active as offered from visit_types t where t.tenant_id = ctx_tenant() and t.id = $1`,
    [id],
  )
}

/** A kind of visit with all who offer it. */
export function findVisitType(id: string): Statement<VisitTypeRow> {
  return sql<VisitTypeRow>(
    'visit-types.find',
    `select ${columns}, ${offeringDoctors} as doctor_ids from visit_types t where t.tenant_id = ctx_tenant() and t.id = $1`,
    [id],
  )
}

export function lockVisitType(id: string): Statement<{ id: string }> {
  return sql<{ id: string }>('visit-types.lock', 'select id from visit_types where tenant_id = ctx_tenant() and id = $1 for update', [id])
}

export type NewVisitType = Omit<VisitType, 'version'>

/** A new kind of visit with those who offer it. A doctor who is not of the organisation is left out. */
export function insertVisitType(_by: Permit | 'system', type: NewVisitType, now: Date): [Statement, Statement] {
  return [
    sql(
      'visit-types.insert',
      `insert into visit_types (tenant_id, id, name, minutes, buffer_before, buffer_after, modality, notice_minutes, horizon_days, daily_cap,
         languages, every_doctor, active, created_at)
       values (ctx_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [...valuesOf(type), now],
    ),
    insertOffering(type),
  ]
}

/** Everything of a kind of visit anew, and its next version. */
export function replaceVisitType(_permit: Permit, type: NewVisitType): [Statement, Statement, Statement] {
  return [
    sql(
      'visit-types.update',
      `update visit_types set name = $2, minutes = $3, buffer_before = $4, buffer_after = $5, modality = $6, notice_minutes = $7, horizon_days = $8,
         daily_cap = $9, languages = $10, every_doctor = $11, active = $12, version = version + 1 where tenant_id = ctx_tenant() and id = $1`,
      valuesOf(type),
    ),
    sql('visit-types.clear-doctors', 'delete from visit_type_doctors where tenant_id = ctx_tenant() and visit_type_id = $1', [type.id]),
    insertOffering(type),
  ]
}

export function visitTypeIn(row: VisitTypeRow): VisitType {
  return {
    id: row.id,
    name: row.name,
    minutes: row.minutes,
    bufferBefore: row.buffer_before,
    bufferAfter: row.buffer_after,
    modality: row.modality,
    noticeMinutes: row.notice_minutes,
    horizonDays: row.horizon_days,
    dailyCap: row.daily_cap,
    languages: row.languages,
    everyDoctor: row.every_doctor,
    doctorIds: row.doctor_ids,
    active: row.active,
    version: row.version,
  }
}

function insertOffering({ id, doctorIds }: NewVisitType): Statement {
  return sql(
    'visit-types.offer',
    `insert into visit_type_doctors (tenant_id, visit_type_id, doctor_id)
     select ctx_tenant(), $1, d.id from doctors d where d.tenant_id = ctx_tenant() and d.id = any ($2::uuid[])`,
    [id, doctorIds],
  )
}

function valuesOf(type: NewVisitType) {
  const { id, name, minutes, bufferBefore, bufferAfter, modality, noticeMinutes, horizonDays, dailyCap, languages, everyDoctor, active } =
    type
  return [id, name, minutes, bufferBefore, bufferAfter, modality, noticeMinutes, horizonDays, dailyCap, languages, everyDoctor, active]
}

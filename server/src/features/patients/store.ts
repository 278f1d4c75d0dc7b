import type { TimedKey } from '../../platform/cursor.ts'
import { type Statement, sql } from '../../platform/database.ts'
import { inCare } from '../../security/care-store.ts'
import type { Permit } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'

type Columns = { id: string; profile: Buffer; language: string; version: number; assigned: boolean }
export type PatientRow = { id: string; profile: Sealed; language: string; version: number; assigned: boolean }

const columns = `id, profile, language, version, ${inCare('patients.id')} as assigned`

export function findPatient(id: string): Statement<Columns> {
  return sql<Columns>('patient.find', `select ${columns} from patients where tenant_id = ctx_tenant() and id = $1`, [id])
}

export function lockPatient(id: string): Statement<Columns> {
  return sql<Columns>('patient.lock', `select ${columns} from patients where tenant_id = ctx_tenant() and id = $1 for update`, [id])
}

/** All charts that row security shows, by id. */
export function listPatients(after: string | undefined, limit: number): Statement<Columns> {
  return sql<Columns>(
    'patient.list',
    `select ${columns} from patients where tenant_id = ctx_tenant() and id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
     order by id limit $2`,
    [after, limit],
  )
}

/** The charts that a live care relation gives to the doctor of this transaction, found through the relations. */
export function listPatientsInCare(after: string | undefined, limit: number): Statement<Columns> {
  return sql<Columns>(
    'patient.list-in-care',
    `select p.id, p.profile, p.language, p.version, true as assigned
     from (select distinct r.patient_id from my_care r
           where r.patient_id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
           order by r.patient_id limit $2) mine
     join patients p on p.tenant_id = ctx_tenant() and p.id = mine.patient_id
     order by p.id`,
    [after, limit],
  )
}

export function insertPatient(patient: {
  tenantId: string
  id: string
  sourceIndex: Buffer | null
  language: string
  profile: Sealed
  now: Date
}): Statement {
  return sql(
    'patient.insert',
    `insert into patients (tenant_id, id, source_index, language, profile, created_at) values ($1, $2, $3, $4, $5, $6)`,
    [patient.tenantId, patient.id, patient.sourceIndex, patient.language, patient.profile.bytes, patient.now],
  )
}

export function updatePatient(_permit: Permit, id: string, changed: { language: string; profile: Sealed }): Statement<{ version: number }> {
  return sql<{ version: number }>(
    'patient.update',
    `update patients set language = $2, profile = $3, version = version + 1 where tenant_id = ctx_tenant() and id = $1 returning version`,
    [id, changed.language, changed.profile.bytes],
  )
}

type HistoryColumns = { id: string; happened_at: Date; entry: Buffer }
export type HistoryRow = { id: string; happenedAt: Date; entry: Sealed }

export function listHistory(
  patientId: string,
  kind: string | undefined,
  after: TimedKey | undefined,
  limit: number,
): Statement<HistoryColumns> {
  return sql<HistoryColumns>(
    'history.list',
    `select id, happened_at, entry from history_entries
     where tenant_id = ctx_tenant() and patient_id = $1 and ($2::text is null or kind = $2)
       and (happened_at, id) < (coalesce($3::timestamptz, 'infinity'), coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
     order by happened_at desc, id desc limit $5`,
    [patientId, kind, after?.at, after?.id, limit],
  )
}

export type NewHistory = { id: string; sourceIndex: Buffer; kind: string; happenedAt: string; entry: Sealed }

/** Imported entries of one patient in one statement; an entry that stands already is left as it is. Answers the ids that were new. */
export function insertHistory(tenantId: string, patientId: string, entries: readonly NewHistory[]): Statement<{ id: string }> {
  return sql<{ id: string }>(
    'history.insert',
    `insert into history_entries (tenant_id, id, patient_id, source_index, kind, happened_at, entry)
     select $1, id, $2, source_index, kind, happened_at, entry
     from unnest($3::uuid[], $4::bytea[], $5::text[], $6::timestamptz[], $7::bytea[]) as e (id, source_index, kind, happened_at, entry)
     on conflict (tenant_id, source_index) do nothing returning id`,
    [
      tenantId,
      patientId,
      entries.map((entry) => entry.id),
      entries.map((entry) => entry.sourceIndex),
      entries.map((entry) => entry.kind),
      entries.map((entry) => entry.happenedAt),
      entries.map((entry) => entry.entry.bytes),
    ],
  )
}

export function patientRow(row: Columns): PatientRow {
  return { ...row, profile: Sealed.fromDatabase(row.profile) }
}

export function historyRow(row: HistoryColumns): HistoryRow {
  return { id: row.id, happenedAt: row.happened_at, entry: Sealed.fromDatabase(row.entry) }
}

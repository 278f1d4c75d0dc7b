import type { Confidentiality } from '@wardkeep/contract/labels.ts'
import type { TimedKey } from '../../platform/cursor.ts'
import { type Statement, sql } from '../../platform/database.ts'
import { actingFor, byEmergency, inCare } from '../../security/care-store.ts'
import type { Permit } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'
import type { SealedProfile } from './profile.ts'

type Columns = {
  id: string
  profile: Buffer
  language: string
  version: number
  assigned: boolean
  emergency: boolean
  acting: boolean | null
}
export type PatientRow = {
  id: string
  profile: Sealed
  language: string
  version: number
  assigned: boolean
  emergency: boolean
  acting: boolean | null
}

const columns = `patients.id, patients.profile, patients.language, patients.version, ${inCare('patients.id')} as assigned, ${byEmergency('patients.id')} as emergency,
  ${actingFor('patients.id')} as acting`

/** Row security shows the note to nobody but who runs the clinic. */
type DetailColumns = Columns & { note: Buffer | null }
export type DetailRow = PatientRow & { note: Sealed | undefined }
const details = `${columns}, (select n.note from patient_notes n where n.tenant_id = ctx_tenant() and n.patient_id = patients.id) as note`

export function findDetails(id: string): Statement<DetailColumns> {
  return sql<DetailColumns>('patient.find-details', `select ${details} from patients where tenant_id = ctx_tenant() and id = $1`, [id])
}

export function findPatient(id: string): Statement<Columns> {
  return sql<Columns>('patient.find', `select ${columns} from patients where tenant_id = ctx_tenant() and id = $1`, [id])
}

export function lockPatient(id: string): Statement<DetailColumns> {
  return sql<DetailColumns>('patient.lock', `select ${details} from patients where tenant_id = ctx_tenant() and id = $1 for update`, [id])
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

/** The caller's own chart and those of whom they act for, found from there: a patient's list does not walk the organisation. */
export function listPatientsOfOneself(after: string | undefined, limit: number): Statement<Columns> {
  return sql<Columns>(
    'patient.list-of-oneself',
    `select ${columns} from (select ctx_patient() as id union select patient_id from my_proxied) mine
     join patients on patients.tenant_id = ctx_tenant() and patients.id = mine.id
     where mine.id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000') order by patients.id limit $2`,
    [after, limit],
  )
}

/** The charts that a live care relation gives to the doctor of this transaction, found through the relations. */
export function listPatientsInCare(after: string | undefined, limit: number): Statement<Columns> {
  return sql<Columns>(
    'patient.list-in-care',
    `select p.id, p.profile, p.language, p.version, true as assigned, ${byEmergency('p.id')} as emergency, null::boolean as acting
     from (select distinct r.patient_id from my_care r
           where r.patient_id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
           order by r.patient_id limit $2) mine
     join patients p on p.tenant_id = ctx_tenant() and p.id = mine.patient_id
     order by p.id`,
    [after, limit],
  )
}

/** All charts that row security shows and that have every token, by id; found through the first token. */
export function findPatients(tokens: readonly Buffer[], after: string | undefined, limit: number): Statement<Columns> {
  return sql<Columns>(
    'patient.search',
    `select ${columns}
     from (select t.patient_id from patient_search_tokens t
           where t.tenant_id = ctx_tenant() and t.token = $1 and t.patient_id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
             and ${hasAll('t.patient_id', '$2')}
           order by t.patient_id limit $4) found
     join patients on patients.tenant_id = ctx_tenant() and patients.id = found.patient_id
     order by patients.id`,
    [tokens[0], tokens.slice(1), after, limit],
  )
}

/**
 * The same where nothing telling was typed: of two letters that half of the charts have, and no chart both, one would be sought for each row of the other. Those
 * of both are merged in the order of the index, and a chart may have any others. Between `mergeOnly` and `joinAnyhow`.
 */
export function findPatientsOfLetters(
  [one, other, ...others]: readonly Buffer[],
  after: string | undefined,
  limit: number,
): Statement<Columns> {
  return sql<Columns>(
    'patient.search-letters',
    `select ${columns} from patients where patients.tenant_id = ctx_tenant() and patients.id = any (array(
       select t.patient_id from patient_search_tokens t
       join patient_search_tokens s on s.tenant_id = ctx_tenant() and s.token = $5 and s.patient_id = t.patient_id
       where t.tenant_id = ctx_tenant() and t.token = $1 and t.patient_id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
         and s.patient_id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000') and ${hasAll('t.patient_id', '$2')}
       order by t.patient_id limit $4))
     order by patients.id`,
    [one, others, after, limit, other],
  )
}

/** The same of the caller's own chart and of whom they act for, found from there. */
export function findPatientsOfOneself(tokens: readonly Buffer[], after: string | undefined, limit: number): Statement<Columns> {
  return sql<Columns>(
    'patient.search-of-oneself',
    `select ${columns} from (select ctx_patient() as id union select patient_id from my_proxied) mine
     join patients on patients.tenant_id = ctx_tenant() and patients.id = mine.id
     where mine.id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000') and ${hasAll('mine.id', '$1')} order by patients.id limit $3`,
    [tokens, after, limit],
  )
}

/** The same among the charts in the doctor's care, found through the care relations: those are few where a name may be frequent. */
export function findPatientsInCare(tokens: readonly Buffer[], after: string | undefined, limit: number): Statement<Columns> {
  return sql<Columns>(
    'patient.search-in-care',
    `select p.id, p.profile, p.language, p.version, true as assigned, ${byEmergency('p.id')} as emergency, null::boolean as acting
     from (select distinct r.patient_id from my_care r
           where r.patient_id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000') and ${hasAll('r.patient_id', '$1')}
           order by r.patient_id limit $3) mine
     join patients p on p.tenant_id = ctx_tenant() and p.id = mine.patient_id
     order by p.id`,
    [tokens, after, limit],
  )
}

function hasAll(patientColumn: string, tokens: string): string {
  return `(select count(*) from patient_search_tokens h
            where h.tenant_id = ctx_tenant() and h.token = any (${tokens}::bytea[]) and h.patient_id = ${patientColumn}) = cardinality(${tokens}::bytea[])`
}

export function insertPatient(patient: {
  tenantId: string
  id: string
  sourceIndex: Buffer | null
  language: string
  sealed: SealedProfile
  now: Date
}): Statement {
  const { profile, tokens } = patient.sealed
  return sql(
    'patient.insert',
    `with made as (
       insert into patients (tenant_id, id, source_index, language, profile, created_at) values ($1, $2, $3, $4, $5, $6) returning tenant_id, id)
     insert into patient_search_tokens (tenant_id, patient_id, token) select tenant_id, id, unnest($7::bytea[]) from made`,
    [patient.tenantId, patient.id, patient.sourceIndex, patient.language, profile.bytes, patient.now, tokens],
  )
}

export function updatePatient(
  _permit: Permit,
  id: string,
  changed: { language: string; sealed: SealedProfile },
): Statement<{ version: number }> {
  return sql<{ version: number }>(
    'patient.update',
    `with gone as (
       delete from patient_search_tokens where tenant_id = ctx_tenant() and patient_id = $1 and token <> all ($4::bytea[])),
     found as (
       insert into patient_search_tokens (tenant_id, patient_id, token) select ctx_tenant(), $1, unnest($4::bytea[]) on conflict do nothing)
     update patients set language = $2, profile = $3, version = version + 1 where tenant_id = ctx_tenant() and id = $1 returning version`,
    [id, changed.language, changed.sealed.profile.bytes, changed.sealed.tokens],
  )
}

/** Puts a note in the place of the one that stands; undefined takes it away. */
export function keepNote(_permit: Permit, id: string, note: Sealed | undefined): Statement {
  if (note === undefined)
    return sql('patient.forget-note', 'delete from patient_notes where tenant_id = ctx_tenant() and patient_id = $1', [id])
  return sql(
    'patient.keep-note',
    `insert into patient_notes (tenant_id, patient_id, note) values (ctx_tenant(), $1, $2)
     on conflict (tenant_id, patient_id) do update set note = excluded.note`,
    [id, note.bytes],
  )
}

type HistoryColumns = { id: string; happened_at: Date; entry: Buffer }
export type HistoryRow = { id: string; happenedAt: Date; entry: Sealed }

export function listHistory(patientId: string, after: TimedKey | undefined, limit: number): Statement<HistoryColumns> {
  return sql<HistoryColumns>(
    'history.list',
    `select id, happened_at, entry from history_entries
     where tenant_id = ctx_tenant() and patient_id = $1 and ${isAfter('$2', '$3')}
     order by happened_at desc, id desc limit $4`,
    [patientId, after?.at, after?.id, limit],
  )
}

/** A statement of its own: with the kind as an option in one, a rare kind would be sought through the whole chart. */
export function listHistoryOfKind(patientId: string, kind: string, after: TimedKey | undefined, limit: number): Statement<HistoryColumns> {
  return sql<HistoryColumns>(
    'history.list-of-kind',
    `select id, happened_at, entry from history_entries
     where tenant_id = ctx_tenant() and patient_id = $1 and kind = $2 and ${isAfter('$3', '$4')}
     order by happened_at desc, id desc limit $5`,
    [patientId, kind, after?.at, after?.id, limit],
  )
}

function isAfter(at: string, id: string): string {
  return `(happened_at, id) < (coalesce(${at}::timestamptz, 'infinity'), coalesce(${id}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))`
}

export type NewHistory = {
  id: string
  sourceIndex: Buffer
  kind: string
  happenedAt: string
  entry: Sealed
  confidentiality?: Confidentiality
}

/** Imported entries of one patient in one statement; an entry that stands already is left as it is. Answers the ids that were new. */
export function insertHistory(tenantId: string, patientId: string, entries: readonly NewHistory[]): Statement<{ id: string }> {
  return sql<{ id: string }>(
    'history.insert',
    `insert into history_entries (tenant_id, id, patient_id, source_index, kind, happened_at, entry, confidentiality)
     select $1, id, $2, source_index, kind, happened_at, entry, confidentiality
     from unnest($3::uuid[], $4::bytea[], $5::text[], $6::timestamptz[], $7::bytea[], $8::text[])
       as e (id, source_index, kind, happened_at, entry, confidentiality)
     on conflict (tenant_id, source_index) do nothing returning id`,
    [
      tenantId,
      patientId,
      entries.map((entry) => entry.id),
      entries.map((entry) => entry.sourceIndex),
      entries.map((entry) => entry.kind),
      entries.map((entry) => entry.happenedAt),
      entries.map((entry) => entry.entry.bytes),
      entries.map((entry) => entry.confidentiality ?? 'N'),
    ],
  )
}

export function patientRow(row: Columns): PatientRow {
  return { ...row, profile: Sealed.fromDatabase(row.profile) }
}

export function detailRow(row: DetailColumns): DetailRow {
  return { ...patientRow(row), note: row.note === null ? undefined : Sealed.fromDatabase(row.note) }
}

export function historyRow(row: HistoryColumns): HistoryRow {
  return { id: row.id, happenedAt: row.happened_at, entry: Sealed.fromDatabase(row.entry) }
}

import type { Confidentiality } from '@wardkeep/contract/labels.ts'
import type { TimedKey } from '../../platform/cursor.ts'
import { type Statement, sql, type Transaction } from '../../platform/database.ts'
import { actingFor, byEmergency, inCare, inCloseCare } from '../../security/care-store.ts'
import type { Permit } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'
import type { RecordState, StoredRecord } from './record.ts'

export type ChartRow = { id: string; assigned: boolean; emergency: boolean; proxied: boolean }

/** The chart, if row security shows it to the caller at all. */
export function findChart(patientId: string): Statement<ChartRow> {
  return sql<ChartRow>(
    'record.chart',
    `select p.id, ${inCare('p.id')} as assigned, ${byEmergency('p.id')} as emergency,
       ${actingFor('p.id')} is not null as proxied
     from patients p where p.tenant_id = ctx_tenant() and p.id = $1`,
    [patientId],
  )
}

/** The doctor who acts. */
export function findAuthor(): Statement<{ id: string; profile: Buffer }> {
  return sql<{ id: string; profile: Buffer }>(
    'record.author',
    'select d.id, d.profile from doctors d where d.tenant_id = ctx_tenant() and d.id = ctx_doctor()',
  )
}

/** A visit of this patient with the doctor who acts; none where no visit is named. */
export function findVisit(appointmentId: string | undefined, patientId: string): Statement<{ id: string }> {
  return sql<{ id: string }>(
    'record.visit',
    'select a.id from appointments a where a.tenant_id = ctx_tenant() and a.id = $1 and a.patient_id = $2 and a.doctor_id = ctx_doctor()',
    [appointmentId, patientId],
  )
}

export type RecordRow = {
  id: string
  patient_id: string
  appointment_id: string | null
  author_id: string
  state: RecordState
  confidentiality: Confidentiality
  version: number
  created_at: Date
  updated_at: Date
  written_at: Date
  assigned: boolean
  emergency: boolean
  close: boolean
  proxied: boolean
  content: Buffer
  signatures: { kid: string; at: string }[]
  adds_to: string | null
  addenda: { id: string; at: string }[]
  retraction: Buffer | null
}

const selectRecords = `
  select r.id, r.patient_id, r.appointment_id, r.author_id, r.state, r.confidentiality, r.version, r.created_at, r.updated_at, v.at as written_at,
    ${inCare('r.patient_id')} as assigned, ${byEmergency('r.patient_id')} as emergency,
    ${inCloseCare('r.patient_id')} as close, ${actingFor('r.patient_id')} is not null as proxied, v.content,
    coalesce((
      select jsonb_agg(jsonb_build_object('kid', s.kid, 'at', s.at) order by s.at, s.id)
      from record_signatures s
      where s.tenant_id = r.tenant_id and s.record_id = r.id and s.version = r.version), '[]') as signatures,
    r.adds_to, coalesce((
      select jsonb_agg(jsonb_build_object('id', a.id, 'at', a.created_at) order by a.created_at, a.id)
      from records a where a.tenant_id = r.tenant_id and a.adds_to = r.id and a.state <> 'draft'), '[]') as addenda,
    t.statement as retraction
  from records r
  join record_versions v on v.tenant_id = r.tenant_id and v.record_id = r.id and v.version = r.version
  left join record_retractions t on t.tenant_id = r.tenant_id and t.record_id = r.id`

export function findRecord(id: string): Statement<RecordRow> {
  return sql<RecordRow>('record.find', `${selectRecords} where r.tenant_id = ctx_tenant() and r.id = $1 and r.deleted_at is null`, [id])
}

/** Newest first, behind the key of the last row seen. */
export function listRecords(patientId: string, after: TimedKey | undefined, limit: number): Statement<RecordRow> {
  return sql<RecordRow>(
    'record.list',
    `${selectRecords}
     where r.tenant_id = ctx_tenant() and r.patient_id = $1 and r.deleted_at is null
       and (r.created_at, r.id) < (coalesce($2::timestamptz, 'infinity'), coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
     order by r.created_at desc, r.id desc limit $4`,
    [patientId, after?.at, after?.id, limit],
  )
}

/** Locks first and reads then, in a statement of its own: what waited for the lock sees what the other left. */
export async function lockRecord(tx: Transaction, id: string): Promise<StoredRecord | undefined> {
  const lock = sql('record.lock', 'select from records r where r.tenant_id = ctx_tenant() and r.id = $1 for update', [id])
  const [, [row]] = await tx.runAll([lock, findRecord(id)])
  return row && recordOf(row)
}

export type NewRecord = Pick<StoredRecord, 'id' | 'patientId' | 'appointmentId' | 'authorId' | 'confidentiality' | 'content'> & {
  addsTo?: string
  byUser: string | undefined
  at: Date
}

export async function insertRecord(tx: Transaction, _permit: Permit, made: NewRecord): Promise<StoredRecord> {
  const record = sql(
    'record.insert',
    `insert into records (tenant_id, id, patient_id, appointment_id, author_id, created_at, updated_at, confidentiality, adds_to)
     values (ctx_tenant(), $1, $2, $3, $4, $5, $5, $6, $7)`,
    [made.id, made.patientId, made.appointmentId, made.authorId, made.at, made.confidentiality, made.addsTo],
  )
  const [, , [row]] = await tx.runAll([record, version({ ...made, version: 1 }), findRecord(made.id)])
  return written(row)
}

export type NewVersion = {
  id: string
  version: number
  confidentiality: Confidentiality
  content: Sealed
  byUser: string | undefined
  at: Date
}

/** Call it on a locked record alone. */
export async function insertVersion(tx: Transaction, _permit: Permit, made: NewVersion): Promise<StoredRecord> {
  const current = sql(
    'record.advance',
    'update records set version = $2, updated_at = $3, confidentiality = $4 where tenant_id = ctx_tenant() and id = $1',
    [made.id, made.version, made.at, made.confidentiality],
  )
  const [, , [row]] = await tx.runAll([version(made), current, findRecord(made.id)])
  return written(row)
}

/** A draft that nobody is shown any more: it stays, with its versions. Call it on a locked draft alone. */
export async function markDeleted(tx: Transaction, _permit: Permit, id: string, at: Date): Promise<void> {
  await tx.run(
    sql('record.delete', 'update records set deleted_at = $2, deleted_by = ctx_user() where tenant_id = ctx_tenant() and id = $1', [
      id,
      at,
    ]),
  )
}

export function recordOf(row: RecordRow): StoredRecord {
  return {
    id: row.id,
    patientId: row.patient_id,
    appointmentId: row.appointment_id ?? undefined,
    authorId: row.author_id,
    state: row.state,
    confidentiality: row.confidentiality,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    writtenAt: row.written_at,
    assigned: row.assigned,
    emergency: row.emergency,
    close: row.close,
    proxied: row.proxied,
    content: Sealed.fromDatabase(row.content),
    signatures: row.signatures.map(({ kid, at }) => ({ kid, at: new Date(at) })),
    addenda: row.addenda.map(({ id, at }) => ({ id, at: new Date(at) })),
    addsTo: row.adds_to ?? undefined,
    retraction: row.retraction === null ? undefined : Sealed.fromDatabase(row.retraction),
  }
}

function version(made: Omit<NewVersion, 'confidentiality'>): Statement {
  return sql(
    'record.version',
    'insert into record_versions (tenant_id, record_id, version, content, by_user, at) values (ctx_tenant(), $1, $2, $3, $4, $5)',
    [made.id, made.version, made.content.bytes, made.byUser, made.at],
  )
}

function written(row: RecordRow | undefined): StoredRecord {
  if (row === undefined) throw new Error('A record was written that its writer cannot read')
  return recordOf(row)
}

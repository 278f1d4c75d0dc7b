import type { TimedKey } from '../../platform/cursor.ts'
import { type Statement, sql } from '../../platform/database.ts'
import { actingFor, byEmergency, inCare } from '../../security/care-store.ts'
import type { Permit } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'

export type Evidence = 'identity-document' | 'known-in-person' | 'member-check'
type Columns = {
  id: string
  submitted_at: Date
  vendor_id: string | null
  content: Buffer
  patient_id: string | null
  evidence: Evidence | null
  by_user: string | null
  linked_at: Date | null
  assigned: boolean
  emergency: boolean
  proxied: boolean
}
export type CaseRow = Omit<Columns, 'content'> & { content: Sealed }

const from = 'legacy_cases c left join legacy_links l on l.tenant_id = c.tenant_id and l.case_id = c.id'
const columns = `c.id, c.submitted_at, c.vendor_id, c.content, l.patient_id, l.evidence, l.by_user, l.at as linked_at,
  ${inCare('l.patient_id')} as assigned, ${byEmergency('l.patient_id')} as emergency, ${actingFor('l.patient_id')} is not null as proxied`
const isAfter = `(c.submitted_at, c.id) < (coalesce($1::timestamptz, 'infinity'), coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))`

export function listCases(after: TimedKey | undefined, limit: number): Statement<Columns> {
  return sql<Columns>(
    'legacy.list',
    `select ${columns} from ${from} where c.tenant_id = ctx_tenant() and ${isAfter} order by c.submitted_at desc, c.id desc limit $3`,
    [after?.at, after?.id, limit],
  )
}

/** Those whose user the system before called so. */
export function listCasesOf(labelIndex: Buffer, after: TimedKey | undefined, limit: number): Statement<Columns> {
  return sql<Columns>(
    'legacy.list-of-label',
    `select ${columns} from ${from} where c.tenant_id = ctx_tenant() and c.label_index = $4 and ${isAfter}
     order by c.submitted_at desc, c.id desc limit $3`,
    [after?.at, after?.id, limit, labelIndex],
  )
}

/** Those that were linked to a chart, as far as row security shows them. */
export function listCasesOfPatient(patientId: string, after: TimedKey | undefined, limit: number): Statement<Columns> {
  return sql<Columns>(
    'legacy.list-of-patient',
    `select ${columns} from legacy_links l join legacy_cases c on c.tenant_id = l.tenant_id and c.id = l.case_id
     where l.tenant_id = ctx_tenant() and l.patient_id = $4 and ${isAfter} order by c.submitted_at desc, c.id desc limit $3`,
    [after?.at, after?.id, limit, patientId],
  )
}

export function findCase(id: string): Statement<Columns> {
  return sql<Columns>('legacy.find', `select ${columns} from ${from} where c.tenant_id = ctx_tenant() and c.id = $1`, [id])
}

/** No row where the case is linked already, whoever did it and however lately. */
export function insertLink(
  _permit: Permit,
  link: { caseId: string; patientId: string; evidence: Evidence },
  now: Date,
): Statement<{ case_id: string }> {
  return sql<{ case_id: string }>(
    'legacy.link',
    `insert into legacy_links (tenant_id, case_id, patient_id, evidence, by_user, at) values (ctx_tenant(), $1, $2, $3, ctx_user(), $4)
     on conflict do nothing returning case_id`,
    [link.caseId, link.patientId, link.evidence, now],
  )
}

export type NewLegacyCase = {
  id: string
  sourceIndex: Buffer
  contentHash: Buffer
  labelIndex: Buffer | undefined
  vendorId: string | undefined
  submittedAt: Date
  content: Sealed
  userCrypt: Sealed | undefined
}

/** Those of these rows of the export that stand, with what they said. */
export function standingCases(sourceIndexes: readonly Buffer[]): Statement<{ source_index: Buffer; content_hash: Buffer }> {
  return sql<{ source_index: Buffer; content_hash: Buffer }>(
    'legacy.standing',
    'select source_index, content_hash from legacy_cases where tenant_id = ctx_tenant() and source_index = any ($1::bytea[])',
    [sourceIndexes],
  )
}

export function insertLegacyCases(cases: readonly NewLegacyCase[], now: Date): Statement {
  return sql(
    'legacy.import',
    `insert into legacy_cases (tenant_id, id, source_index, content_hash, label_index, vendor_id, submitted_at, content, user_crypt, imported_at)
     select ctx_tenant(), id, source_index, content_hash, label_index, vendor_id, submitted_at, content, user_crypt, $9
     from unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::bytea[], $5::text[], $6::timestamptz[], $7::bytea[], $8::bytea[])
       as row (id, source_index, content_hash, label_index, vendor_id, submitted_at, content, user_crypt)`,
    [
      cases.map((one) => one.id),
      cases.map((one) => one.sourceIndex),
      cases.map((one) => one.contentHash),
      cases.map((one) => one.labelIndex ?? null),
      cases.map((one) => one.vendorId ?? null),
      cases.map((one) => one.submittedAt),
      cases.map((one) => one.content.bytes),
      cases.map((one) => one.userCrypt?.bytes ?? null),
      now,
    ],
  )
}

export function caseRow(row: Columns): CaseRow {
  return { ...row, content: Sealed.fromDatabase(row.content) }
}

import type { TimedKey } from '../../platform/cursor.ts'
import { type Statement, sql } from '../../platform/database.ts'
import type { Permit } from '../../security/permit.ts'

export type CheckRow = {
  id: string
  at: Date
  origin: 'here' | 'imported'
  partner_id: string | null
  partner_name: string | null
  patient_id: string | null
  by_user: string | null
  vendor_id: string | null
  outcome: 'member' | 'not-member' | 'failed' | null
  reason: string | null
}

/**
 * Checks, newest first, with what came of them. A page is cut before it is joined: for each answer row security asks after its check, and where a page seems to be more
 * than a few hundred, PostgreSQL reads all checks at once to be asked.
 */
const newest = (where: string, limit: string) => `
  select c.id, c.at, c.origin, c.partner_id, p.name as partner_name, c.patient_id, c.by_user, c.vendor_id, a.outcome, a.reason
  from (select * from member_checks where tenant_id = ctx_tenant() and ${where} order by at desc, id desc limit ${limit}) c
  left join member_answers a on a.tenant_id = c.tenant_id and a.id = c.id
  left join partners p on p.tenant_id = c.tenant_id and p.id = c.partner_id
  order by c.at desc, c.id desc`
const isAfter = `(at, id) < (coalesce($1::timestamptz, 'infinity'), coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))`

export type NewCheck = { id: string; partnerId: string; patientId: string; numberIndex: Buffer }

/** Written by the caller of this transaction. */
export function insertCheck(_permit: Permit, { id, partnerId, patientId, numberIndex }: NewCheck, now: Date): Statement {
  return sql(
    'member-checks.insert',
    `insert into member_checks (tenant_id, id, at, origin, partner_id, patient_id, by_user, number_index)
     values (ctx_tenant(), $1, $2, 'here', $3, $4, ctx_user(), $5)`,
    [id, now, partnerId, patientId, numberIndex],
  )
}

export function insertAnswer(id: string, { outcome, reason }: { outcome: string; reason: string | undefined }, now: Date): Statement {
  return sql(
    'member-checks.answer',
    'insert into member_answers (tenant_id, id, outcome, reason, at) values (ctx_tenant(), $1, $2, $3, $4)',
    [id, outcome, reason ?? null, now],
  )
}

export function findChecksOf(patientId: string): Statement<CheckRow> {
  return sql<CheckRow>('member-checks.of-patient', newest('patient_id = $1', '20'), [patientId])
}

/** One row where a partner said that the patient is a member. */
export function wasFoundMember(patientId: string): Statement<{ id: string }> {
  return sql<{ id: string }>(
    'member-checks.found',
    `select c.id from member_checks c join member_answers a on a.tenant_id = c.tenant_id and a.id = c.id
     where c.tenant_id = ctx_tenant() and c.patient_id = $1 and a.outcome = 'member' order by c.at desc limit 1`,
    [patientId],
  )
}

/** One timeline of what was asked here and in the system before, newest first. */
export function listChecks(after: TimedKey | undefined, limit: number): Statement<CheckRow> {
  return sql<CheckRow>('member-checks.timeline', newest(isAfter, '$3'), [after?.at, after?.id, limit])
}

/** The same of one number. */
export function listChecksOfNumber(numberIndex: Buffer, after: TimedKey | undefined, limit: number): Statement<CheckRow> {
  return sql<CheckRow>('member-checks.timeline-of-number', newest(`number_index = $4 and ${isAfter}`, '$3'), [
    after?.at,
    after?.id,
    limit,
    numberIndex,
  ])
}

export type ImportedCheck = {
  id: string
  at: Date
  numberIndex: Buffer
  sourceIndex: Buffer
  contentHash: Buffer
  vendorId: string | undefined
  outcome: 'member' | 'not-member'
}

/** Those of these rows of the system before that stand, with what they said. */
export function standingChecks(sourceIndexes: readonly Buffer[]): Statement<{ source_index: Buffer; content_hash: Buffer }> {
  return sql<{ source_index: Buffer; content_hash: Buffer }>(
    'member-checks.standing',
    'select source_index, content_hash from member_checks where tenant_id = ctx_tenant() and source_index = any ($1::bytea[])',
    [sourceIndexes],
  )
}

/** Rows of the system before, each with its answer. */
export function insertImportedChecks(checks: readonly ImportedCheck[]): Statement {
  return sql(
    'member-checks.import',
    `with given as (
       select * from unnest($1::uuid[], $2::timestamptz[], $3::bytea[], $4::bytea[], $5::bytea[], $6::text[], $7::text[])
         as row (id, at, number_index, source_index, content_hash, vendor_id, outcome)),
     kept as (
       insert into member_checks (tenant_id, id, at, origin, number_index, source_index, content_hash, vendor_id)
       select ctx_tenant(), id, at, 'imported', number_index, source_index, content_hash, vendor_id from given)
     insert into member_answers (tenant_id, id, outcome, at) select ctx_tenant(), id, outcome, at from given`,
    [
      checks.map((check) => check.id),
      checks.map((check) => check.at),
      checks.map((check) => check.numberIndex),
      checks.map((check) => check.sourceIndex),
      checks.map((check) => check.contentHash),
      checks.map((check) => check.vendorId ?? null),
      checks.map((check) => check.outcome),
    ],
  )
}

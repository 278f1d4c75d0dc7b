import type { TimedKey } from '../../platform/cursor.ts'
import { type Statement, sql } from '../../platform/database.ts'
import { askingFor } from '../../security/care-store.ts'
import type { Permit } from '../../security/permit.ts'
import type { Relation } from '../../security/policy.ts'
import { Sealed } from '../../security/vault/index.ts'
import type { CaseFacts, CaseState, Urgency } from './case.ts'

export type CaseRow = {
  id: string
  patient_id: string | null
  vendor_id: string | null
  submitted_by: string | null
  anonymous_until: Date | null
  state: CaseState
  urgency: Urgency
  language: string
  pool: string
  content: Buffer
  doctor_id: string | null
  offered: boolean
  care_cause: string | null
  passed_by: string[]
  submitted_at: Date
  due_at: Date
  escalated: boolean
  flagged: boolean
  version: number
  assistant_consent: boolean
  asking: boolean | null
  doctor_profile: Buffer | null
  patient_profile: Buffer | null
}

// The patient is joined loosely: row security hides the profile from a doctor who has not accepted.
const columns = `c.id, c.patient_id, c.vendor_id, c.submitted_by, c.anonymous_until, c.state, c.urgency, c.language, c.pool, c.content, c.doctor_id, c.care_cause, c.passed_by,
    c.submitted_at, c.due_at, c.escalated_at is not null as escalated, c.flagged_at is not null as flagged, c.version, c.assistant_consent, ${askingFor('c.patient_id')} as asking,
    c.state = 'queued' and exists (select from case_offers o where o.tenant_id = ctx_tenant() and o.case_id = c.id and o.doctor_id = ctx_doctor()) as offered,
    d.profile as doctor_profile, p.profile as patient_profile`
const joins = `
  left join doctors d on d.tenant_id = c.tenant_id and d.id = c.doctor_id
  left join patients p on p.tenant_id = c.tenant_id and p.id = c.patient_id`

export function findCase(id: string): Statement<CaseRow> {
  return sql<CaseRow>('cases.find', `select ${columns} from cases c${joins} where c.tenant_id = ctx_tenant() and c.id = $1`, [id])
}

/** Locks first and reads then: what waited for the lock sees what the other left. */
export function lockCase(id: string): [Statement, Statement<CaseRow>] {
  return [sql('cases.lock', 'select from cases where tenant_id = ctx_tenant() and id = $1 for update', [id]), findCase(id)]
}

/** Whether a doctor was offered a case, whoever has it now. */
export function findOffer(caseId: string, doctorId: string): Statement<{ rank: number }> {
  return sql<{ rank: number }>(
    'case-offers.find',
    'select rank from case_offers where tenant_id = ctx_tenant() and case_id = $1 and doctor_id = $2',
    [caseId, doctorId],
  )
}

/** What stands in an order: its states, by which time, and which way. Each has indexes of its own. */
const standings = {
  open: { states: `c.state in ('triaged', 'queued', 'accepted', 'answered')`, at: 'due_at', way: 'asc' },
  over: { states: `c.state in ('closed', 'withdrawn')`, at: 'submitted_at', way: 'desc' },
} as const
type Standing = keyof typeof standings

/** The cases that a relation reaches, from its own index; row security holds the same line underneath. */
const reachedBy: Partial<Record<Relation, readonly string[]>> = {
  self: ['from cases c where c.tenant_id = ctx_tenant() and c.patient_id = ctx_patient()'],
  own: ['from cases c where c.tenant_id = ctx_tenant() and c.submitted_by = ctx_user()'],
  asker: [
    `from cases c where c.tenant_id = ctx_tenant() and c.patient_id = $4::uuid
       and exists (select from my_proxied where my_proxied.patient_id = $4::uuid and my_proxied.may_ask)`,
  ],
  schedule: [
    'from cases c where c.tenant_id = ctx_tenant() and c.doctor_id = ctx_doctor()',
    `from case_offers o join cases c on c.tenant_id = o.tenant_id and c.id = o.case_id
     where o.tenant_id = ctx_tenant() and o.doctor_id = ctx_doctor() and c.state = 'queued'`,
  ],
}

/** By what the caller reaches cases, and whose, where they act for somebody. */
export type Reach = { relation: Relation; patientId?: string }

/** A page of what is open, in order of its deadline. */
export function listOpen(reach: Reach, after: TimedKey | undefined, rows: number): Statement<CaseRow> {
  return listed('open', reach, after, rows)
}

/** A page of what is over, newest first. */
export function listOver(reach: Reach, after: TimedKey | undefined, rows: number): Statement<CaseRow> {
  return listed('over', reach, after, rows)
}

/** The page is found by ids alone, from each way by which the cases are reached, and only then told whole. */
function listed(standing: Standing, { relation, patientId }: Reach, after: TimedKey | undefined, rows: number): Statement<CaseRow> {
  const { states, at, way } = standings[standing]
  const behind = way === 'asc' ? `> ($1::timestamptz, $2::uuid)` : `< ($1::timestamptz, $2::uuid)`
  const start = way === 'asc' ? ['-infinity', '00000000-0000-0000-0000-000000000000'] : ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  const reaches = reachedBy[relation] ?? ['from cases c where false']
  // Nothing is offered that is over.
  const ways = (standing === 'open' ? reaches : reaches.slice(0, 1)).map(
    (reached) =>
      `(select c.id, c.${at} ${reached} and ${states} and (c.${at}, c.id) ${behind} order by c.${at} ${way}, c.id ${way} limit $3)`,
  )
  return sql<CaseRow>(
    `cases.${standing}.${relation}`,
    `select ${columns} from (select id, ${at} from (${ways.join(' union ')}) reached order by ${at} ${way}, id ${way} limit $3) mine
     join cases c on c.tenant_id = ctx_tenant() and c.id = mine.id${joins}
     order by c.${at} ${way}, c.id ${way}`,
    [after?.at ?? start[0], after?.id ?? start[1], rows, ...(relation === 'asker' ? [patientId] : [])],
  )
}

export type NewCase = {
  id: string
  patientId: string | undefined
  vendorId: string | undefined
  referenceIndex: Buffer | undefined
  submissionHash: Buffer | undefined
  urgency: Urgency
  language: string
  pool: string
  content: Sealed
  dueAt: Date
  assistantConsent: boolean
}

/** Whether the user acts for a patient in their cases. */
export function findAsking(patientId: string): Statement<{ asking: boolean | null }> {
  return sql<{ asking: boolean | null }>('cases.asking', `select ${askingFor('$1::uuid')} as asking`, [patientId])
}

/** No row where the same service has submitted this reference before; whoever does at the same moment waits for the first. */
export function insertCase(_permit: Permit, made: NewCase, now: Date): Statement<{ id: string }> {
  return sql<{ id: string }>(
    'cases.insert',
    `insert into cases (tenant_id, id, patient_id, vendor_id, submitted_by, reference_index, submission_hash, state, urgency, language, pool, content, submitted_at, due_at,
       assistant_consent)
     values (ctx_tenant(), $1, $2, $3, ctx_user(), $4, $5, 'triaged', $6, $7, $8, $9, $10, $11, $12)
     on conflict (tenant_id, submitted_by, reference_index) where reference_index is not null do nothing returning id`,
    [
      made.id,
      made.patientId,
      made.vendorId,
      made.referenceIndex,
      made.submissionHash,
      made.urgency,
      made.language,
      made.pool,
      made.content.bytes,
      now,
      made.dueAt,
      made.assistantConsent,
    ],
  )
}

export function findByReference(referenceIndex: Buffer): Statement<{ id: string; submission_hash: Buffer }> {
  return sql<{ id: string; submission_hash: Buffer }>(
    'cases.by-reference',
    'select id, submission_hash from cases where tenant_id = ctx_tenant() and submitted_by = ctx_user() and reference_index = $1',
    [referenceIndex],
  )
}

/** A vendor id is its first user's; gives whose it is. */
export function claimVendor(vendorId: string, now: Date): [Statement, Statement<{ mine: boolean }>] {
  return [
    sql(
      'case-vendors.claim',
      'insert into case_vendors (tenant_id, vendor_id, user_id, claimed_at) values (ctx_tenant(), $1, ctx_user(), $2) on conflict do nothing',
      [vendorId, now],
    ),
    sql<{ mine: boolean }>(
      'case-vendors.whose',
      'select user_id = ctx_user() as mine from case_vendors where tenant_id = ctx_tenant() and vendor_id = $1',
      [vendorId],
    ),
  ]
}

/** Call these on a locked case alone. */
export function markAnswered(_permit: Permit, id: string): Statement {
  return sql(
    'cases.answer',
    `update cases set state = 'answered', flagged_at = null, version = version + 1 where tenant_id = ctx_tenant() and id = $1`,
    [id],
  )
}

export function acceptCase(_permit: Permit, id: string, careCause: string | undefined): Statement {
  return sql(
    'cases.accept',
    `update cases set state = 'accepted', doctor_id = ctx_doctor(), care_cause = $2, version = version + 1 where tenant_id = ctx_tenant() and id = $1`,
    [id, careCause],
  )
}

/** Closed or withdrawn: the chart is no longer open by it, and what was withdrawn is no doctor's. */
export function endCase(_permit: Permit, id: string, to: 'closed' | 'withdrawn'): Statement {
  return sql(
    'cases.end',
    `update cases set state = $2, doctor_id = case when $2 = 'closed' then doctor_id end, care_cause = null, flagged_at = null, version = version + 1
     where tenant_id = ctx_tenant() and id = $1`,
    [id, to],
  )
}

/** That an outside model may read it; nothing gives it back. */
export function endConsent(_permit: Permit, id: string): Statement {
  return sql(
    'cases.end-consent',
    'update cases set assistant_consent = false, version = version + 1 where tenant_id = ctx_tenant() and id = $1',
    [id],
  )
}

export function caseIn(row: CaseRow): CaseFacts {
  return {
    id: row.id,
    patientId: row.patient_id ?? undefined,
    vendorId: row.vendor_id ?? undefined,
    submittedBy: row.submitted_by ?? undefined,
    anonymousUntil: row.anonymous_until ?? undefined,
    state: row.state,
    urgency: row.urgency,
    language: row.language,
    pool: row.pool,
    content: Sealed.fromDatabase(row.content),
    doctorId: row.doctor_id ?? undefined,
    offered: row.offered,
    careCause: row.care_cause ?? undefined,
    passedBy: row.passed_by,
    submittedAt: row.submitted_at,
    dueAt: row.due_at,
    escalated: row.escalated,
    flagged: row.flagged,
    version: row.version,
    assistantConsent: row.assistant_consent,
    asking: row.asking ?? undefined,
    doctorProfile: row.doctor_profile === null ? undefined : Sealed.fromDatabase(row.doctor_profile),
    patientProfile: row.patient_profile === null ? undefined : Sealed.fromDatabase(row.patient_profile),
  }
}

import type { caseSteps } from '@wardkeep/contract/cases.ts'
import { type Statement, sql } from '../../platform/database.ts'
import type { Permit } from '../../security/permit.ts'
import type { Sealed } from '../../security/vault/index.ts'

export type StepName = (typeof caseSteps)[number]
export type Author = 'patient' | 'vendor' | 'doctor' | 'anonymous' | 'proxy'
export type MessageRow = { id: string; author: Author; answer: boolean; content: Buffer; at: Date; assisted: boolean }
export type ChangeRow = { id: string; step: StepName; details: Buffer; at: Date }
export type DecisionRow = { id: string; doctor_id: string | null; decision: Buffer; at: Date }

export function listMessages(caseId: string): Statement<MessageRow> {
  return sql<MessageRow>(
    'case-messages.list',
    'select id, author, answer, content, at, draft_id is not null as assisted from case_messages where tenant_id = ctx_tenant() and case_id = $1 order by id',
    [caseId],
  )
}

export function countMessages(caseId: string): Statement<{ written: number }> {
  return sql<{ written: number }>(
    'case-messages.count',
    'select count(*)::integer as written from case_messages where tenant_id = ctx_tenant() and case_id = $1',
    [caseId],
  )
}

export function listChanges(caseId: string): Statement<ChangeRow> {
  return sql<ChangeRow>(
    'case-changes.list',
    'select id, step, details, at from case_changes where tenant_id = ctx_tenant() and case_id = $1 order by id',
    [caseId],
  )
}

/** The last one. */
export function findDecision(caseId: string): Statement<DecisionRow> {
  return sql<DecisionRow>(
    'case-decisions.last',
    'select id, doctor_id, decision, at from case_decisions where tenant_id = ctx_tenant() and case_id = $1 order by id desc limit 1',
    [caseId],
  )
}

/** `draftId`: the draft that its author took over, before this is written. */
export type NewMessage = {
  id: string
  caseId: string
  author: Exclude<Author, 'anonymous'>
  answer: boolean
  content: Sealed
  draftId: string | undefined
}

export function insertMessage(_permit: Permit, { id, caseId, author, answer, content, draftId }: NewMessage, now: Date): Statement {
  return sql(
    'case-messages.insert',
    `insert into case_messages (tenant_id, id, case_id, author, answer, content, by_user, at, draft_id) values (ctx_tenant(), $1, $2, $3, $4, $5, ctx_user(), $6, $7)`,
    [id, caseId, author, answer, content.bytes, now, draftId],
  )
}

/** Who, when and why of a step; the system's own have nobody. */
export function insertChange(
  _by: Permit | 'system',
  change: { id: string; caseId: string; step: StepName; details: Sealed },
  now: Date,
): Statement {
  return sql(
    'case-changes.insert',
    'insert into case_changes (tenant_id, id, case_id, step, details, by_user, at) values (ctx_tenant(), $1, $2, $3, $4, ctx_user(), $5)',
    [change.id, change.caseId, change.step, change.details.bytes, now],
  )
}

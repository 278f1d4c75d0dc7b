import { type Statement, sql } from '../../platform/database.ts'
import type { Permit } from '../../security/permit.ts'
import type { Sealed } from '../../security/vault/index.ts'
import type { DraftKind, DraftState } from './draft-kinds.ts'
import type { Spending } from './provider.ts'

export type DraftRow = { id: string; kind: DraftKind; state: DraftState; content: Buffer; at: Date }

/** What is about to be sent, by names and hashes: written, and committed, before it is sent. */
export type NewCall = {
  id: string
  caseId: string
  kind: DraftKind
  provider: string
  model: string
  promptHash: Buffer
  fields: readonly string[]
  removed: Record<string, number>
  most: Spending
}

export function insertCall(_permit: Permit, call: NewCall, now: Date): Statement {
  return sql(
    'assistant-calls.insert',
    `insert into assistant_calls (tenant_id, id, case_id, user_id, kind, provider, model, prompt_hash, fields, removed, reserved_tokens, reserved_milliseconds, reserved_cost, at)
     values (ctx_tenant(), $1, $2, ctx_user(), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      call.id,
      call.caseId,
      call.kind,
      call.provider,
      call.model,
      call.promptHash,
      call.fields,
      JSON.stringify(call.removed),
      call.most.tokens,
      call.most.milliseconds,
      call.most.cost,
      now,
    ],
  )
}

/** How a call ended and what it took; once. */
export function endCall(id: string, outcome: 'answered' | 'failed', spent: Spending): Statement {
  return sql(
    'assistant-calls.end',
    'update assistant_calls set outcome = $2, tokens = $3, milliseconds = $4, cost = $5 where tenant_id = ctx_tenant() and id = $1',
    [id, outcome, spent.tokens, spent.milliseconds, spent.cost],
  )
}

export type NewDraft = { id: string; caseId: string; callId: string; kind: DraftKind; content: Sealed }

export function insertDraft(_permit: Permit, { id, caseId, callId, kind, content }: NewDraft, now: Date): Statement {
  return sql(
    'assistant-drafts.insert',
    'insert into assistant_drafts (tenant_id, id, case_id, call_id, kind, content, at) values (ctx_tenant(), $1, $2, $3, $4, $5, $6)',
    [id, caseId, callId, kind, content.bytes, now],
  )
}

export function listDrafts(caseId: string): Statement<DraftRow> {
  return sql<DraftRow>(
    'assistant-drafts.list',
    'select id, kind, state, content, at from assistant_drafts where tenant_id = ctx_tenant() and case_id = $1 order by id desc',
    [caseId],
  )
}

/** Those that nobody has decided on since before then; of the system alone. */
export function listUndecided(before: Date, rows: number): Statement<{ id: string }> {
  return sql<{ id: string }>(
    'assistant-drafts.undecided',
    `select id from assistant_drafts where tenant_id = ctx_tenant() and state = 'open' and at < $1 order by at limit $2`,
    [before, rows],
  )
}

/** No row where somebody has decided on it meanwhile. */
export function discardDraft(id: string): Statement<{ case_id: string; patient_id: string | null }> {
  return sql<{ case_id: string; patient_id: string | null }>(
    'assistant-drafts.discard',
    `delete from assistant_drafts d using cases c where d.tenant_id = ctx_tenant() and d.id = $1 and d.state = 'open'
       and c.tenant_id = ctx_tenant() and c.id = d.case_id returning d.case_id, c.patient_id`,
    [id],
  )
}

export function countDrafts(caseId: string): Statement<{ drafts: number }> {
  return sql<{ drafts: number }>(
    'assistant-drafts.count',
    'select count(*)::integer as drafts from assistant_drafts where tenant_id = ctx_tenant() and case_id = $1',
    [caseId],
  )
}

/** Call it in a transaction that has locked the case: decisions on its drafts are then taken one after the other. */
export function findDraft(caseId: string, id: string): Statement<DraftRow> {
  return sql<DraftRow>(
    'assistant-drafts.find',
    'select id, kind, state, content, at from assistant_drafts where tenant_id = ctx_tenant() and case_id = $1 and id = $2 for update',
    [caseId, id],
  )
}

export function decideDraft(_permit: Permit, id: string, state: Exclude<DraftState, 'open'>, now: Date): Statement {
  return sql(
    'assistant-drafts.decide',
    'update assistant_drafts set state = $2, decided_by = ctx_user(), decided_at = $3 where tenant_id = ctx_tenant() and id = $1',
    [id, state, now],
  )
}

// What only the system does for somebody who is nobody: the rows of anonymous cases, from their receipt to their end.
import { type Statement, sql } from '../../platform/database.ts'
import type { Permit } from '../../security/permit.ts'
import type { Sealed } from '../../security/vault/index.ts'
import type { NewCase } from './store.ts'

/** Counts one use within a window that began at `since`; gives how many there were in it, this one among them. */
export function countUse(subject: Buffer, since: Date): Statement<{ used: number }> {
  return sql<{ used: number }>(
    'anonymous.count',
    `insert into anonymous_counts as c (subject, since, used) values ($1, $2, 1)
     on conflict (subject) do update set used = case when c.since >= excluded.since then c.used + 1 else 1 end, since = greatest(c.since, excluded.since)
     returning used`,
    [subject, since],
  )
}

export function forgetCounts(before: Date): Statement {
  return sql('anonymous.forget', 'delete from anonymous_counts where since < $1', [before])
}

export type AnonymousCase = Pick<NewCase, 'id' | 'urgency' | 'language' | 'pool' | 'content' | 'dueAt'> & {
  until: Date
  receiptHash: string
}

export function insertAnonymous(made: AnonymousCase, now: Date): Statement {
  return sql(
    'cases.insert-anonymous',
    `insert into cases (tenant_id, id, state, urgency, language, pool, content, submitted_at, due_at, anonymous_until, receipt_hash)
     values (ctx_tenant(), $1, 'triaged', $2, $3, $4, $5, $6, $7, $8, $9)`,
    [made.id, made.urgency, made.language, made.pool, made.content.bytes, now, made.dueAt, made.until, made.receiptHash],
  )
}

export function insertReceipt(locator: Buffer, caseId: string): Statement {
  return sql('case-receipts.insert', 'insert into case_receipts (locator, tenant_id, case_id) values ($1, ctx_tenant(), $2)', [
    locator,
    caseId,
  ])
}

/** A locator: whose case a receipt leads to. */
export function findReceipt(locator: Buffer): Statement<{ tenant_id: string; case_id: string }> {
  return sql<{ tenant_id: string; case_id: string }>(
    'case-receipts.find',
    'select tenant_id, case_id from case_receipts where locator = $1',
    [locator],
  )
}

/** No row where the case was claimed or its time is over, or its organisation does not stand. */
export function findReceiptHash(caseId: string): Statement<{ receipt_hash: string }> {
  return sql<{ receipt_hash: string }>(
    'cases.receipt-hash',
    `select c.receipt_hash from cases c join organisations o on o.tenant_id = c.tenant_id and o.active
     where c.tenant_id = ctx_tenant() and c.id = $1 and c.anonymous_until > ctx_now()`,
    [caseId],
  )
}

export function insertAnonymousMessage(message: { id: string; caseId: string; content: Sealed }, now: Date): Statement {
  return sql(
    'case-messages.insert-anonymous',
    `insert into case_messages (tenant_id, id, case_id, author, answer, content, at) values (ctx_tenant(), $1, $2, 'anonymous', false, $3, $4)`,
    [message.id, message.caseId, message.content.bytes, now],
  )
}

/** Of a locked case that is anonymous still: the same words under another key. */
export function resealMessage(_permit: Permit, id: string, content: Sealed): Statement {
  return sql('case-messages.reseal', 'update case_messages set content = $2 where tenant_id = ctx_tenant() and id = $1', [
    id,
    content.bytes,
  ])
}

export function resealChange(_permit: Permit, id: string, details: Sealed): Statement {
  return sql('case-changes.reseal', 'update case_changes set details = $2 where tenant_id = ctx_tenant() and id = $1', [id, details.bytes])
}

/** From now on a patient’s, and its receipt opens nothing. */
export function giveTo(
  _permit: Permit,
  { id, userId, patientId, content }: { id: string; userId: string; patientId: string; content: Sealed },
): Statement[] {
  return [
    sql('case-receipts.drop', 'delete from case_receipts where tenant_id = ctx_tenant() and case_id = $1', [id]),
    sql(
      'cases.give',
      `update cases set patient_id = $2, submitted_by = $3, content = $4, anonymous_until = null, receipt_hash = null, version = version + 1
       where tenant_id = ctx_tenant() and id = $1`,
      [id, patientId, userId, content.bytes],
    ),
  ]
}

/** The anonymous cases whose time is over. */
export function listOver(now: Date, rows: number): Statement<{ id: string }> {
  return sql<{ id: string }>(
    'cases.anonymous-over',
    'select id from cases where tenant_id = ctx_tenant() and anonymous_until <= $1 order by anonymous_until, id limit $2',
    [now, rows],
  )
}

/** All rows of a locked anonymous case, itself last. */
export function deleteAnonymous(id: string): Statement[] {
  const tables = ['case_messages', 'case_changes', 'case_decisions', 'case_offers', 'case_receipts'] as const
  return [
    ...tables.map((table) =>
      sql(`${table}.delete-anonymous`, `delete from ${table} where tenant_id = ctx_tenant() and case_id = $1`, [id]),
    ),
    sql('cases.delete-anonymous', 'delete from cases where tenant_id = ctx_tenant() and id = $1 and anonymous_until is not null', [id]),
  ]
}

import { type Statement, sql } from '../../platform/database.ts'
import type { Spending } from './provider.ts'

/** Whose spending it is: the organisation's, a user's, or under the installation's own id a stranger's address as a keyed hash. */
export type Spender = { subject: string; cap: Spending }

/** Takes the most that a call can cost before it is made. A row where it fits into what is left of the day; none, and nothing taken, where it does not. */
export function reserve(day: string, { subject, cap }: Spender, most: Spending): Statement<{ calls: number }> {
  return sql<{ calls: number }>(
    'assistant-use.reserve',
    `insert into assistant_use as u (tenant_id, day, subject, calls, tokens, milliseconds, cost)
     select ctx_tenant(), $1::date, $2, 1, $3::bigint, $4::bigint, $5::bigint where $3::bigint <= $6::bigint and $4::bigint <= $7::bigint and $5::bigint <= $8::bigint
     on conflict (tenant_id, day, subject) do update set calls = u.calls + 1, tokens = u.tokens + excluded.tokens,
       milliseconds = u.milliseconds + excluded.milliseconds, cost = u.cost + excluded.cost
     where u.tokens + excluded.tokens <= $6::bigint and u.milliseconds + excluded.milliseconds <= $7::bigint and u.cost + excluded.cost <= $8::bigint
     returning calls`,
    [day, subject, most.tokens, most.milliseconds, most.cost, cap.tokens, cap.milliseconds, cap.cost],
  )
}

/** Gives back what a call did not need of what was taken for it. */
export function settle(day: string, subject: string, most: Spending, spent: Spending): Statement {
  return sql(
    'assistant-use.settle',
    `update assistant_use set tokens = greatest(0, tokens - $3::bigint), milliseconds = greatest(0, milliseconds - $4::bigint), cost = greatest(0, cost - $5::bigint)
     where tenant_id = ctx_tenant() and day = $1::date and subject = $2`,
    [day, subject, most.tokens - spent.tokens, most.milliseconds - spent.milliseconds, most.cost - spent.cost],
  )
}

export type UseRow = { calls: number; tokens: number; milliseconds: number; cost: number }

export function findUse(day: string): Statement<UseRow> {
  return sql<UseRow>(
    'assistant-use.find',
    `select calls, tokens, milliseconds, cost from assistant_use where tenant_id = ctx_tenant() and day = $1::date and subject = 'tenant'`,
    [day],
  )
}

/** What was spent on the days before one. */
export function forgetUse(before: string): Statement {
  return sql('assistant-use.forget', 'delete from assistant_use where tenant_id = ctx_tenant() and day < $1::date', [before])
}

// What a call can cost at most is taken before it is made and given back after, so many who ask at once never spend more than is allowed. [LLM06]
import type { Transaction } from '../../platform/database.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Operation } from '../../security/operation.ts'
import { type Budgets, capsIn, dayOf } from './budget-rules.ts'
import { reserve, type Spender, settle } from './budget-store.ts'
import type { Spending } from './provider.ts'

/** What was taken, of whom and of which day. */
export type Taken = { day: string; subjects: readonly string[]; most: Spending }

/** Of the caller first, then of the organisation. Refuses ASSISTANT_BUDGET_SPENT, and takes nothing then. */
export async function reserveFor(tx: Transaction, op: Operation, budgets: Budgets, most: Spending): Promise<Taken> {
  const caps = capsIn(budgets)
  return reserveOf(tx, op, most, [
    { subject: `user:${op.actor.userId ?? ''}`, cap: caps.user },
    { subject: 'tenant', cap: caps.tenant },
  ])
}

export async function reserveOf(tx: Transaction, op: Operation, most: Spending, spenders: readonly Spender[]): Promise<Taken> {
  const { day, secondsLeft } = dayOf(op.now)
  for (const spender of spenders) {
    const [row] = await tx.run(reserve(day, spender, most))
    if (row === undefined) refuse('ASSISTANT_BUDGET_SPENT', { headers: { 'Retry-After': String(secondsLeft) } })
  }
  return { day, subjects: spenders.map(({ subject }) => subject), most }
}

export async function settleFor(tx: Transaction, { day, subjects, most }: Taken, spent: Spending): Promise<void> {
  for (const subject of subjects) await tx.run(settle(day, subject, most, spent))
}

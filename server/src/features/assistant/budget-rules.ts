import type { assistantBudgets } from '@wardkeep/contract/assistant.ts'
import type { Spending } from './provider.ts'

export type Budgets = Record<keyof typeof assistantBudgets, number>

/** What one caller, and what the whole organisation, may spend in a day; `cost` in millionths of a hundredth of the currency. */
export function capsIn(budgets: Budgets): { user: Spending; tenant: Spending } {
  return {
    user: capOf(budgets.userTokens, budgets.userSeconds, budgets.userCents),
    tenant: capOf(budgets.tenantTokens, budgets.tenantSeconds, budgets.tenantCents),
  }
}

export function capOf(tokens: number, seconds: number, cents: number): Spending {
  return { tokens, milliseconds: seconds * 1000, cost: cents * 1_000_000 }
}

/** The day (UTC) that a time belongs to, and the seconds until the next one. */
export function dayOf(now: Date): { day: string; secondsLeft: number } {
  const ms = 86_400_000
  return { day: now.toISOString().slice(0, 10), secondsLeft: Math.ceil((ms - (now.getTime() % ms)) / 1000) }
}

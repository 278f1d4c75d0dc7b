// How PostgreSQL plans the statements between these two: for the values they are asked with, and not once for any. For what is common or rare by its value.
import { type Statement, sql } from '../platform/database.ts'

export const planForValues: Statement<never> = sql<never>(
  'plan.for-values',
  `select set_config('plan_cache_mode', 'force_custom_plan', true)`,
)
export const planAsBefore: Statement<never> = sql<never>('plan.as-before', `select set_config('plan_cache_mode', 'auto', true)`)

/** Between these two sorted rows are merged, and none is sought for each row of another. */
export const mergeOnly: Statement<never> = sql<never>(
  'plan.merge-only',
  `select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_nestloop', 'off', true), set_config('enable_hashjoin', 'off', true)`,
)
export const joinAnyhow: Statement<never> = sql<never>(
  'plan.join-anyhow',
  `select set_config('plan_cache_mode', 'auto', true), set_config('enable_nestloop', 'on', true), set_config('enable_hashjoin', 'on', true)`,
)

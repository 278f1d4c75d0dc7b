import { type Statement, sql } from '../../platform/database.ts'
import type { Permit } from '../../security/permit.ts'
import type { Hours } from './rules.ts'

/** No row where the organisation has set none. */
export function findHours(): Statement<Hours> {
  return sql<Hours>('case-hours.find', 'select routine, soon, urgent from case_hours where tenant_id = ctx_tenant()')
}

export function setHours(_permit: Permit, { routine, soon, urgent }: Hours): Statement {
  return sql(
    'case-hours.set',
    `insert into case_hours (tenant_id, routine, soon, urgent) values (ctx_tenant(), $1, $2, $3)
     on conflict (tenant_id) do update set routine = excluded.routine, soon = excluded.soon, urgent = excluded.urgent`,
    [routine, soon, urgent],
  )
}

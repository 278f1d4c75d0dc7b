import { type Statement, sql, type Transaction } from '../../platform/database.ts'

export function findTotal(): Statement<{ requests: number }> {
  return sql<{ requests: number }>(
    'usage.total',
    'select requests from request_counts where tenant_id = ctx_tenant() and subject_id = ctx_tenant()',
  )
}

/** Requests of the organisation on each day since one (YYYY-MM-DD): days that are over, and the last on which something was asked. */
export function countDays(since: string): Statement<{ day: string; requests: number }> {
  return sql<{ day: string; requests: number }>(
    'usage.days',
    `select day, requests from request_days where tenant_id = ctx_tenant() and day >= $1::date and subject_id = ctx_tenant()
     union all
     select day, day_requests from request_counts where tenant_id = ctx_tenant() and day >= $1::date and subject_id = ctx_tenant()`,
    [since],
  )
}

export type SubjectRow = { id: string; user_id: string; profile: Buffer; prefix: string | null; requests: number; today: number }

/** Who asked most, with what they asked today (YYYY-MM-DD). Services are told by their keys. */
export function listUsers(today: string, most: number): Statement<SubjectRow> {
  return sql<SubjectRow>(
    'usage.users',
    // Of those who asked most no more are not people than there are keys, services and the organisation itself. The counts have no index by their number: it would be written with every request.
    `select u.id, u.id as user_id, u.profile, null as prefix, c.requests, case when c.day = $1::date then c.day_requests else 0 end as today
     from (select subject_id, requests, day, day_requests from request_counts where tenant_id = ctx_tenant() order by requests desc, subject_id
       limit $2::bigint + 1 + (select count(*) from api_keys where tenant_id = ctx_tenant())
         + (select count(*) from users where tenant_id = ctx_tenant() and role = 'service')) c
     join users u on u.tenant_id = ctx_tenant() and u.id = c.subject_id
     where u.role <> 'service' order by c.requests desc, u.id limit $2`,
    [today, most],
  )
}

export function listKeys(today: string, most: number): Statement<SubjectRow> {
  return sql<SubjectRow>(
    'usage.keys',
    `select k.id, k.user_id, u.profile, k.prefix, c.requests, case when c.day = $1::date then c.day_requests else 0 end as today
     from request_counts c
     join api_keys k on k.tenant_id = c.tenant_id and k.id = c.subject_id
     join users u on u.tenant_id = k.tenant_id and u.id = k.user_id
     where c.tenant_id = ctx_tenant() order by c.requests desc, k.id limit $2`,
    [today, most],
  )
}

export type LimitRow = {
  user_minute: number | null
  user_day: number | null
  key_minute: number | null
  key_day: number | null
  tenant_minute: number | null
  tenant_day: number | null
}
const limits = 'user_minute, user_day, key_minute, key_day, tenant_minute, tenant_day'

export function findLimits(): Statement<LimitRow> {
  return sql<LimitRow>('usage.limits', `select ${limits} from request_limits where tenant_id = ctx_tenant()`)
}

export type NewLimits = Partial<Record<'userMinute' | 'userDay' | 'keyMinute' | 'keyDay' | 'tenantMinute' | 'tenantDay', number>>

export async function setLimits(tx: Transaction, set: NewLimits): Promise<LimitRow | undefined> {
  const [row] = await tx.run(
    sql<LimitRow>(
      'usage.set-limits',
      `insert into request_limits (tenant_id, ${limits}) values (ctx_tenant(), $1, $2, $3, $4, $5, $6)
       on conflict (tenant_id) do update set user_minute = excluded.user_minute, user_day = excluded.user_day, key_minute = excluded.key_minute,
         key_day = excluded.key_day, tenant_minute = excluded.tenant_minute, tenant_day = excluded.tenant_day
       returning ${limits}`,
      [set.userMinute, set.userDay, set.keyMinute, set.keyDay, set.tenantMinute, set.tenantDay],
    ),
  )
  return row
}

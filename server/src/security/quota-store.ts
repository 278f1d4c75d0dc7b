import { type Statement, sql } from '../platform/database.ts'
import { type Asked, type Granted, requestLimits } from './quota.ts'

export type GrantedRow = {
  tenant_id: string
  subject_id: string
  kind: string
  allowed: number
  minute_used: number
  minute_limit: number
  day_used: number
  day_limit: number
}

/**
 * The border of what is counted, before it. Nothing waits for the disk here: whatever is committed after it on the same way to the disk takes it
 * along, so no answered request is ever forgotten.
 */
export function countingBorder(asked: readonly Asked[]): Statement {
  const tenants = [...new Set(asked.map(({ tenantId }) => tenantId))].join(',')
  return sql(
    'quota.border',
    `select set_config('wardkeep.batch', $1, true), set_config('plan_cache_mode', 'force_generic_plan', true), set_config('synchronous_commit', 'off', true)`,
    [tenants],
  )
}

/**
 * Counts the requests of a batch for everybody they are of, and says how many of each are within the limits. Callers first, in the order of
 * their ids, then tenants: two batches never wait for each other in a circle. What a caller is refused does not weigh on its tenant.
 */
export function take(asked: readonly Asked[], now: Date): Statement<GrantedRow> {
  const column = <T>(pick: (one: Asked) => T): T[] => asked.map(pick)
  const { user, key, tenant } = requestLimits
  return sql<GrantedRow>(
    'quota.take',
    `with asked as (
       select a.tenant_id, a.subject_id, a.kind, a.requests,
         least(case a.kind when 'key' then coalesce(l.key_minute, $8) when 'user' then coalesce(l.user_minute, $10) end, a.own) as minute_limit,
         case a.kind when 'key' then coalesce(l.key_day, $9) when 'user' then coalesce(l.user_day, $11) end as day_limit,
         coalesce(l.tenant_minute, $12) as tenant_minute, coalesce(l.tenant_day, $13) as tenant_day
       from unnest($1::uuid[], $2::uuid[], $3::text[], $4::integer[], $5::integer[]) as a (tenant_id, subject_id, kind, requests, own)
       left join request_limits l on l.tenant_id = a.tenant_id
     ), callers as (
       insert into request_counts as c (tenant_id, subject_id, requests, minute, minute_used, day, day_requests, day_used)
       select tenant_id, subject_id, requests, $6::timestamptz, requests, $7::date, requests, requests from asked order by tenant_id, subject_id
       on conflict (tenant_id, subject_id) do update set requests = c.requests + excluded.requests,
         minute = greatest(c.minute, excluded.minute), day = greatest(c.day, excluded.day),
         minute_used = excluded.minute_used + case when c.minute >= excluded.minute then c.minute_used else 0 end,
         day_requests = excluded.day_requests + case when c.day >= excluded.day then c.day_requests else 0 end,
         day_used = excluded.day_used + case when c.day >= excluded.day then c.day_used else 0 end
       returning c.tenant_id, c.subject_id, c.minute_used, c.day_used
     ), judged as (
       select a.tenant_id, a.subject_id, a.kind, a.requests, a.minute_limit, a.day_limit, a.tenant_minute, a.tenant_day, c.minute_used, c.day_used,
         greatest(0, least(a.requests, a.minute_limit - c.minute_used + a.requests, a.day_limit - c.day_used + a.requests)) as allowed
       from asked a join callers c on c.tenant_id = a.tenant_id and c.subject_id = a.subject_id
     ), wanted as (
       select tenant_id, sum(requests)::integer as requests, sum(allowed)::integer as allowed, min(tenant_minute) as minute_limit, min(tenant_day) as day_limit
       from judged where kind <> 'counted' group by tenant_id
     ), tenants as (
       insert into request_counts as c (tenant_id, subject_id, requests, minute, minute_used, day, day_requests, day_used)
       select tenant_id, tenant_id, requests, $6::timestamptz, allowed, $7::date, requests, allowed from wanted order by tenant_id
       on conflict (tenant_id, subject_id) do update set requests = c.requests + excluded.requests,
         minute = greatest(c.minute, excluded.minute), day = greatest(c.day, excluded.day),
         minute_used = excluded.minute_used + case when c.minute >= excluded.minute then c.minute_used else 0 end,
         day_requests = excluded.day_requests + case when c.day >= excluded.day then c.day_requests else 0 end,
         day_used = excluded.day_used + case when c.day >= excluded.day then c.day_used else 0 end
       returning c.tenant_id, c.minute_used, c.day_used
     )
     select tenant_id, subject_id, kind, allowed, minute_used, minute_limit, day_used, day_limit from judged
     union all
     select w.tenant_id, w.tenant_id, 'tenant',
       greatest(0, least(w.allowed, w.minute_limit - t.minute_used + w.allowed, w.day_limit - t.day_used + w.allowed)),
       t.minute_used, w.minute_limit, t.day_used, w.day_limit
     from wanted w join tenants t on t.tenant_id = w.tenant_id`,
    [
      column((one) => one.tenantId),
      column((one) => one.subjectId),
      column((one) => one.kind),
      column((one) => one.requests),
      column((one) => one.own),
      new Date(now.getTime() - (now.getTime() % 60_000)),
      now.toISOString().slice(0, 10),
      key.minute,
      key.day,
      user.minute,
      user.day,
      tenant.minute,
      tenant.day,
    ],
  )
}

export function grantedIn(rows: readonly GrantedRow[]): Granted[] {
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    subjectId: row.subject_id,
    kind: row.kind,
    allowed: row.allowed,
    minuteUsed: row.minute_used,
    minuteLimit: row.minute_limit,
    dayUsed: row.day_used,
    dayLimit: row.day_limit,
  }))
}

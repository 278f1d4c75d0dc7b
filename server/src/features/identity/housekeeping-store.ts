import { type Statement, sql, type Transaction } from '../../platform/database.ts'

/** Rows that one statement takes at most, so that none holds the database, or this process, for long. */
export const batchSize = 500

/** Before which moment each kind of row has ended to go. */
export type Ends = { day: Date; month: Date; quarter: Date; now: Date }

/** A locator: every organisation, by id alone. */
export function listTenantIds(): Statement<{ tenant_id: string }> {
  return sql('identity.tenant-ids', 'select tenant_id from tenant_ids order by tenant_id')
}

type Sweep = { table: string; statement: Statement<{ gone: number }> }

/** Of the whole installation: what is found by a hash, and leads nowhere any more. A link is remembered for a month, to say that it has expired. */
export function sweepLocators({ day, month, quarter, now }: Ends): Sweep[] {
  return [
    sweep('sign_in_challenges', 'expires_at < $1', day),
    sweep('answered_challenges', 'answered_at < $1', day),
    sweep('sign_in_attempts', 'at < $1', day),
    sweep('sign_in_tallies', 'last_at < $1', quarter),
    sweep('sign_in_failed_names', 'at < $1', day),
    sweep('known_devices', 'known_until < $1', now),
    sweep('sign_on_flows', 'expires_at < $1', day),
    sweep('mailed_links', 'expires_at < $1', month),
    // Of a session that goes on a spent token is remembered, since whoever shows it is a thief: it expires with its session alone.
    sweep('refresh_tokens', 'expires_at < $1', day),
  ]
}

/** Of one organisation. A user's newest session stays: it says when they last signed in. */
export function sweepTenant({ day, quarter }: Ends): Sweep[] {
  return [
    sweep('sign_on_answers', 'tenant_id = ctx_tenant() and expires_at < $1', day),
    // Until then a message would be refused for its age alone.
    sweep('sign_on_messages', 'tenant_id = ctx_tenant() and expires_at < $1', day),
    sweep('totp_enrolments', 'tenant_id = ctx_tenant() and begun_at < $1', day),
    sweep(
      'sessions',
      `tenant_id = ctx_tenant() and coalesce(ended_at, expires_at) < $1 and expires_at < $1
       and exists (select from sessions newer where newer.tenant_id = dead.tenant_id and newer.user_id = dead.user_id and newer.created_at > dead.created_at)
       and not exists (select from refresh_tokens r where r.tenant_id = dead.tenant_id and r.session_id = dead.id)
       and not exists (select from totp_enrolments e where e.tenant_id = dead.tenant_id and e.session_id = dead.id)`,
      quarter,
    ),
  ]
}

/** Locks that ended before then and that nobody has come by since. */
export async function listEndedLocks(tx: Transaction, before: Date): Promise<Buffer[]> {
  const rows = await tx.run(
    sql<{ bucket_hash: Buffer }>('identity.ended-locks', 'select bucket_hash from sign_in_locks where until < $1 limit $2', [
      before,
      batchSize,
    ]),
  )
  return rows.map((row) => row.bucket_hash)
}

function sweep(table: string, condition: string, before: Date): Sweep {
  const statement = sql<{ gone: number }>(
    `identity.sweep-${table}`,
    `with swept as (delete from ${table} where ctid = any (array(
         select ctid from ${table} dead where ${condition} limit ${batchSize})) returning 1)
     select count(*)::integer as gone from swept`,
    [before],
  )
  return { table, statement }
}

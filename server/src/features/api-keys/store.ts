import { type Statement, sql, type Transaction } from '../../platform/database.ts'

export type KeyRow = {
  id: string
  user_id: string
  service_active: boolean
  profile: Buffer
  prefix: string
  scopes: string[]
  per_minute: number | null
  made_at: Date
  expires_at: Date
  revoked_at: Date | null
  /** Beginning of the minute in which it was last used. */
  last_used: Date | null
  requests: number
}

/** The organisation's keys, newest first, or one of them. Those that ended more than a year ago are left out. */
export function findKeys(id: string | undefined): Statement<KeyRow> {
  return sql<KeyRow>(
    'api-keys.find',
    `select k.id, k.user_id, u.active as service_active, u.profile, k.prefix, k.scopes, k.per_minute, k.made_at, k.expires_at, k.revoked_at,
       nullif(c.minute, '-infinity') as last_used, coalesce(c.requests, 0) as requests
     from api_keys k
     join users u on u.tenant_id = k.tenant_id and u.id = k.user_id
     left join request_counts c on c.tenant_id = k.tenant_id and c.subject_id = k.id
     where k.tenant_id = ctx_tenant() and ($1::uuid is null or k.id = $1) and k.expires_at > ctx_now() - interval '1 year'
     order by k.id desc limit 500`,
    [id],
  )
}

/** Locks a key that is about to change. */
export async function lockKey(tx: Transaction, id: string): Promise<{ id: string; expires_at: Date; revoked_at: Date | null } | undefined> {
  const [row] = await tx.run(
    sql<{ id: string; expires_at: Date; revoked_at: Date | null }>(
      'api-keys.lock',
      'select id, expires_at, revoked_at from api_keys where tenant_id = ctx_tenant() and id = $1 for update',
      [id],
    ),
  )
  return row
}

/** Locks a service that a key is made for. */
export async function lockService(tx: Transaction, id: string): Promise<{ id: string } | undefined> {
  const [row] = await tx.run(
    sql<{ id: string }>(
      'api-keys.lock-service',
      `select id from users where tenant_id = ctx_tenant() and id = $1 and role = 'service' and active for no key update`,
      [id],
    ),
  )
  return row
}

/** How many keys of the organisation are neither revoked nor expired; who asks for this at once waits for another. */
export async function countLiving(tx: Transaction, now: Date): Promise<number> {
  const [, [row]] = await tx.runAll([
    sql('api-keys.lock-organisation', 'select from organisations where tenant_id = ctx_tenant() for no key update'),
    sql<{ n: number }>(
      'api-keys.count',
      'select count(*)::integer as n from api_keys where tenant_id = ctx_tenant() and revoked_at is null and expires_at > $1',
      [now],
    ),
  ])
  return row?.n ?? 0
}

export type InsertedKey = {
  id: string
  tenantId: string
  serviceId: string
  prefix: string
  hash: Buffer
  scopes: readonly string[]
  perMinute: number | undefined
  madeBy: string
  now: Date
  expiresAt: Date
}

export async function insertKey(tx: Transaction, made: InsertedKey): Promise<void> {
  await tx.run(
    sql(
      'api-keys.insert',
      `insert into api_keys (tenant_id, id, user_id, prefix, key_hash, scopes, per_minute, made_by, made_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [made.tenantId, made.id, made.serviceId, made.prefix, made.hash, made.scopes, made.perMinute, made.madeBy, made.now, made.expiresAt],
    ),
  )
}

export async function revokeKey(tx: Transaction, id: string, by: string, now: Date): Promise<void> {
  await tx.run(
    sql(
      'api-keys.revoke',
      'update api_keys set revoked_at = $3, revoked_by = $2, epoch = epoch + 1 where tenant_id = ctx_tenant() and id = $1',
      [id, by, now],
    ),
  )
}

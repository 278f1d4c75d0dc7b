import { type Statement, sql } from '../platform/database.ts'
import type { KeyFacts, Operation } from './operation.ts'
import type { ContextRow } from './store.ts'

export type KeyRow = {
  key_id: string
  tenant_id: string
  user_id: string
  scopes: string[]
  per_minute: number | null
  expires_at: Date
  epoch: number
  organisation_slug: string
  organisation_name: string
  organisation_time_zone: string
  profile: Buffer
}

/** The facts of a living key, by its name and the keyed hash of the whole of it. */
export function findKey(prefix: string, hash: Buffer, now: Date): Statement<KeyRow> {
  return sql<KeyRow>(
    'key.find',
    `select key_id, tenant_id, user_id, scopes, per_minute, expires_at, epoch, organisation_slug, organisation_name, organisation_time_zone, profile
     from key_context where prefix = $1 and key_hash = $2 and alive and expires_at > $3`,
    [prefix, hash, now],
  )
}

/** The context of a transaction from the key's own row, as `contextOf` has it from a session's. */
export function contextOfKey(op: Operation, key: KeyFacts): Statement<ContextRow> {
  return sql<ContextRow>(
    'context.key',
    `select (k.id is not null)::integer as alive,
       set_config('wardkeep.tenant', coalesce(k.tenant_id::text, ''), true),
       set_config('wardkeep.user', coalesce(k.user_id::text, ''), true),
       set_config('wardkeep.role', case when k.id is null then '' else 'service' end, true),
       set_config('wardkeep.patient', '', true),
       set_config('wardkeep.doctor', '', true),
       set_config('wardkeep.now', $4::text, true),
       set_config('wardkeep.purpose', $5::text, true),
       set_config('wardkeep.acting', '', true)
     from (select) always left join living_keys k
       on k.tenant_id = $1 and k.id = $2 and k.epoch = $3 and k.expires_at > $4::text::timestamptz`,
    [op.tenantId, key.id, key.stamp, op.now.toISOString(), op.purpose ?? ''],
  )
}

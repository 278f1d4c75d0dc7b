import type { RoleName } from '@wardkeep/contract/identity.ts'
import { type Statement, sql } from '../platform/database.ts'
import type { FactorKind } from './factor-kinds.ts'
import { contextOfKey } from './key-store.ts'
import type { Operation } from './operation.ts'
import type { JsonValue } from './vault/index.ts'

export type SessionRow = {
  session_id: string
  tenant_id: string
  user_id: string
  role: string
  patient_id: string | null
  doctor_id: string | null
  assurance: 1 | 2
  proven_at: Date
  second_proven_at: Date | null
  staff_second_factor: boolean
  second_factor_roles: RoleName[]
  purpose_mode: 'open' | 'strict'
  staff_factor: FactorKind
  has_passkey: boolean
  has_bound_passkey: boolean
  admin_networks: string[]
  enrolled: boolean
  created_at: Date
  expires_at: Date
  epoch: number
  organisation_slug: string
  organisation_name: string
  organisation_time_zone: string
  profile: Buffer
  seen_at: Date
  places: string[]
  proven_places: string[]
  staff_idle_seconds: number
  patient_idle_seconds: number
  staff_proof_seconds: number
  patient_proof_seconds: number
}

/** The facts of a living session; by its id alone for a bearer token, by id and secret for a cookie. */
export function findSession(id: string, secretHash: Buffer | null, now: Date): Statement<SessionRow> {
  return sql<SessionRow>(
    'session.find',
    `select session_id, tenant_id, user_id, role, patient_id, doctor_id, assurance, proven_at, second_proven_at, staff_second_factor,
       enrolled, created_at, expires_at, epoch,
       organisation_slug, organisation_name, organisation_time_zone, profile, seen_at, places, proven_places,
       staff_idle_seconds, patient_idle_seconds, staff_proof_seconds, patient_proof_seconds,
       (select second_factor_roles from session_demands d where d.session_id = $1) as second_factor_roles,
       (select purpose_mode from session_demands d where d.session_id = $1) as purpose_mode,
       (select staff_factor from session_demands d where d.session_id = $1) as staff_factor,
       (select has_passkey from session_demands d where d.session_id = $1) as has_passkey,
       (select has_bound_passkey from session_demands d where d.session_id = $1) as has_bound_passkey,
       (select admin_networks from session_networks d where d.session_id = $1) as admin_networks
     from session_context
     where session_id = $1 and alive and expires_at > $3 and secret_hash is not distinct from $2`,
    [id, secretHash, now],
  )
}

export type ContextRow = { alive: number }

/**
 * Sets the context of the transaction from the session row itself. A session that is dead, or whose stamp has moved on, sets every value
 * to empty: row security then shows nothing. It always yields one row, and sets every value, so nothing of a neighbour's remains.
 */
export function contextOf(op: Operation): Statement<ContextRow> {
  const { actor } = op
  const { session } = actor
  if (actor.key !== undefined) return contextOfKey(op, actor.key)
  if (session === undefined) return fixedContext(actor.via === 'system' || actor.via === 'receipt' ? actor.tenantId : '', 'system', op)
  return sql<ContextRow>(
    'context.session',
    `select (s.id is not null)::integer as alive,
       set_config('wardkeep.tenant', coalesce(s.tenant_id::text, ''), true),
       set_config('wardkeep.user', coalesce(s.user_id::text, ''), true),
       set_config('wardkeep.role', coalesce(s.role, ''), true),
       set_config('wardkeep.patient', case when $6::text = '' then coalesce(s.patient_id::text, '') else '' end, true),
       set_config('wardkeep.doctor', coalesce(s.doctor_id::text, ''), true),
       set_config('wardkeep.now', $4::text, true),
       set_config('wardkeep.purpose', $5::text, true),
       set_config('wardkeep.acting', $6::text, true)
     from (select) always left join living_sessions s
       on s.tenant_id = $1 and s.id = $2 and s.epoch = $3 and s.expires_at > $4::text::timestamptz`,
    [actor.tenantId, session.id, session.stamp, op.now.toISOString(), op.purpose ?? '', actor.actingFor ?? ''],
  )
}

/** The context of the system itself inside one organisation, or, with an empty tenant, of nobody: locators only. */
export function fixedContext(tenantId: string, role: 'system', op: { now: Date }): Statement<ContextRow> {
  return sql<ContextRow>(
    'context.fixed',
    `select 1 as alive, set_config('wardkeep.tenant', $1, true), set_config('wardkeep.user', '', true), set_config('wardkeep.role', $2, true),
       set_config('wardkeep.patient', '', true), set_config('wardkeep.doctor', '', true), set_config('wardkeep.now', $3, true),
       set_config('wardkeep.purpose', '', true), set_config('wardkeep.acting', '', true)`,
    [tenantId, role, op.now.toISOString()],
  )
}

export type ClaimRow = { made_id: string; content_hash: Buffer; told: JsonValue | null }

/** Yields a row where the key is new to its user; waits for whoever claims it in a transaction under way. */
export function claimKey(claim: { key: Buffer; digest: Buffer; madeId: string; at: Date }): Statement<{ made_id: string }> {
  return sql<{ made_id: string }>(
    'retry.claim',
    `insert into idempotency_keys (tenant_id, user_id, key_hash, content_hash, made_id, at) values (ctx_tenant(), ctx_user(), $1, $2, $3, $4)
     on conflict do nothing returning made_id`,
    [claim.key, claim.digest, claim.madeId, claim.at],
  )
}

export function findClaim(key: Buffer): Statement<ClaimRow> {
  return sql<ClaimRow>(
    'retry.find',
    'select made_id, content_hash, told from idempotency_keys where tenant_id = ctx_tenant() and user_id = ctx_user() and key_hash = $1',
    [key],
  )
}

/** `told` holds nothing that is protected. */
export function noteTold(key: Buffer, told: JsonValue): Statement {
  return sql(
    'retry.note',
    'update idempotency_keys set told = $2::jsonb where tenant_id = ctx_tenant() and user_id = ctx_user() and key_hash = $1',
    [key, JSON.stringify(told)],
  )
}

export function forgetClaims(before: Date): Statement {
  return sql('retry.forget', 'delete from idempotency_keys where tenant_id = ctx_tenant() and user_id = ctx_user() and at < $1', [before])
}

/** Processes that change the keys of access tokens take turns: the lock is let go with the transaction. */
export function turnAtTokenKeys(): Statement<{ turn: string }> {
  return sql('token-keys.turn', `select pg_advisory_xact_lock(hashtextextended('wardkeep token keys', 0))::text as turn`)
}

/** The journal is read under its own role, for these statements alone. */
export const asAuditor: Statement = sql('role.auditor', `select set_config('role', 'wardkeep_auditor', true)`)
export const asRuntime: Statement = sql('role.runtime', `select set_config('role', 'none', true)`)

export type StampRow = { id: string; profile: 'demo' | 'production'; key_check: Buffer }

/** Which installation the database belongs to; no row in a database that is new. */
export function findStamp(): Statement<StampRow> {
  return sql<StampRow>('installation.find', 'select id, profile, key_check from installation')
}

export function insertStamp(stamp: { id: string; profile: string; keyCheck: Buffer; now: Date }): Statement {
  return sql(
    'installation.insert',
    'insert into installation (id, profile, key_check, made_at) values ($1, $2, $3, $4) on conflict do nothing',
    [stamp.id, stamp.profile, stamp.keyCheck, stamp.now],
  )
}

export type RoleRow = { name: string; privileged: boolean; owns: number }

/** What the connection's role really is: its name, whether it is above row security, and how many tables it owns. */
export function findRole(): Statement<RoleRow> {
  return sql<RoleRow>(
    'role.find',
    `select r.rolname::text as name, r.rolsuper or r.rolbypassrls or r.rolcreaterole as privileged,
       (select count(*)::integer from pg_class c where c.relowner = r.oid and c.relkind in ('r', 'p')) as owns
     from pg_roles r where r.rolname = current_user`,
  )
}

/** Every active organisation of the installation, by a view that shows ids alone. */
export function listActive(): Statement<{ tenant_id: string }> {
  return sql('organisations.active', 'select tenant_id from active_organisations order by tenant_id')
}

export function findLatestTime(): Statement<{ at: Date }> {
  return sql<{ at: Date }>('installation.latest-time', 'select at from latest_time')
}

export function keepLatestTime(at: Date): Statement {
  return sql(
    'installation.keep-time',
    'insert into latest_time (at) values ($1) on conflict (only_row) do update set at = greatest(latest_time.at, excluded.at)',
    [at],
  )
}

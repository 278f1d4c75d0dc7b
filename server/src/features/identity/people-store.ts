import type { RoleName } from '@wardkeep/contract/identity.ts'
import { type Statement, sql, type Transaction } from '../../platform/database.ts'
import type { Sealed } from '../../security/vault/index.ts'

export type MemberRow = {
  id: string
  role: RoleName
  active: boolean
  language: string
  patient_id: string | null
  doctor_id: string | null
  profile: Buffer
  created_at: Date
  last_sign_in: Date | null
  requests: number
  second_factor: boolean
  reset_id: string | null
  reset_asked_by: string | null
  reset_asked_at: Date | null
}

const member = `select u.id, u.role, u.active, u.language, u.patient_id, u.doctor_id, u.profile, u.created_at,
    (select max(s.created_at) from sessions s where s.tenant_id = u.tenant_id and s.user_id = u.id) as last_sign_in,
    coalesce((select c.requests from request_counts c where c.tenant_id = u.tenant_id and c.subject_id = u.id), 0) as requests,
    exists (select from second_factors f where f.tenant_id = u.tenant_id and f.user_id = u.id)
      or exists (select from passkeys p where p.tenant_id = u.tenant_id and p.user_id = u.id) as second_factor,
    asked.id as reset_id, asked.asked_by as reset_asked_by, asked.asked_at as reset_asked_at
  from users u left join lateral (
    select r.id, r.asked_by, r.asked_at from factor_resets r where r.tenant_id = u.tenant_id and r.user_id = u.id and r.reset_at is null
    order by r.id desc limit 1) asked on true
  where u.tenant_id = ctx_tenant() and u.closed_at is null`

export type MembersAsked = {
  role: string | undefined
  active: boolean | undefined
  patientId: string | undefined
  after: string | undefined
  limit: number
}

/** In the order in which they came; `after` is the id that the page before ended with. Each set of filters is a statement with a plan of its own. */
export function listMembers({ role, active, patientId, after, limit }: MembersAsked): Statement<MemberRow> {
  const standing = active === undefined ? 'any' : active ? 'active' : 'disabled'
  const given = Object.entries({ role, patient_id: patientId }).flatMap(([column, value]) =>
    value === undefined ? [] : [{ column, value }],
  )
  return sql<MemberRow>(
    ['identity.list-members', standing, ...given.map(({ column }) => column)].join('.'),
    `${member}${conditions[standing]}${given.map(({ column }, place) => ` and u.${column} = $${place + 3}`).join('')}
       and u.id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
     order by u.id limit $2`,
    [after, limit, ...given.map(({ value }) => value)],
  )
}

const conditions = { any: '', active: ' and u.active', disabled: ' and not u.active' } as const

/** Locks an account that is about to change. */
export async function lockMember(tx: Transaction, id: string): Promise<MemberRow | undefined> {
  const [row] = await tx.run(sql<MemberRow>('identity.lock-member', `${member} and u.id = $1 for update of u`, [id]))
  return row
}

/** Locks everybody who has a role and may sign in, in one order, so that two who would take it from each other come one after the other. */
export function lockHolders(tx: Transaction, role: string): Promise<{ id: string }[]> {
  return tx.run(
    sql<{ id: string }>(
      'identity.lock-holders',
      'select id from users where tenant_id = ctx_tenant() and role = $1 and active order by id for update',
      [role],
    ),
  )
}

export async function setActive(tx: Transaction, id: string, active: boolean): Promise<void> {
  await tx.run(sql('identity.set-active', 'update users set active = $2 where tenant_id = ctx_tenant() and id = $1', [id, active]))
}

export async function setRole(tx: Transaction, id: string, role: string): Promise<void> {
  await tx.run(sql('identity.set-role', 'update users set role = $2 where tenant_id = ctx_tenant() and id = $1', [id, role]))
}

export async function setOwn(tx: Transaction, id: string, changed: { language: string; profile: Sealed }): Promise<void> {
  await tx.run(
    sql('identity.set-own', 'update users set language = $2, profile = $3 where tenant_id = ctx_tenant() and id = $1', [
      id,
      changed.language,
      changed.profile.bytes,
    ]),
  )
}

import type { RoleName } from '@wardkeep/contract/identity.ts'
import { type Statement, sql, type Transaction } from '../../platform/database.ts'
import type { FactorKind } from '../../security/factor-kinds.ts'
import type { Sealed } from '../../security/vault/index.ts'

export type NewUser = {
  tenantId: string
  id: string
  role: RoleName
  language: string
  passwordHash: string | null
  emailIndex: Buffer
  patientId: string | undefined
  doctorId: string | undefined
  profile: Sealed
  emailVerifiedAt: Date | null
  createdAt: Date
}
export type NewName = { hash: Buffer; kind: 'email' | 'username' }

/** Inserts a user; false where the e-mail address already has an account, in whatever organisation. */
export async function insertUser(tx: Transaction, user: NewUser): Promise<boolean> {
  const inserted = await tx.run(
    sql<{ id: string }>(
      'identity.insert-user',
      `insert into users (tenant_id, id, role, language, password_hash, email_index, patient_id, doctor_id, profile, created_at, email_verified_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       on conflict (email_index) do nothing returning id`,
      [
        user.tenantId,
        user.id,
        user.role,
        user.language,
        user.passwordHash,
        user.emailIndex,
        user.patientId,
        user.doctorId,
        user.profile.bytes,
        user.createdAt,
        user.emailVerifiedAt,
      ],
    ),
  )
  return inserted.length === 1
}

/** Inserts the names by which a user signs in; false where one of them is taken. */
export async function insertNames(tx: Transaction, tenantId: string, userId: string, names: readonly NewName[]): Promise<boolean> {
  const inserted = await tx.run(
    sql<{ kind: string }>(
      'identity.insert-names',
      `insert into sign_in_names (name_hash, tenant_id, user_id, kind)
       select name_hash, $1::uuid, $2::uuid, kind from unnest($3::bytea[], $4::text[]) as name (name_hash, kind)
       order by name_hash
       on conflict do nothing returning kind`,
      [tenantId, userId, names.map((name) => name.hash), names.map((name) => name.kind)],
    ),
  )
  return inserted.length === names.length
}

export async function insertTotp(tx: Transaction, tenantId: string, userId: string, secret: Sealed, now: Date): Promise<void> {
  await tx.run(
    sql(
      'identity.insert-totp',
      `insert into second_factors (tenant_id, user_id, kind, secret, confirmed_at) values ($1, $2, 'totp', $3, $4)`,
      [tenantId, userId, secret.bytes, now],
    ),
  )
}

export type UserRow = {
  id: string
  tenant_id: string
  role: RoleName
  language: string
  patient_id: string | null
  doctor_id: string | null
  profile: Buffer
  organisation_slug: string
  organisation_name: string
  password_policy: string
  requests: number
  staff_second_factor: boolean
  staff_idle_seconds: number
  patient_idle_seconds: number
  second_factor_roles: RoleName[]
  totp_strict: boolean
  staff_factor: FactorKind
  has_totp: boolean
  passkeys: number
  bound_passkeys: number
}
export type AccountRow = UserRow & {
  password_hash: string | null
  /** It had one, which was disabled. */
  password_disabled: boolean
  active: boolean
  verified: boolean
  codes_left: number
}

const userColumns = `u.id, u.tenant_id, u.role, u.language, u.patient_id, u.doctor_id, u.profile,
  o.slug as organisation_slug, o.name as organisation_name, o.password_policy, o.staff_second_factor, o.second_factor_roles,
  o.staff_idle_seconds, o.patient_idle_seconds, o.totp_strict, o.staff_factor,
  exists (select from second_factors f where f.tenant_id = u.tenant_id and f.user_id = u.id and f.kind = 'totp') as has_totp,
  (select count(*)::integer from passkeys p where p.tenant_id = u.tenant_id and p.user_id = u.id) as passkeys,
  (select count(*)::integer from passkeys p where p.tenant_id = u.tenant_id and p.user_id = u.id and p.device_bound) as bound_passkeys,
  coalesce(c.requests, 0) as requests`
const fromUsers = `from users u
  join organisations o on o.tenant_id = u.tenant_id
  left join request_counts c on c.tenant_id = u.tenant_id and c.subject_id = u.id
  where u.tenant_id = $1 and u.id = $2`

/** Who an account's own user is, for its own eyes. */
export function findUser(tenantId: string, userId: string): Statement<UserRow> {
  return sql<UserRow>('identity.find-user', `select ${userColumns} ${fromUsers}`, [tenantId, userId])
}

/** The same with what a sign-in is held against. */
export function findAccount(tenantId: string, userId: string): Statement<AccountRow> {
  return sql<AccountRow>(
    'identity.find-account',
    `select ${userColumns}, u.password_hash, u.password_disabled_at is not null as password_disabled, u.active and o.active as active, u.email_verified_at is not null as verified,
       (select count(*)::integer from recovery_codes r where r.tenant_id = u.tenant_id and r.user_id = u.id and r.used_at is null) as codes_left
     ${fromUsers}`,
    [tenantId, userId],
  )
}

/** A locator: whose name it is. */
export function findName(hash: Buffer): Statement<{ tenant_id: string; user_id: string }> {
  return sql('identity.find-name', 'select tenant_id, user_id from sign_in_names where name_hash = $1 and kind <> $2', [
    hash,
    'former-email',
  ])
}

/** A locator: the organisation that a stranger joins who registers. */
export function findOpenOrganisation(): Statement<OpenOrganisation> {
  return sql<OpenOrganisation>('identity.open-organisation', 'select tenant_id, slug, name, password_policy from open_organisation')
}

export type OpenOrganisation = { tenant_id: string; slug: string; name: string; password_policy: string }

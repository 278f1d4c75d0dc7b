import { type Statement, sql, type Transaction } from '../../platform/database.ts'
import type { Sealed } from '../../security/vault/index.ts'

export type Owner = { tenantId: string; userId: string }
export type FactorsRow = {
  id: string
  totp_since: Date | null
  passkeys: number
  bound_passkeys: number
  codes_left: number
  codes_made_at: Date | null
}

/** What a user has to prove a second factor with. */
export function findFactors({ tenantId, userId }: Owner): Statement<FactorsRow> {
  return sql<FactorsRow>(
    'identity.find-factors',
    `select u.id,
       (select f.confirmed_at from second_factors f where f.tenant_id = u.tenant_id and f.user_id = u.id and f.kind = 'totp') as totp_since,
       (select count(*)::integer from passkeys p where p.tenant_id = u.tenant_id and p.user_id = u.id) as passkeys,
       (select count(*)::integer from passkeys p where p.tenant_id = u.tenant_id and p.user_id = u.id and p.device_bound) as bound_passkeys,
       (select count(*)::integer from recovery_codes r where r.tenant_id = u.tenant_id and r.user_id = u.id and r.used_at is null) as codes_left,
       (select max(r.made_at) from recovery_codes r where r.tenant_id = u.tenant_id and r.user_id = u.id) as codes_made_at
     from users u where u.tenant_id = $1 and u.id = $2`,
    [tenantId, userId],
  )
}

/** Keeps a secret that was shown; the one before it, of whatever session, leads nowhere from now on. Lock the user before. */
export async function putEnrolment(tx: Transaction, begun: Owner & { sessionId: string; secret: Sealed; now: Date }): Promise<void> {
  await dropEnrolment(tx, begun)
  await tx.run(
    sql(
      'identity.put-enrolment',
      'insert into totp_enrolments (tenant_id, user_id, session_id, secret, begun_at) values ($1, $2, $3, $4, $5)',
      [begun.tenantId, begun.userId, begun.sessionId, begun.secret.bytes, begun.now],
    ),
  )
}

export type EnrolmentRow = { session_id: string; secret: Buffer; begun_at: Date }

/** Locks what was begun, so that of two confirmations one finishes it. */
export async function lockEnrolment(tx: Transaction, { tenantId, userId }: Owner): Promise<EnrolmentRow | undefined> {
  const [row] = await tx.run(
    sql<EnrolmentRow>(
      'identity.lock-enrolment',
      'select session_id, secret, begun_at from totp_enrolments where tenant_id = $1 and user_id = $2 for update',
      [tenantId, userId],
    ),
  )
  return row
}

export async function dropEnrolment(tx: Transaction, { tenantId, userId }: Owner): Promise<void> {
  await tx.run(sql('identity.drop-enrolment', 'delete from totp_enrolments where tenant_id = $1 and user_id = $2', [tenantId, userId]))
}

/** Replaces whatever codes there were. */
export async function replaceCodes(tx: Transaction, { tenantId, userId }: Owner, hashes: readonly Buffer[], now: Date): Promise<void> {
  await dropCodes(tx, { tenantId, userId })
  await tx.run(
    sql(
      'identity.insert-codes',
      `insert into recovery_codes (tenant_id, user_id, code_hash, made_at)
       select $1::uuid, $2::uuid, code_hash, $4::timestamptz from unnest($3::bytea[]) as made (code_hash)`,
      [tenantId, userId, hashes, now],
    ),
  )
}

export async function dropCodes(tx: Transaction, { tenantId, userId }: Owner): Promise<void> {
  await tx.run(sql('identity.drop-codes', 'delete from recovery_codes where tenant_id = $1 and user_id = $2', [tenantId, userId]))
}

/** Uses a code up; false where the user has no such code, or it was used. */
export async function useCode(tx: Transaction, { tenantId, userId }: Owner, hash: Buffer, now: Date): Promise<boolean> {
  const used = await tx.run(
    sql(
      'identity.use-code',
      `update recovery_codes set used_at = $4 where tenant_id = $1 and user_id = $2 and code_hash = $3 and used_at is null
       returning code_hash`,
      [tenantId, userId, hash, now],
    ),
  )
  return used.length === 1
}

import { sql, type Transaction } from '../../platform/database.ts'
import type { Sealed } from '../../security/vault/index.ts'
import type { Owner } from './factor-store.ts'

export type Closing = Owner & { profile: Sealed; by: string; now: Date }

/** The row stays for what names it; nothing opens it any more. */
export async function closeRow(tx: Transaction, { tenantId, userId, profile, by, now }: Closing): Promise<void> {
  await tx.run(
    sql(
      'identity.close-row',
      `update users set active = false, password_hash = null, email_index = null, patient_id = null, profile = $3, closed_at = $4, closed_by = $5
       where tenant_id = $1 and id = $2`,
      [tenantId, userId, profile.bytes, now, by],
    ),
  )
}

/** From now on the names are anybody's, a former address too. */
export async function dropNames(tx: Transaction, { tenantId, userId }: Owner): Promise<void> {
  await tx.run(sql('identity.drop-names', 'delete from sign_in_names where tenant_id = $1 and user_id = $2', [tenantId, userId]))
}

/** Everything that a second factor could be proven with, and what was begun of it. */
export async function dropFactors(tx: Transaction, { tenantId, userId }: Owner): Promise<void> {
  const of = [tenantId, userId]
  await tx.runAll([
    sql('identity.drop-factors', 'delete from second_factors where tenant_id = $1 and user_id = $2', of),
    sql('identity.drop-passkeys', 'delete from passkeys where tenant_id = $1 and user_id = $2', of),
    sql('identity.drop-all-codes', 'delete from recovery_codes where tenant_id = $1 and user_id = $2', of),
    sql('identity.drop-enrolments', 'delete from totp_enrolments where tenant_id = $1 and user_id = $2', of),
  ])
}

/** What an address was and should have been; gives the ids, to which links lead. */
export async function dropEmailChanges(tx: Transaction, { tenantId, userId }: Owner): Promise<string[]> {
  const dropped = await tx.run(
    sql<{ id: string }>('identity.drop-email-changes', 'delete from email_changes where tenant_id = $1 and user_id = $2 returning id', [
      tenantId,
      userId,
    ]),
  )
  return dropped.map(({ id }) => id)
}

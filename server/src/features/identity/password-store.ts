import { sql, type Transaction } from '../../platform/database.ts'

export type NewHash = { tenantId: string; userId: string; was: string | null; passwordHash: string }

/** Stores a new hash where the old one still stands; false where another change came first. */
export async function replacePassword(tx: Transaction, { tenantId, userId, was, passwordHash }: NewHash): Promise<boolean> {
  const replaced = await tx.run(
    sql(
      'identity.replace-password',
      `update users set password_hash = $4, password_disabled_at = null where tenant_id = $1 and id = $2 and password_hash is not distinct from $3 returning id`,
      [tenantId, userId, was, passwordHash],
    ),
  )
  return replaced.length === 1
}

/** Whether the hash that was verified is still the account's; a change waits until the transaction ends. */
export async function holdPassword(tx: Transaction, held: { tenantId: string; userId: string; was: string | null }): Promise<boolean> {
  const found = await tx.run(
    sql(
      'identity.hold-password',
      'select id from users where tenant_id = $1 and id = $2 and password_hash is not distinct from $3 for share',
      [held.tenantId, held.userId, held.was],
    ),
  )
  return found.length === 1
}

/** Locks a user, so that what is counted and what is done about it cannot come between another's; nobody locks nothing. */
export async function lockUser(tx: Transaction, user: { tenantId: string; userId: string | null }): Promise<void> {
  await tx.run(sql('identity.lock-user', 'select id from users where tenant_id = $1 and id = $2 for update', [user.tenantId, user.userId]))
}

/** From now on the user's e-mail address is proven; where it was, it was since then. */
export async function verifyUser(tx: Transaction, user: { tenantId: string; userId: string }, now: Date): Promise<void> {
  await tx.run(
    sql('identity.verify-user', 'update users set email_verified_at = $3 where tenant_id = $1 and id = $2 and email_verified_at is null', [
      user.tenantId,
      user.userId,
      now,
    ]),
  )
}

/** Uses up every challenge by which a sign-in with the old password could still be finished. */
export async function closeChallenges(tx: Transaction, tenantId: string, userId: string, now: Date): Promise<void> {
  await tx.run(
    sql(
      'identity.close-challenges',
      'update sign_in_challenges set used_at = $3 where tenant_id = $1 and user_id = $2 and used_at is null',
      [tenantId, userId, now],
    ),
  )
}

import { sql, type Transaction } from '../../platform/database.ts'

/** One more failure in a row; gives how many there are now. Whoever counts at the same moment waits. */
export async function countInARow(tx: Transaction, hash: Buffer, now: Date): Promise<number> {
  const [row] = await tx.run(
    sql<{ failures: number }>(
      'identity.count-in-a-row',
      `insert into sign_in_tallies as stood (bucket_hash, failures, since, last_at) values ($1, 1, $2, $2)
       on conflict (bucket_hash) do update set failures = stood.failures + 1, last_at = greatest(stood.last_at, $2)
       returning failures`,
      [hash, now],
    ),
  )
  return row?.failures ?? 0
}

/** Begins anew where there were at least so many; false where somebody else has. */
export async function endRow(tx: Transaction, hash: Buffer, least: number): Promise<boolean> {
  const gone = await tx.run(
    sql('identity.end-row', 'delete from sign_in_tallies where bucket_hash = $1 and failures >= $2 returning bucket_hash', [hash, least]),
  )
  return gone.length === 1
}

/** Forgets what failed in a row. */
export async function forgetRow(tx: Transaction, hash: Buffer): Promise<void> {
  await tx.run(sql('identity.forget-row', 'delete from sign_in_tallies where bucket_hash = $1', [hash]))
}

export type Disabled = { profile: Buffer; language: string; patient_id: string | null }

/** From now on no password opens the account, until its owner chooses one; undefined where it has none. */
export async function dropPassword(tx: Transaction, user: { tenantId: string; userId: string }, now: Date): Promise<Disabled | undefined> {
  const [row] = await tx.run(
    sql<Disabled>(
      'identity.drop-password',
      `update users set password_hash = null, password_disabled_at = $3 where tenant_id = $1 and id = $2 and password_hash is not null
       returning profile, language, patient_id`,
      [user.tenantId, user.userId, now],
    ),
  )
  return row
}

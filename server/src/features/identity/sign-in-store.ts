import { type Statement, sql, type Transaction } from '../../platform/database.ts'

export type NewChallenge = { hash: Buffer; tenantId: string; userId: string; expiresAt: Date }

export const mostTries = 5

export async function insertChallenge(tx: Transaction, { hash, tenantId, userId, expiresAt }: NewChallenge): Promise<void> {
  await tx.run(
    sql(
      'identity.insert-challenge',
      'insert into sign_in_challenges (challenge_hash, tenant_id, user_id, expires_at) values ($1, $2, $3, $4)',
      [hash, tenantId, userId, expiresAt],
    ),
  )
}

/** A locator: whose challenge it is, whatever has become of it. */
export function findChallenge(hash: Buffer): Statement<ChallengeRow> {
  return sql<ChallengeRow>(
    'identity.find-challenge',
    `select tenant_id, user_id, sign_on_link as "linkId", sign_on_index as "index", sign_on_until as "until"
     from sign_in_challenges where challenge_hash = $1`,
    [hash],
  )
}

/** Where the first half was the word of an identity provider, by which connection. */
export type ChallengeRow = { tenant_id: string; user_id: string; linkId: string | null; index: Buffer | null; until: Date | null }

/** Takes one of the tries a challenge has; undefined where it is unknown, used, expired or has none left. */
export async function takeTry(tx: Transaction, hash: Buffer, now: Date): Promise<{ tenant_id: string; user_id: string } | undefined> {
  const [taken] = await tx.run(
    sql<{ tenant_id: string; user_id: string }>(
      'identity.take-try',
      `update sign_in_challenges set tries = tries + 1
       where challenge_hash = $1 and used_at is null and tries < $2 and expires_at > $3
       returning tenant_id, user_id`,
      [hash, mostTries, now],
    ),
  )
  return taken
}

/** Uses a challenge up; false where it has been. */
export async function useChallenge(tx: Transaction, hash: Buffer, now: Date): Promise<boolean> {
  const used = await tx.run(
    sql(
      'identity.use-challenge',
      'update sign_in_challenges set used_at = $2 where challenge_hash = $1 and used_at is null returning challenge_hash',
      [hash, now],
    ),
  )
  return used.length === 1
}

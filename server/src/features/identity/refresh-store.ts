import { type Statement, sql, type Transaction } from '../../platform/database.ts'

export type NewRefreshToken = { hash: Buffer; tenantId: string; sessionId: string; expiresAt: Date }

export async function insertRefreshToken(tx: Transaction, { hash, tenantId, sessionId, expiresAt }: NewRefreshToken): Promise<void> {
  await tx.run(
    sql('identity.insert-refresh', 'insert into refresh_tokens (token_hash, tenant_id, session_id, expires_at) values ($1, $2, $3, $4)', [
      hash,
      tenantId,
      sessionId,
      expiresAt,
    ]),
  )
}

/** A locator: which session a refresh token is of. */
export function findRefreshToken(hash: Buffer): Statement<{ tenant_id: string; session_id: string }> {
  return sql('identity.find-refresh', 'select tenant_id, session_id from refresh_tokens where token_hash = $1', [hash])
}

/** Locks a token until the transaction ends: of all who show it at once, one finds it unspent. */
export async function lockRefreshToken(tx: Transaction, hash: Buffer): Promise<{ spent_at: Date | null } | undefined> {
  const [row] = await tx.run(
    sql<{ spent_at: Date | null }>('identity.lock-refresh', 'select spent_at from refresh_tokens where token_hash = $1 for update', [hash]),
  )
  return row
}

export async function spendRefreshToken(tx: Transaction, hash: Buffer, now: Date): Promise<void> {
  await tx.run(sql('identity.spend-refresh', 'update refresh_tokens set spent_at = $2 where token_hash = $1', [hash, now]))
}

export function findUnspent(hash: Buffer): Statement<{ unspent: number }> {
  return sql('identity.unspent-refresh', 'select 1 as unspent from refresh_tokens where token_hash = $1 and spent_at is null', [hash])
}

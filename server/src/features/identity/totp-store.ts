import { sql, type Transaction } from '../../platform/database.ts'
import type { Sealed } from '../../security/vault/index.ts'

/** `strict`: the organisation takes a code in its own half minute alone. */
export type TotpRow = { secret: Buffer; last_step: number | null; strict: boolean }

/** Locks the factor until the transaction ends, so that of two uses of one code, in whatever process, the second sees the first. */
export async function lockTotp(tx: Transaction, tenantId: string, userId: string): Promise<TotpRow | undefined> {
  const [row] = await tx.run(
    sql<TotpRow>(
      'identity.lock-totp',
      `select secret, last_step, (select o.totp_strict from organisations o where o.tenant_id = $1) as strict
       from second_factors where tenant_id = $1 and user_id = $2 and kind = 'totp' for update`,
      [tenantId, userId],
    ),
  )
  return row
}

export async function setTotpStep(tx: Transaction, tenantId: string, userId: string, step: number): Promise<void> {
  await tx.run(
    sql('identity.set-totp-step', `update second_factors set last_step = $3 where tenant_id = $1 and user_id = $2 and kind = 'totp'`, [
      tenantId,
      userId,
      step,
    ]),
  )
}

export type NewTotp = { tenantId: string; userId: string; secret: Sealed; step: number; now: Date }

/** Makes the secret the account's own, in the place of one that was; the step by which it was confirmed is used. Lock the user before. */
export async function putTotp(tx: Transaction, { tenantId, userId, secret, step, now }: NewTotp): Promise<void> {
  await dropTotp(tx, { tenantId, userId })
  await tx.run(
    sql(
      'identity.put-totp',
      `insert into second_factors (tenant_id, user_id, kind, secret, last_step, confirmed_at) values ($1, $2, 'totp', $3, $4, $5)`,
      [tenantId, userId, secret.bytes, step, now],
    ),
  )
}

/** False where there was none. */
export async function dropTotp(tx: Transaction, { tenantId, userId }: { tenantId: string; userId: string }): Promise<boolean> {
  const dropped = await tx.run(
    sql('identity.drop-totp', `delete from second_factors where tenant_id = $1 and user_id = $2 and kind = 'totp' returning user_id`, [
      tenantId,
      userId,
    ]),
  )
  return dropped.length === 1
}

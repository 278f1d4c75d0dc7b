import { sql, type Transaction } from '../../platform/database.ts'

export type TotpRow = { secret: Buffer; last_step: number | null }

/** Locks the factor until the transaction ends, so that of two uses of one code, in whatever process, the second sees the first. */
export async function lockTotp(tx: Transaction, tenantId: string, userId: string): Promise<TotpRow | undefined> {
  const [row] = await tx.run(
    sql<TotpRow>(
      'identity.lock-totp',
      `select secret, last_step from second_factors where tenant_id = $1 and user_id = $2 and kind = 'totp' for update`,
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

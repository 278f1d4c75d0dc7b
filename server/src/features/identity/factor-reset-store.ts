import { sql, type Transaction } from '../../platform/database.ts'
import type { Owner } from './factor-store.ts'

export type AskedReset = Owner & { id: string; reason: string; evidence: string; by: string; now: Date }

export async function insertFactorReset(tx: Transaction, asked: AskedReset): Promise<void> {
  await tx.run(
    sql(
      'identity.insert-factor-reset',
      'insert into factor_resets (tenant_id, id, user_id, reason, asked_evidence, asked_by, asked_at) values ($1, $2, $3, $4, $5, $6, $7)',
      [asked.tenantId, asked.id, asked.userId, asked.reason, asked.evidence, asked.by, asked.now],
    ),
  )
}

/** What was asked is done. */
export async function settleFactorReset(
  tx: Transaction,
  done: { tenantId: string; id: string; evidence: string; by: string; now: Date },
): Promise<void> {
  await tx.run(
    sql(
      'identity.settle-factor-reset',
      'update factor_resets set evidence = $3, reset_by = $4, reset_at = $5 where tenant_id = $1 and id = $2',
      [done.tenantId, done.id, done.evidence, done.by, done.now],
    ),
  )
}

import type { Transaction } from '../../platform/database.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Keep } from '../../security/keep.ts'
import { Sealed, verifyTotp } from '../../security/vault/index.ts'
import { openTotp } from './profile.ts'
import { lockTotp, setTotpStep } from './totp-store.ts'

/** Uses a code up, inside the transaction that it admits to; refuses INVALID_CREDENTIALS for a wrong or used code, or where there is no factor. */
export async function spendTotp(
  tx: Transaction,
  keep: Keep,
  account: { tenantId: string; userId: string },
  code: string,
  now: Date,
): Promise<void> {
  const factor = (await lockTotp(tx, account.tenantId, account.userId)) ?? refuse('INVALID_CREDENTIALS')
  const secret = await openTotp(keep, account, Sealed.fromDatabase(factor.secret))
  const used = verifyTotp(secret, code, now, factor.last_step, factor.strict) ?? refuse('INVALID_CREDENTIALS')
  await setTotpStep(tx, account.tenantId, account.userId, used.step)
}

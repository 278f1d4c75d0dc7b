// A recovery code opens once, and its owner is told. The hash names whose code it is: on another's account the same code is another.
import type { Transaction } from '../../platform/database.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Operation } from '../../security/operation.ts'
import { normaliseRecoveryCode, Sealed } from '../../security/vault/index.ts'
import type { AccountRow } from './account-store.ts'
import { type Owner, useCode } from './factor-store.ts'
import type { IdentityKeep } from './identity-keep.ts'
import { notify } from './link-actions.ts'
import { openAccount } from './profile.ts'

/** Uses a code up, inside the transaction that it admits to; refuses INVALID_CREDENTIALS for one that is none, another's, or used. */
export async function spendRecoveryCode(
  tx: Transaction,
  keep: IdentityKeep,
  op: Operation,
  account: AccountRow,
  typed: string,
): Promise<void> {
  const owner = { tenantId: account.tenant_id, userId: account.id }
  const hash = hashOfCode(keep, owner, typed) ?? refuse('INVALID_CREDENTIALS')
  if (!(await useCode(tx, owner, hash, op.now))) refuse('INVALID_CREDENTIALS')
  const { email: address } = await openAccount(keep, owner, Sealed.fromDatabase(account.profile))
  const { patient_id, language } = account
  await notify(tx, keep, op, 'recovery-code-used', { ...owner, patientId: patient_id ?? undefined, address, language })
}

/** Null for what can be no code. */
export function hashOfCode(keep: IdentityKeep, { tenantId, userId }: Owner, typed: string): Buffer | null {
  const code = normaliseRecoveryCode(typed)
  return code === null ? null : keep.secrets.hash(`recovery:${tenantId}:${userId}:${code}`)
}

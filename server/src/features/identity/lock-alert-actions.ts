// One alert for each lock, in its transaction. A lock of an account that does not exist takes the same steps, so that its time tells nothing. [B311]
import type { Transaction } from '../../platform/database.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import type { Operation } from '../../security/operation.ts'
import { raiseAlert, raiseEverywhere } from '../alerts/index.ts'
import type { LockKeep } from './identity-keep.ts'
import type { AccountId, Bucket, BucketKind, Counted } from './lockout-buckets.ts'
import { sprayedNames } from './lockout-rules.ts'
import { countNamesFailing } from './lockout-store.ts'

/** What the transaction of the lock is to write besides: alerts of its own organisation, and of others. */
export type Raised = { consequences: Consequence[]; elsewhere: Operation[] }
type Lock = { counted: Counted; bucket: Bucket; account: AccountId | undefined; sprayed: boolean }

const ofAccounts: readonly BucketKind[] = ['account', 'device', 'second-factor', 'step-up']

export async function tellOfLock(tx: Transaction, keep: LockKeep, op: Operation, lock: Lock, raised: Raised): Promise<void> {
  const { bucket, account } = lock
  const key = `${bucket.hash.toString('base64url')}:${op.now.getTime()}`
  if (ofAccounts.includes(bucket.kind)) {
    raised.consequences.push(...(await raiseAlert(tx, keep, op, { kind: 'account-locked', key, userId: account?.userId })))
  } else if (lock.sprayed || (await isSprayed(tx, op, lock))) {
    raised.elsewhere.push(...(await raiseEverywhere(tx, keep, op, 'lockout', { kind: 'spraying', key })))
  }
}

/** Whoever tries many accounts from one place locks the place. Names that were registered are not accounts that were tried. */
async function isSprayed(tx: Transaction, op: Operation, { counted, bucket }: Lock): Promise<boolean> {
  if (counted.buckets.some(({ kind }) => kind === 'registration')) return false
  return (await countNamesFailing(tx, bucket.hash, op.now)) >= sprayedNames
}

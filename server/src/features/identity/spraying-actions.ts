// Whoever tries a few passwords at each of many accounts fails seldom at one of them, and slowly. So the names are counted that fail from an address
// and do not come in, and those of the whole installation: exact rows, so across processes; an unknown name counts like a known one. [T30]
import type { Transaction } from '../../platform/database.ts'
import type { LockKeep } from './identity-keep.ts'
import { type Bucket, type Counted, forEverywhere } from './lockout-buckets.ts'
import { lockout, spraying } from './lockout-rules.ts'
import { noteFailedName } from './spraying-store.ts'

/** What is to be locked, and for how many milliseconds. */
export type Locking = { bucket: Bucket; ms: number; sprayed: boolean }

/**
 * A password failed for a name on an unknown device: what that locks. An address has fewer names left while all of the installation is sprayed, for it
 * cannot be told who does it; nobody else is shut out by that.
 */
export async function countFailedName(tx: Transaction, keep: LockKeep, { buckets }: Counted, now: Date): Promise<Locking[]> {
  const [address, name] = [buckets.find(({ kind }) => kind === 'address'), buckets.find(({ kind }) => kind === 'account')]
  if (address === undefined || name === undefined) return []
  const everywhere = await forEverywhere(keep.vault)
  const failed = { address: address.hash, everywhere: everywhere.hash, name: name.hash, now }
  const { ofAddress, ofInstallation, sprayed } = await noteFailedName(tx, failed)
  const all = !sprayed && ofInstallation >= spraying.namesOfInstallation
  const here = ofAddress >= (sprayed ? spraying.namesWhileSprayed : spraying.names)
  return [
    ...(all ? [{ bucket: everywhere, ms: spraying.windowMs, sprayed: true }] : []),
    ...(here ? [{ bucket: address, ms: lockout.lockMs, sprayed: true }] : []),
  ]
}

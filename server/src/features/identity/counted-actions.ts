// For each way in, what a try is counted for: on a device that is known as the user's that device alone, elsewhere the name and the address.
import type { Operation } from '../../security/operation.ts'
import type { AccountRow } from './account-store.ts'
import { deviceOf, knownHere } from './device-actions.ts'
import type { LockKeep } from './identity-keep.ts'
import {
  type AccountId,
  type Counted,
  forAddress,
  forDevice,
  forMailedLink,
  forName,
  forRegistration,
  forRow,
  forSecondFactor,
  forStepUp,
} from './lockout-buckets.ts'
import type { AccountProfile } from './profile.ts'
import { normaliseEmail, normaliseTyped, normaliseUsername } from './sign-in-names.ts'

/** A password for a name. */
export async function ofPassword(keep: LockKeep, op: Operation, name: string, account: AccountRow | undefined): Promise<Counted> {
  const of = account && { tenantId: account.tenant_id, userId: account.id }
  const row = await forRow(keep.vault, of?.userId ?? normaliseTyped(name))
  const deviceId = await deviceOf(keep, op, of)
  if (of && deviceId !== undefined) return { of, row, buckets: [await forDevice(keep.vault, 'password', deviceId, of.userId)] }
  const address = await forAddress(keep.vault, 'sign-in', op.origin.address)
  return { of, row, buckets: [address, await forName(keep.vault, normaliseTyped(name))] }
}

/** A code for the user of a challenge; nobody's challenge counts for the address alone. */
export async function ofCode(keep: LockKeep, op: Operation, of: AccountId | undefined): Promise<Counted> {
  const deviceId = await deviceOf(keep, op, of)
  if (of && deviceId !== undefined) return { of, buckets: [await forDevice(keep.vault, 'code', deviceId, of.userId)] }
  const address = await forAddress(keep.vault, 'sign-in', op.origin.address)
  return { of, buckets: of ? [address, await forSecondFactor(keep.vault, of.userId)] : [address] }
}

/** A proof inside a session. A success there forgets what failed there. */
export async function ofStepUp(keep: LockKeep, of: AccountId): Promise<Counted> {
  const bucket = await forStepUp(keep.vault, of.userId)
  return { of, buckets: [bucket], clears: [bucket.hash] }
}

/** The same by a password, which is also counted in a row. */
export async function ofPasswordInside(keep: LockKeep, of: AccountId): Promise<Counted> {
  const [counted, row] = await Promise.all([ofStepUp(keep, of), forRow(keep.vault, of.userId)])
  return { ...counted, row, clears: [...(counted.clears ?? []), row.hash] }
}

/** A registration. On a device that somebody is known on, that user is counted for in place of the address: anybody can make more devices known, but not more users. */
export async function ofRegistration(keep: LockKeep, op: Operation, email: string): Promise<Counted> {
  const [known] = await knownHere(keep, op)
  const where = known
    ? await forRegistration(keep.vault, 'user', known.user_id)
    : await forAddress(keep.vault, 'registration', op.origin.address)
  return { of: undefined, buckets: [where, await forRegistration(keep.vault, 'name', normaliseTyped(email))] }
}

/** A mailed link that is asked for or followed. */
export async function ofMailedLink(keep: LockKeep, op: Operation): Promise<Counted> {
  const [known] = await knownHere(keep, op)
  const bucket = known ? await forMailedLink(keep.vault, known.user_id) : await forAddress(keep.vault, 'mailed-link', op.origin.address)
  return { of: undefined, buckets: [bucket] }
}

/** What a full sign-in on an unknown device forgets: the failures of the account by every name, and of its second factor. Never the address's. [B76] */
export async function countersOf(
  { vault }: Pick<LockKeep, 'vault'>,
  userId: string,
  { email, username }: AccountProfile,
): Promise<Buffer[]> {
  const names = [normaliseEmail(email) ?? email, ...(username === undefined ? [] : [normaliseUsername(username)])]
  const buckets = await Promise.all([...names.map((name) => forName(vault, name)), forSecondFactor(vault, userId), forRow(vault, userId)])
  return buckets.map(({ hash }) => hash)
}

// A device on which somebody has fully signed in is known as theirs: it has a count of its own, so that nobody who guesses elsewhere, or behind the
// same address, shuts them out. It proves nothing else. [B74]
import { newId } from '../../platform/ids.ts'
import type { Operation } from '../../security/operation.ts'
import { newSecret } from '../../security/vault/index.ts'
import { type DeviceRow, findDevice, type Remembered } from './device-store.ts'
import type { LockKeep } from './identity-keep.ts'
import type { AccountId } from './lockout-buckets.ts'

/** Days for which a device stays known after the last sign-in on it. */
export const knownDays = 180

/** Everybody who is known on the device that the request comes from, whoever was last there first; nobody on an unknown one. */
export async function knownHere(keep: LockKeep, { origin, now }: Operation): Promise<DeviceRow[]> {
  if (origin.device === undefined) return []
  const [rows] = await keep.db.locators.runAll([findDevice(keep.secrets.hash(origin.device), now)])
  return rows
}

/** The id of the device, where this user is known on it. */
export async function deviceOf(keep: LockKeep, op: Operation, account: AccountId | undefined): Promise<string | undefined> {
  const rows = await knownHere(keep, op)
  return rows.find((row) => row.tenant_id === account?.tenantId && row.user_id === account.userId)?.device_id
}

/** What makes the device known as the user's, and the secret that it shows from then on. */
export async function known(keep: LockKeep, op: Operation, account: AccountId): Promise<{ device: Remembered; secret: string }> {
  const secret = newSecret()
  const [older] = await knownHere(keep, op)
  const device = {
    ...account,
    older: op.origin.device === undefined ? null : keep.secrets.hash(op.origin.device),
    hash: keep.secrets.hash(secret),
    deviceId: older?.device_id ?? newId(op.now),
    now: op.now,
    until: new Date(op.now.getTime() + knownDays * 86_400_000),
  }
  return { device, secret }
}

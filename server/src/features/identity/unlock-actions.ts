import { refuse } from '../../platform/refusal.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'
import { findUser } from './account-store.ts'
import { countersOf } from './counted-actions.ts'
import { listDevices } from './device-store.ts'
import type { IdentityKeep } from './identity-keep.ts'
import { forDevice, forStepUp } from './lockout-buckets.ts'
import { deleteLocks } from './lockout-store.ts'
import { openAccount } from './profile.ts'

/** Lets a user of the caller's organisation sign in again: takes every lock and every counted failure of the account away, an address's apart. */
export async function unlock(keep: IdentityKeep, op: Operation, userId: string): Promise<null> {
  const { tenantId } = op
  const expired: Consequence[] = []
  await keep.db.transact(
    op,
    async (tx) => {
      const [[user], devices] = await tx.runAll([findUser(tenantId, userId), listDevices(tenantId, userId)])
      const found = user ?? refuse('NOT_FOUND')
      const resource = { type: 'user', id: found.id }
      Permit.ask(op, 'user.unlock', { resource })
      const profile = await openAccount(keep, { tenantId, userId: found.id }, Sealed.fromDatabase(found.profile))
      const onDevices = devices.flatMap(({ device_id }) => [
        forDevice(keep.vault, 'password', device_id, found.id),
        forDevice(keep.vault, 'code', device_id, found.id),
      ])
      const buckets = await Promise.all([...onDevices, forStepUp(keep.vault, found.id)])
      const ends = await deleteLocks(tx, [...(await countersOf(keep, found.id, profile)), ...buckets.map(({ hash }) => hash)])
      // Nobody came by since they ended: this is when it is noticed.
      for (const until of ends) if (until <= op.now) expired.push({ action: 'account.lock-expired', resource })
    },
    expired,
  )
  return null
}

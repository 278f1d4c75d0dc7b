// A password opens nothing any more until its owner has chosen another: after a hundred wrong ones in a row, or since an administrator knows that it is
// no longer safe. Who then shows it is answered as if it were wrong. [B74][V6.2.10]

import type { Transaction } from '../../platform/database.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import type { Operation } from '../../security/operation.ts'
import { INSTALLATION_TENANT, Sealed } from '../../security/vault/index.ts'
import { forgetDevices } from './device-store.ts'
import type { LockKeep } from './identity-keep.ts'
import { notify } from './link-actions.ts'
import { type AccountId, forRow } from './lockout-buckets.ts'
import { closeChallenges } from './password-store.ts'
import { lockOther } from './people-actions.ts'
import { openAccount } from './profile.ts'
import { endSessions } from './session-store.ts'
import { dropPassword, endRow, forgetRow } from './tally-store.ts'

/** Wrong passwords of one account in a row before the right one opens nothing either (NIST SP 800-63B, 3.2.2). */
export const mostInARow = 100

/** A name that nobody has takes the same steps; false where somebody else was first. */
export async function disableAfterGuesses(
  tx: Transaction,
  keep: LockKeep,
  op: Operation,
  { row, of }: { row: Buffer; of: AccountId | undefined },
): Promise<boolean> {
  if (!(await endRow(tx, row, mostInARow))) return false
  await disable(tx, keep, op, of ?? { tenantId: INSTALLATION_TENANT, userId: INSTALLATION_TENANT })
  return true
}

/** Disables another's password and ends all their sessions. Refuses NOT_FOUND, OWN_ACCOUNT and PASSWORD_MISSING where they have none. */
export function disablePassword(keep: LockKeep, op: Operation, userId: string): Promise<null> {
  const ended: Consequence[] = []
  return keep.db.transact(
    op,
    async (tx) => {
      const { id } = await lockOther(tx, op, userId)
      const owner = { tenantId: op.tenantId, userId: id }
      if (!(await disable(tx, keep, op, owner))) refuse('PASSWORD_MISSING')
      await forgetRow(tx, (await forRow(keep.vault, id)).hash)
      await forgetDevices(tx, owner.tenantId, id)
      await closeChallenges(tx, owner.tenantId, id, op.now)
      for (const session of await endSessions(tx, owner, op.now))
        ended.push({ action: 'session.revoked', resource: { type: 'session', id: session } })
      return null
    },
    ended,
  )
}

async function disable(tx: Transaction, keep: LockKeep, op: Operation, owner: AccountId): Promise<boolean> {
  const user = await dropPassword(tx, owner, op.now)
  if (user === undefined) return false
  const { email: address } = await openAccount(keep, owner, Sealed.fromDatabase(user.profile))
  const patientId = user.patient_id ?? undefined
  await notify(tx, keep, op, 'password-disabled', { ...owner, patientId, address, language: user.language })
  return true
}

// However many addresses a flood of registrations comes from, the installation takes only so many at a time: exact rows, so across processes. [B80]
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Operation } from '../../security/operation.ts'
import { INSTALLATION_TENANT } from '../../security/vault/index.ts'
import type { LockKeep } from './identity-keep.ts'
import { forRegistration } from './lockout-buckets.ts'
import { lockout } from './lockout-rules.ts'
import { insertAttempt, lockStandings } from './lockout-store.ts'

/** Registrations within the window of the lockout, from anywhere. */
export const mostRegistrations = 100

/** Counts one registration, whatever becomes of it; refuses TOO_MANY_REQUESTS. Nobody is locked: the next is taken as soon as one leaves the window. */
export async function countRegistration(keep: LockKeep, op: Operation): Promise<void> {
  const { hash } = await forRegistration(keep.vault, 'name', '')
  await keep.db.transact(op.asSystem(INSTALLATION_TENANT, 'lockout', 'none'), async (tx) => {
    const [standing] = await lockStandings(tx, [hash], op.now)
    const seconds = String(lockout.windowMs / 1000)
    if (standing && standing.failed + standing.pending >= mostRegistrations)
      refuse('TOO_MANY_REQUESTS', { headers: { 'Retry-After': seconds } })
    await insertAttempt(tx, { id: newId(op.now), at: op.now, hashes: [hash] })
  })
}

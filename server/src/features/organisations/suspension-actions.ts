// Who runs the server closes an organisation and opens it again: nobody inside it stands above it.
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { liftNetworks, setActive } from './suspension-store.ts'

/** It stands so already; the transaction is rolled back. */
export class StandsSo extends Error {}

/** Lets administrators act from everywhere, where a list of networks shuts all of them out. Throws `StandsSo` where there is no such list. */
export async function openToEverywhere(keep: Keep, op: Operation): Promise<void> {
  await keep.db.transact(op, async (tx) => {
    op.trace.admitted('system:organisation', { resource: { type: 'organisation', id: op.tenantId }, fields: ['adminNetworks'] })
    if ((await tx.run(liftNetworks())).length === 0) throw new StandsSo('administrators act from everywhere')
  })
}

/**
 * Every session and key of the organisation is dead from its next request on, and nobody signs in there; resuming lets all of it live again that has
 * not come to its own end. In a system transaction of that tenant. Throws `StandsSo`.
 */
export async function setOpen(keep: Keep, op: Operation, open: boolean): Promise<void> {
  await keep.db.transact(op, async (tx) => {
    op.trace.admitted('system:organisation', { resource: { type: 'organisation', id: op.tenantId }, fields: ['active'] })
    if ((await tx.run(setActive(open))).length === 0) throw new StandsSo('the organisation stands so')
  })
}

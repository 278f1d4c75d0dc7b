// A session that is over by time ends like every other: its row says so and the journal does, as soon as somebody notices. It opens nothing before that
// either, since every request compares its end with the clock. [B105]
import type { Keep } from '../../security/keep.ts'
import { NothingToDo, systemOperation, unlessDone } from '../../security/operation.ts'
import { closeExpired, type ExpiredRow, listExpired } from './session-store.ts'

const atOnce = 100

/** Ends the sessions whose time is over, at most so many, each with its event, and gives how many there were. */
export async function endExpired(keep: Keep, now: Date): Promise<number> {
  const [rows] = await keep.db.locators.runAll([listExpired(now, atOnce)])
  for (const row of rows) await endOne(keep, row, now)
  return rows.length
}

async function endOne(keep: Keep, { tenant_id: tenantId, id }: ExpiredRow, now: Date): Promise<void> {
  const op = systemOperation(tenantId, 'session-expiry', 'session.expired', now)
  const ending = keep.db.transact(op, async (tx) => {
    if (!(await closeExpired(tx, tenantId, id, now))) throw new NothingToDo()
    op.trace.admitted('system:session-expiry', { resource: { type: 'session', id } })
  })
  await unlessDone(ending, undefined)
}

// What nobody claims goes in time, with every row of it; that it went is an event. [A77]
import { newRequestId } from '../../platform/ids.ts'
import type { Keep } from '../../security/keep.ts'
import { Operation, systemActor } from '../../security/operation.ts'
import { longestMs } from './quota-rules.ts'
import { deleteAnonymous, forgetCounts, listOver } from './receipt-store.ts'
import { caseIn, lockCase } from './store.ts'

const atOnce = 500

/** Deletes what is over in one organisation; gives how many cases. */
export async function endAnonymous(keep: Keep, tenantId: string, now: Date): Promise<number> {
  const [over] = await keep.db.peek(tenantId, now, [listOver(now, atOnce)])
  let ended = 0
  for (const { id } of over) if (await endOne(keep, tenantId, id, now)) ended += 1
  return ended
}

/** Counts that count for nothing any more. */
export async function forgetOldCounts(keep: Keep, now: Date): Promise<void> {
  await keep.db.locators.runAll([forgetCounts(new Date(now.getTime() - 2 * longestMs))])
}

/** False where another process was first, or somebody claimed it. */
async function endOne(keep: Keep, tenantId: string, id: string, now: Date): Promise<boolean> {
  const op = new Operation({
    requestId: newRequestId(),
    now,
    actor: systemActor(tenantId, 'case-keeper'),
    origin: { address: '127.0.0.1', userAgent: '' },
    action: 'case.deleted',
  })
  const ending = keep.db.transact(op, async (tx) => {
    const [, [row]] = await tx.runAll(lockCase(id))
    const until = row && caseIn(row).anonymousUntil
    if (until === undefined || until > now) throw new DoneAlready()
    op.trace.admitted('system:case-keeper:delete', { resource: { type: 'case', id } })
    await tx.runAll(deleteAnonymous(id))
  })
  return ending.then(
    () => true,
    (cause: unknown) => {
      if (cause instanceof DoneAlready) return false
      throw cause
    },
  )
}

/** Rolls back where there is nothing to do any more. */
class DoneAlready extends Error {}

// What nobody claims goes in time, with every row of it; that it went is an event. [A77]
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import { NothingToDo, systemOperation, unlessDone } from '../../security/operation.ts'
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
  const op = systemOperation(tenantId, 'case-keeper', 'case.deleted', now)
  const ending = keep.db.transact(op, async (tx) => {
    const [, [row]] = await tx.runAll(lockCase(id))
    const until = row && caseIn(row).anonymousUntil
    if (until === undefined || until > now) throw new NothingToDo()
    op.trace.admitted('system:case-keeper:delete', { resource: { type: 'case', id } })
    await traceChange(keep, op, { of: { type: 'case', id }, before: { deleted: false } })
    await tx.runAll(deleteAnonymous(id))
  })
  return unlessDone(
    ending.then(() => true),
    false,
  )
}

import type { Transaction } from '../platform/database.ts'
import type { Operation } from './operation.ts'
import { contextOf, fixedContext } from './store.ts'

/**
 * A step that the system takes inside somebody's transaction, for what its rules let nobody do themselves; the caller's own context is back
 * afterwards. What throws rolls the whole transaction back.
 */
export async function inside<T>(tx: Transaction, op: Operation, tenantId: string, act: () => Promise<T>): Promise<T> {
  await tx.run(fixedContext(tenantId, 'system', op))
  const value = await act()
  await tx.run(contextOf(op))
  return value
}

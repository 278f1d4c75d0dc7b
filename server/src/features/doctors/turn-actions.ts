import type { Transaction } from '../../platform/database.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Calendar, Slot } from './calendar.ts'
import type { Terms } from './free-rules.ts'
import { dateOf } from './slot-rules.ts'
import { countOnDay, lockDay } from './store.ts'
import { dayIn } from './wall-clock-rules.ts'

/**
 * Before a visit of a capped kind is written: whoever books one of the same kind with the same doctor on the same day waits for this transaction.
 * Refuses DAY_FULL where the day has as many as it may hold. `but` is a visit that makes room in the same transaction, as when it is moved.
 */
export async function takeTurn(
  tx: Transaction,
  doctorId: string,
  { timeZone }: Pick<Calendar, 'timeZone'>,
  { start }: Slot,
  terms: Terms | undefined,
  but?: string,
): Promise<void> {
  if (terms === undefined || terms.dailyCap === null) return
  const date = dateOf(start, timeZone).toString()
  await tx.run(lockDay(doctorId, terms.id, date))
  const [day] = await tx.run(countOnDay(doctorId, terms.id, dayIn(date, timeZone), but))
  if ((day?.visits ?? 0) >= terms.dailyCap) refuse('DAY_FULL')
}

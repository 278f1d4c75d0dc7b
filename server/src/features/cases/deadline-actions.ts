// An organisation says within how many hours it answers; what was asked before keeps the deadline that it was given. [F66]
import type { Api, Input, Reply } from '@wardkeep/contract'
import type { Reader } from '../../platform/database.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import type { Urgency } from './case.ts'
import { findHours, setHours } from './deadline-store.ts'
import { deadlineOf, hoursIn, mustGrow } from './rules.ts'

/** For whoever asks: by when they are answered. */
export function readDeadlines(keep: Keep, op: Operation): Promise<Reply<Api['readCaseDeadlines']>> {
  return keep.db.read(op, [findHours()], ([[row]]) => {
    Permit.askAll(op, 'case.submit', [])
    return hoursIn(row)
  })
}

/** Refuses BAD_REQUEST where the more urgent would be answered later. */
export async function setDeadlines(
  keep: Keep,
  op: Operation,
  hours: Input<Api['setCaseDeadlines']>['body'],
): Promise<Reply<Api['setCaseDeadlines']>> {
  mustGrow(hours)
  return keep.db.transact(op, async (tx) => {
    const of = { type: 'organisation', id: op.tenantId }
    const permit = Permit.ask(op, 'case.oversee', { resource: of })
    const [row] = await tx.run(findHours())
    await tx.run(setHours(permit, hours))
    await traceChange(keep, op, { of, before: hoursIn(row), after: hours })
    return hours
  })
}

/** When a case that is asked now is to be answered. */
export async function deadlineIn(tx: Reader, urgency: Urgency, asked: Date): Promise<Date> {
  const [row] = await tx.run(findHours())
  return deadlineOf(urgency, asked, hoursIn(row))
}

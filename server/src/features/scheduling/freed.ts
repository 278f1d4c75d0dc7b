import type { Transaction } from '../../platform/database.ts'
import type { Operation } from '../../security/operation.ts'
import type { MailKeep } from '../mail/index.ts'

/** A time that a visit gives up. */
export type FreedTime = { id: string; patientId: string; doctorId: string; start: Date; end: Date }

/**
 * What a freed time leads to, in the transaction that frees it: handed in from above, since what waits for it knows scheduling and not the other way
 * round. Gives the operations whose events are to be written along.
 */
export type Freed = (tx: Transaction, op: Operation, visit: FreedTime) => Promise<Operation[]>
export type SchedulingKeep = MailKeep & { readonly freed: Freed }

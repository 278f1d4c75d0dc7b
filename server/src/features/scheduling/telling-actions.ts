// A patient is told of what others do with their visits, once an act and in the transaction that does it: that something changed, and never what.
import type { Transaction } from '../../platform/database.ts'
import { inside } from '../../security/inside.ts'
import type { Operation } from '../../security/operation.ts'
import type { Permit } from '../../security/permit.ts'
import type { Relation } from '../../security/policy.ts'
import { type MailKeep, mailPatient } from '../mail/index.ts'

/** Who acts for themselves, or for a patient who asked them to, knows what they did. */
const knowing: readonly Relation[] = ['self', 'booker']

/** `end`: of the visit, or of the last of them; nobody is helped by hearing of it later. */
export async function tellPatient(
  tx: Transaction,
  keep: MailKeep,
  op: Operation,
  { relation }: Permit,
  { patientId, end }: { patientId: string; end: Date },
): Promise<void> {
  if (knowing.includes(relation)) return
  await inside(tx, op, op.tenantId, () => mailOfVisits(tx, keep, op, patientId, end))
}

/** For transactions of the system. */
export async function mailOfVisits(tx: Transaction, keep: MailKeep, op: Operation, patientId: string, usefulUntil: Date): Promise<void> {
  await mailPatient(tx, keep, op, { patientId, template: 'visit-changed', path: '/visits', usefulUntil })
}

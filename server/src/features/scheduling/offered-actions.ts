// A time that is offered to somebody is kept like a held one: in the table whose one constraint keeps visits and holds apart.
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { traceChange } from '../../security/change.ts'
import { inside } from '../../security/inside.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import type { Permit } from '../../security/permit.ts'
import { insertCare } from './care-store.ts'
import { sealDetails } from './envelopes.ts'
import { clearWay, freeTime, takeTime } from './occupancy-store.ts'
import { findVisit, insertVisit } from './store.ts'
import { takePlace } from './time-actions.ts'
import { bookedContent, theVisit } from './told-actions.ts'
import type { Visit } from './visit.ts'

/** `from` and `until` hold the time with what its kind keeps free around it. */
export type OfferedTime = { offerId: string; doctorId: string; from: Date; until: Date }
type Kind = { id: string; bufferBefore: number; bufferAfter: number }

/** Keeps a time for an offer; false where it is taken. For transactions of the system, as is giving it back. */
export async function keepOffered(
  tx: Transaction,
  { offerId, doctorId, from, until }: OfferedTime,
  heldUntil: Date,
  now: Date,
): Promise<boolean> {
  const taking = { holderId: offerId, resources: [doctorId], from, until }
  const [, taken] = await tx.runAll([clearWay(taking, now), takeTime('system', taking, heldUntil)])
  return taken.length === taking.resources.length
}

export async function giveOfferedBack(tx: Transaction, offerId: string): Promise<void> {
  await tx.run(freeTime('system', offerId))
}

/** Makes the visit of a time that was kept for its patient; undefined where it is kept no more. */
export async function bookOffered(
  tx: Transaction,
  keep: Keep,
  op: Operation,
  permit: Permit,
  {
    offerId,
    doctorId,
    from,
    until,
    start,
    end,
    patientId,
    type,
  }: OfferedTime & { start: Date; end: Date; patientId: string; type: Kind | undefined },
): Promise<Visit | undefined> {
  const id = newId(op.now)
  const kept = await inside(tx, op, op.tenantId, () => tx.run(freeTime(permit, offerId)))
  if (kept.length === 0) return undefined
  await takePlace(tx, permit, id, { resources: [doctorId], from, until }, undefined, op.now)
  const details = await sealDetails(keep, { tenantId: op.tenantId, patientId }, id, {})
  const care = { id: newId(op.now), patientId, doctorId, visitId: id, from: op.now, end }
  const visiting = insertVisit(permit, { id, patientId, doctorId, type, start, end, details }, op.now)
  const [, , rows] = await tx.runAll([visiting, insertCare(permit, care), findVisit(id)])
  const visit = theVisit(rows)
  await traceChange(keep, op, { of: { type: 'appointment', id }, after: bookedContent(visit) })
  return visit
}

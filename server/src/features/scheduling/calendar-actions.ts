import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import type { Keep } from '../../security/keep.ts'
import { insertCare } from './care-store.ts'
import { sealDetails } from './envelopes.ts'
import { clearWay, takeTime } from './occupancy-store.ts'
import { reachOf } from './rules.ts'
import { insertVisit } from './store.ts'

export type AddedVisit = { tenantId: string; patientId: string; doctorId: string; start: Date; end: Date; reason?: string; now: Date }

/**
 * Puts a visit into the books, in a system transaction of its organisation: hours and notice do not bind the system, a taken time does.
 * Yields the visit's id, or undefined where the doctor's time is taken.
 */
export async function addVisit(tx: Transaction, keep: Keep, visit: AddedVisit): Promise<string | undefined> {
  const { patientId, doctorId, start, end, reason, now } = visit
  const id = newId(now)
  const details = await sealDetails(keep, visit, id, reason === undefined ? {} : { reason })
  const taking = { holderId: id, resources: [doctorId], from: start, until: end }
  const [, taken] = await tx.runAll([clearWay(taking, now), takeTime('system', taking)])
  if (taken.length === 0) return undefined
  const visiting = insertVisit('system', { id, patientId, doctorId, start, end, details }, now)
  await tx.runAll([visiting, insertCare('system', { id: newId(now), patientId, doctorId, visitId: id, ...reachOf({ start, end }, now) })])
  return id
}

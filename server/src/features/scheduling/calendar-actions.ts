import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import type { Keep } from '../../security/keep.ts'
import { findFollowUp, insertCare } from './care-store.ts'
import { sealDetails } from './envelopes.ts'
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
  const [made] = await tx.run(insertVisit('system', { id, patientId, doctorId, start, end, details }, now))
  if (made === undefined) return undefined
  const [followUp] = await tx.run(findFollowUp())
  if (followUp === undefined) throw new Error('an organisation has settings')
  const reach = reachOf({ start, end }, now, followUp.days)
  await tx.run(insertCare('system', { id: newId(now), patientId, doctorId, visitId: id, ...reach }))
  return id
}

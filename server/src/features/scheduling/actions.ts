import type { Input } from '@wardkeep/contract'
import type { bookAppointment } from '@wardkeep/contract/scheduling.ts'
import type { Reader } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { madeBefore } from '../../security/retry.ts'
import type { MailKeep } from '../mail/index.ts'
import { findPatient } from '../patients/index.ts'
import { insertCare } from './care-store.ts'
import { sealDetails } from './envelopes.ts'
import { placeOf } from './place-actions.ts'
import type { Appointment } from './replies.ts'
import { findVisit, insertVisit, visitIn } from './store.ts'
import { tellPatient } from './telling-actions.ts'
import { takePlace, timeOf } from './time-actions.ts'
import { bookedContent, theReply, theVisit } from './told-actions.ts'
import { subjectOf, type Visit } from './visit.ts'

/** Books a free slot; who is no patient says for whom. Of all who ask for one time at once, one gets it; asked again, the same visit is shown. */
export async function book(keep: MailKeep, op: Operation, wanted: Input<typeof bookAppointment>['body']): Promise<Appointment> {
  const forWhom =
    wanted.patientId ??
    op.actor.actingFor ??
    op.actor.patientId ??
    refuse('BAD_REQUEST', { errors: [{ field: 'patientId', reason: 'is required' }] })
  const id = newId(op.now)
  const booked = await keep.db.transact(op, async (tx) => {
    const before = await madeBefore(keep, tx, op, { type: 'appointment', id }, wanted)
    if (before !== undefined) return shownAgain(tx, op, before)
    const { patientId, permit } = await askFor(tx, op, forWhom)
    const time = await timeOf(tx, op, wanted)
    const place = await placeOf(tx, op, time, { override: wanted.override !== undefined })
    await takePlace(tx, permit, id, place, time.holdId, op.now)
    const { doctorId, slot } = place
    const words = {
      ...(wanted.reason !== undefined && { reason: wanted.reason }),
      ...(wanted.override && { override: wanted.override.reason }),
    }
    const details = await sealDetails(keep, { tenantId: op.tenantId, patientId }, id, words)
    op.trace.resource = { type: 'appointment', id, version: 1 }
    const care = { id: newId(op.now), patientId, doctorId, visitId: id, from: op.now, end: slot.end }
    const visiting = insertVisit(permit, { ...place, id, patientId, ...slot, details }, op.now)
    const [, , rows] = await tx.runAll([visiting, insertCare(permit, care), findVisit(id)])
    const visit = theVisit(rows)
    await traceChange(keep, op, { of: { type: 'appointment', id }, after: bookedContent(visit) })
    await tellPatient(tx, keep, op, permit, visit)
    return visit
  })
  return theReply(keep, op, booked)
}

/** A foreign patient is as absent as one that never was. */
export async function askFor(tx: Reader, op: Operation, forWhom: string): Promise<{ patientId: string; permit: Permit }> {
  const [patient] = await tx.run(findPatient(forWhom))
  const { id: patientId, acting } = patient ?? refuse('NOT_FOUND')
  return { patientId, permit: Permit.ask(op, 'appointment.book', { patientId, proxied: acting !== null, booked: acting === true }) }
}

/** What an earlier request made, to whoever may still read it. */
export async function shownAgain(tx: Reader, op: Operation, id: string): Promise<Visit> {
  const [row] = await tx.run(findVisit(id))
  const visit = visitIn(row ?? refuse('NOT_FOUND'))
  Permit.ask(op, 'appointment.read', subjectOf(visit))
  return visit
}

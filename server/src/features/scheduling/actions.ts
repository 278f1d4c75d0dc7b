import type { Input } from '@wardkeep/contract'
import type { bookAppointment } from '@wardkeep/contract/scheduling.ts'
import type { Reader } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { madeBefore } from '../../security/retry.ts'
import { insertCare } from './care-store.ts'
import { sealDetails } from './envelopes.ts'
import { partiesOf } from './party-actions.ts'
import type { Appointment } from './replies.ts'
import { mustBeOffered, reachOf } from './rules.ts'
import { findVisit, insertVisit, visitIn } from './store.ts'
import { takeFree, takeHeld, timeOf } from './time-actions.ts'
import { bookedContent, theReply, theVisit } from './told-actions.ts'
import { subjectOf, type Visit } from './visit.ts'

/** Books a free slot; who is no patient says for whom. Of all who ask for one time at once, one gets it; asked again, the same visit is shown. */
export async function book(keep: Keep, op: Operation, wanted: Input<typeof bookAppointment>['body']): Promise<Appointment> {
  const forWhom =
    wanted.patientId ?? op.actor.patientId ?? refuse('BAD_REQUEST', { errors: [{ field: 'patientId', reason: 'is required' }] })
  const id = newId(op.now)
  const booked = await keep.db.transact(op, async (tx) => {
    const before = await madeBefore(keep, tx, op, { type: 'appointment', id }, wanted)
    if (before !== undefined) return shownAgain(tx, op, before)
    const time = await timeOf(tx, op, wanted)
    const { slot } = time
    const { patientId, doctorId, calendar, whom } = await partiesOf(tx, forWhom, time.doctorId)
    const permit = Permit.ask(op, 'appointment.book', { ...whom, doctorId })
    mustBeOffered(calendar, slot, time.askedAt)
    const details = await sealDetails(
      keep,
      { tenantId: op.tenantId, patientId },
      id,
      wanted.reason === undefined ? {} : { reason: wanted.reason },
    )
    const taking = { holderId: id, resources: [doctorId], from: slot.start, until: slot.end }
    await (time.holdId === undefined ? takeFree(tx, permit, taking, op.now) : takeHeld(tx, permit, taking, time.holdId, op.now))
    op.trace.resource = { type: 'appointment', id, version: 1 }
    const care = { id: newId(op.now), patientId, doctorId, visitId: id, ...reachOf(slot, op.now) }
    const visiting = insertVisit(permit, { id, patientId, doctorId, ...slot, details }, op.now)
    const [, , rows] = await tx.runAll([visiting, insertCare(permit, care), findVisit(id)])
    const visit = theVisit(rows)
    await traceChange(keep, op, { of: { type: 'appointment', id }, after: bookedContent(visit) })
    return visit
  })
  return theReply(keep, op, booked)
}

/** What an earlier request made, to whoever may still read it. */
export async function shownAgain(tx: Reader, op: Operation, id: string): Promise<Visit> {
  const [row] = await tx.run(findVisit(id))
  const visit = visitIn(row ?? refuse('NOT_FOUND'))
  Permit.ask(op, 'appointment.read', subjectOf(visit))
  return visit
}

// Moving a visit is one transaction: the new time is taken or the old visit stands, and who sees the chart because of it goes with it. [F43]
import type { Input } from '@wardkeep/contract'
import type { rescheduleAppointment } from '@wardkeep/contract/visit-life.ts'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { madeBefore } from '../../security/retry.ts'
import { shownAgain } from './actions.ts'
import { closeCare, insertCare } from './care-store.ts'
import { changing, locked } from './course-actions.ts'
import { mustBeBooked, mustBeEarlyEnough } from './course-rules.ts'
import { openDetails, sealDetails } from './envelopes.ts'
import type { SchedulingKeep } from './freed.ts'
import { freeTime } from './occupancy-store.ts'
import { placeOf } from './place-actions.ts'
import type { Appointment } from './replies.ts'
import { findVisit, insertVisit, lockCalendars } from './store.ts'
import { tellPatient } from './telling-actions.ts'
import { takePlace, timeOf } from './time-actions.ts'
import { bookedContent, theReply, theVisit } from './told-actions.ts'
import { subjectOf } from './visit.ts'

/** Books the new time with the same doctor and closes the visit in whose place it comes; sent again under its key, the same new visit is shown. */
export async function reschedule(
  keep: SchedulingKeep,
  op: Operation,
  oldId: string,
  wanted: Input<typeof rescheduleAppointment>['body'],
): Promise<Appointment> {
  const id = newId(op.now)
  const along: Operation[] = []
  const act = async (tx: Transaction) => {
    const before = await madeBefore(keep, tx, op, { type: 'appointment', id }, { ...wanted, replaces: oldId })
    if (before !== undefined) return shownAgain(tx, op, before)
    const old = await locked(tx, oldId)
    const permit = Permit.ask(op, 'appointment.reschedule', subjectOf(old))
    mustBeBooked(old)
    mustBeEarlyEnough(old, permit.relation, op.now)
    const { patientId, doctorId, room, visitType } = old
    const asked = await timeOf(
      tx,
      op,
      wanted.holdId === undefined ? { start: wanted.start, end: wanted.end, doctorId } : { holdId: wanted.holdId },
    )
    if (asked.doctorId !== doctorId) refuse('BAD_REQUEST', { errors: [{ field: 'holdId', reason: 'is of another doctor' }] })
    const wish = { ...asked, visitTypeId: visitType?.id, roomId: room?.id }
    // Who moves visits waits for those who do before anything is given back: nobody holds what another waits for.
    await tx.run(lockCalendars([doctorId, ...(room ? [room.id] : [])]))
    const place = await placeOf(tx, op, wish, { override: wanted.override !== undefined, moved: old.id })
    const { writing } = await changing(keep, op, permit, old, { status: 'cancelled', reason: 'rescheduled' })
    await tx.runAll([...writing, freeTime(permit, old.id)])
    await takePlace(tx, permit, id, place, asked.holdId, op.now)

    const [kept = {}] = await openDetails(keep, op.tenantId, [old])
    const words = { ...kept, ...(wanted.override && { override: wanted.override.reason }) }
    const details = await sealDetails(keep, { tenantId: op.tenantId, patientId }, id, words)
    const made = { ...place, id, patientId, ...place.slot, details, replaces: old.id }
    const care = { id: newId(op.now), patientId, doctorId, visitId: id, from: op.now, end: place.slot.end }
    // The new reach opens before the old one ends: a doctor carries over what is open to them, and opens nothing.
    await tx.runAll([insertVisit(permit, made, op.now), insertCare(permit, care), closeCare(permit, old.id, op.now)])
    const visit = theVisit(await tx.run(findVisit(id)))
    await tellPatient(tx, keep, op, permit, visit)
    along.push(...(await keep.freed(tx, op, old)))
    const of = { type: 'appointment', id, version: 1 }
    op.trace.resource = of
    await traceChange(keep, op, { of, before: bookedContent(old), after: bookedContent(visit) })
    return visit
  }
  return theReply(keep, op, await keep.db.transact(op, act, [], along))
}

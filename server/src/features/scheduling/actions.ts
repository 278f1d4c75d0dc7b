import type { Input } from '@wardkeep/contract'
import type { bookAppointment, cancelAppointment } from '@wardkeep/contract/scheduling.ts'
import type { Reader, Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { madeBefore } from '../../security/retry.ts'
import { closeCare, insertCare } from './care-store.ts'
import { sealChange, sealDetails } from './envelopes.ts'
import type { SchedulingKeep } from './freed.ts'
import { freeTime } from './occupancy-store.ts'
import { partiesOf } from './party-actions.ts'
import { type Appointment, repliesTo } from './replies.ts'
import { mustBeEarlyEnough, mustBeOffered, mustBeOpen, reachOf } from './rules.ts'
import { closeVisit, findVisit, insertVisit, lockVisit, type VisitRow, visitIn } from './store.ts'
import { takeFree, takeHeld, timeOf } from './time-actions.ts'
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

async function shownAgain(tx: Reader, op: Operation, id: string): Promise<Visit> {
  const [row] = await tx.run(findVisit(id))
  const visit = visitIn(row ?? refuse('NOT_FOUND'))
  Permit.ask(op, 'appointment.read', subjectOf(visit))
  return visit
}

/** Ends a booked visit before it has happened; its time is free again and the reach to the chart that it opened ends with it. */
export async function cancel(
  keep: SchedulingKeep,
  op: Operation,
  id: string,
  why: Input<typeof cancelAppointment>['body'],
): Promise<Appointment> {
  const along: Operation[] = []
  const act = async (tx: Transaction) => {
    const [row] = await tx.run(lockVisit(id))
    const visit = visitIn(row ?? refuse('NOT_FOUND'))
    const permit = Permit.ask(op, 'appointment.cancel', subjectOf({ ...visit, version: visit.version + 1 }))
    mustBeOpen(visit)
    mustBeEarlyEnough(visit, permit.relation, op.now)
    const changeId = newId(op.now)
    const said = { by: op.actor.name, ...(why.note === undefined ? {} : { note: why.note }) }
    const details = await sealChange(keep, { tenantId: op.tenantId, patientId: visit.patientId }, changeId, said)
    const closing = closeVisit(permit, visit.id, { changeId, reason: why.reason, details }, op.now)
    const after = [closeCare(permit, visit.id, op.now), freeTime(permit, visit.id), findVisit(visit.id)] as const
    const [, , , , rows] = await tx.runAll([...closing, ...after])
    const ended = theVisit(rows)
    along.push(...(await keep.freed(tx, op, visit)))
    const of = { type: 'appointment', id: visit.id }
    await traceChange(keep, op, { of, before: bookedContent(visit), after: { ...bookedContent(ended), reason: why.reason, ...said } })
    return ended
  }
  const cancelled = await keep.db.transact(op, act, [], along)
  return theReply(keep, op, cancelled)
}

/** What of a visit a change of it is proven by. */
function bookedContent({ patientId, doctorId, start, end, status }: Visit): { [name: string]: string } {
  return { patientId, doctorId, start: start.toISOString(), end: end.toISOString(), status }
}

function theVisit([row]: VisitRow[]): Visit {
  if (row === undefined) throw new Error('a visit that was just written cannot be read')
  return visitIn(row)
}

async function theReply(keep: Keep, op: Operation, visit: Visit): Promise<Appointment> {
  const [reply] = await repliesTo(keep, op, [visit])
  return reply ?? refuse('NOT_FOUND')
}

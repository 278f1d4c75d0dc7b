import type { Input } from '@wardkeep/contract'
import type { cancelAppointment } from '@wardkeep/contract/scheduling.ts'
import type { Statement, Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { closeCare } from './care-store.ts'
import { mustBeAt, mustBeEarlyEnough, mustBeOpen, type Step, steps } from './course-rules.ts'
import { sealChange } from './envelopes.ts'
import type { SchedulingKeep } from './freed.ts'
import { freeTime } from './occupancy-store.ts'
import type { Appointment } from './replies.ts'
import { changeVisit, findVisit, lockVisit, visitIn } from './store.ts'
import { tellPatient } from './telling-actions.ts'
import { bookedContent, theReply, theVisit } from './told-actions.ts'
import { type CancellationReason, subjectOf, type Visit } from './visit.ts'

/** Ends a visit before it has happened; its time is free again and the reach to the chart that it opened ends with it. */
export async function cancel(
  keep: SchedulingKeep,
  op: Operation,
  id: string,
  why: Input<typeof cancelAppointment>['body'],
): Promise<Appointment> {
  const along: Operation[] = []
  const act = async (tx: Transaction) => {
    const visit = await locked(tx, id)
    const permit = Permit.ask(op, 'appointment.cancel', subjectOf({ ...visit, version: visit.version + 1 }))
    mustBeOpen(visit)
    mustBeEarlyEnough(visit, permit.relation, op.now)
    const changed = await change(keep, tx, op, permit, visit, { status: 'cancelled', ...why })
    await tellPatient(tx, keep, op, permit, visit)
    along.push(...(await keep.freed(tx, op, visit)))
    return changed
  }
  return theReply(keep, op, await keep.db.transact(op, act, [], along))
}

/** Takes a visit one step further. Where nobody came, the rest of its time is free and the reach to the chart ends at once. */
export async function takeStep(keep: Keep, op: Operation, id: string, step: Step): Promise<Appointment> {
  const { permission, to } = steps[step]
  const moved = await keep.db.transact(op, async (tx) => {
    const visit = await locked(tx, id)
    const permit = Permit.ask(op, permission, subjectOf({ ...visit, version: visit.version + 1 }))
    mustBeAt(visit, step, op.now)
    return change(keep, tx, op, permit, visit, { status: to })
  })
  return theReply(keep, op, moved)
}

export async function locked(tx: Transaction, id: string): Promise<Visit> {
  const [row] = await tx.run(lockVisit(id))
  return visitIn(row ?? refuse('NOT_FOUND'))
}

type To = { status: Visit['status']; reason?: CancellationReason; note?: string }

/** Writes a visit's new state with the row that says who and why, and gives back what a visit that stands no more had. */
async function change(keep: Keep, tx: Transaction, op: Operation, permit: Permit, visit: Visit, to: To): Promise<Visit> {
  const { said, writing } = await changing(keep, op, permit, visit, to)
  const ending =
    to.status === 'cancelled' || to.status === 'noshow' ? [closeCare(permit, visit.id, op.now), freeTime(permit, visit.id)] : []
  await tx.runAll([...writing, ...ending])
  const changed = theVisit(await tx.run(findVisit(visit.id)))
  const after = { ...bookedContent(changed), ...(to.reason && { reason: to.reason }), ...said }
  await traceChange(keep, op, { of: { type: 'appointment', id: visit.id }, before: bookedContent(visit), after })
  return changed
}

/** The statements of a change, and what is said with it under seal. */
export async function changing(keep: Keep, op: Operation, permit: Permit, visit: Visit, { status, reason, note }: To) {
  const changeId = newId(op.now)
  const said = { by: op.actor.name, ...(note === undefined ? {} : { note }) }
  const details = await sealChange(keep, { tenantId: op.tenantId, patientId: visit.patientId }, changeId, said)
  const writing: Statement[] = changeVisit(permit, visit.id, { changeId, status, ...(reason && { reason }), details }, op.now)
  return { said, writing }
}

// Who is away hands over what is booked: the visit goes to another doctor at the same time, whole or not at all, and the patient is told.
import type { Api, Input, Reply } from '@wardkeep/contract'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { cut, nextByTime, pageByTime } from '../../platform/page.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import { inside } from '../../security/inside.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { relationsFor } from '../../security/policy.ts'
import { Sealed } from '../../security/vault/index.ts'
import {
  calendarIn,
  canStandIn,
  findDoctor,
  holdCalendar,
  isThere,
  listStandInCalendars,
  listStandIns,
  openDoctors,
  readCalendar,
  standInAt,
  standInCalendar,
} from '../doctors/index.ts'
import type { MailKeep } from '../mail/index.ts'
import { closeCare, insertCare } from './care-store.ts'
import { changing, locked } from './course-actions.ts'
import { openDetails, sealDetails } from './envelopes.ts'
import type { SchedulingKeep } from './freed.ts'
import { mustBeToCome } from './handover-rules.ts'
import { listBusyStandIns, listFlagged } from './handover-store.ts'
import { freeTime } from './occupancy-store.ts'
import { type Appointment, repliesTo } from './replies.ts'
import { takenBy } from './rules.ts'
import { findVisit, insertVisit, visitIn } from './store.ts'
import { mailOfVisits } from './telling-actions.ts'
import { takePlace } from './time-actions.ts'
import { bookedContent, theReply, theVisit } from './told-actions.ts'
import { subjectOf, type Visit } from './visit.ts'

type Query = Input<Api['listHandovers']>['query']

/** Booked visits to come whose doctor will be away then, each with who stands in and whether that one is free. */
export async function list(keep: MailKeep, op: Operation, query: Query): Promise<Reply<Api['listHandovers']>> {
  const [relation] = relationsFor(op.actor.role, 'appointment.hand-over')
  if (relation === undefined) return refuse('FORBIDDEN')
  const page = { ...pageByTime(query), now: op.now, doctorId: query.doctorId }
  const asked = [listFlagged(relation, page), listStandIns(op.now), listBusyStandIns(op.now), ...listStandInCalendars(op.now)] as const
  const { rows, standIns, busy, calendars } = await keep.db.read(op, asked, ([rows, standIns, busy, ...calendars]) => {
    Permit.askAll(
      op,
      'appointment.hand-over',
      cut(rows, page).shown.map((row) => subjectOf(visitIn(row))),
    )
    return { rows, standIns, busy, calendars }
  })
  const { shown, last } = cut(rows, page)
  const found = shown.map((row) => standInAt({ ...row, id: row.doctor_id }, row, standIns))
  const named = found.flatMap((row) => (row ? [{ doctorId: row.id, profile: Sealed.fromDatabase(row.profile) }] : []))
  const [appointments, profiles] = await Promise.all([repliesTo(keep, op, shown.map(visitIn)), openDoctors(keep, op.tenantId, named)])
  const names = new Map(named.map(({ doctorId }, place) => [doctorId, profiles[place]?.displayName ?? '']))
  const items = appointments.map((appointment, place) => {
    const standIn = found[place]
    if (standIn === undefined) return { appointment }
    const row = shown[place] ?? refuse('NOT_FOUND')
    const { from, until } = takenBy(row, { bufferBefore: row.buffer_before, bufferAfter: row.buffer_after })
    const taken = busy.some((one) => one.doctor_id === standIn.id && one.start < until && from < one.end)
    const free = !taken && isThere(standInCalendar(standIn, calendars), row)
    return { appointment, standIn: { id: standIn.id, displayName: names.get(standIn.id) ?? '', free } }
  })
  return { items, next: nextByTime(last && { at: last.start, id: last.id }) }
}

/** Closes the visit and books its time with another doctor; what the patient wrote goes along. Refuses SLOT_TAKEN where that one is taken. */
export async function handOver(keep: SchedulingKeep, op: Operation, id: string, to: string | undefined): Promise<Appointment> {
  const along: Operation[] = []
  const act = async (tx: Transaction) => {
    const visit = await locked(tx, id)
    const permit = Permit.ask(op, 'appointment.hand-over', subjectOf({ ...visit, version: visit.version + 1 }))
    mustBeToCome(visit, op.now)
    const doctorId = await fitDoctor(tx, op, visit, to)
    const { writing } = await changing(keep, op, permit, visit, { status: 'cancelled', reason: 'doctor-unavailable' })
    await tx.runAll([...writing, closeCare(permit, visit.id, op.now), freeTime(permit, visit.id)])
    along.push(...(await keep.freed(tx, op, visit)))
    const taken = await inside(tx, op, op.tenantId, () => bookAnew(tx, keep, op, permit, visit, doctorId))
    await traceChange(keep, op, { of: { type: 'appointment', id: visit.id }, before: bookedContent(visit), after: bookedContent(taken) })
    return taken
  }
  const given = await keep.db.transact(op, act, [], along)
  return theReply(keep, op, given)
}

/** Who takes it: a doctor of the same subject who is there at that time, within their hours. The calendar is held first, so that no vacation begins meanwhile. */
async function fitDoctor(tx: Transaction, op: Operation, visit: Visit, to: string | undefined): Promise<string> {
  const [[absent], standIns] = await tx.runAll([findDoctor(visit.doctorId), listStandIns(op.now)])
  if (absent === undefined) return refuse('NOT_FOUND')
  const id = to ?? standInAt(absent, visit, standIns)?.id ?? refuse('STAND_IN_MISSING')
  const span = { from: visit.start, to: visit.end }
  const [, [other], hours, overrides, closed] = await tx.runAll([holdCalendar(id), ...readCalendar(id, span)])
  const fits = other !== undefined && canStandIn(absent, other) && isThere(calendarIn(other, hours, overrides, closed), visit)
  if (!fits) return refuse('STAND_IN_UNFIT')
  return other.id
}

/** As the system, since neither the doctor who leaves nor reception writes into another doctor's calendar by themselves. */
async function bookAnew(tx: Transaction, keep: MailKeep, op: Operation, permit: Permit, visit: Visit, doctorId: string): Promise<Visit> {
  const { patientId, room, start, end } = visit
  const [row = refuse('NOT_FOUND')] = await tx.run(findVisit(visit.id))
  const buffers = { bufferBefore: row.buffer_before, bufferAfter: row.buffer_after }
  const id = newId(op.now)
  const [written = {}] = await openDetails(keep, op.tenantId, [visit])
  const details = await sealDetails(keep, { tenantId: op.tenantId, patientId }, id, written)
  const resources = [doctorId, ...(room ? [room.id] : [])]
  await takePlace(tx, permit, id, { resources, ...takenBy(visit, buffers) }, undefined, op.now)
  const care = { id: newId(op.now), patientId, doctorId, visitId: id, from: op.now, end }
  const made = {
    id,
    patientId,
    doctorId,
    roomId: room?.id,
    type: row.type_id === null ? undefined : { id: row.type_id, ...buffers },
    start,
    end,
    details,
    replaces: visit.id,
  }
  await tx.runAll([insertVisit(permit, made, op.now), insertCare(permit, care)])
  await mailOfVisits(tx, keep, op, patientId, end)
  return theVisit(await tx.run(findVisit(id)))
}

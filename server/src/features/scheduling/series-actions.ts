// A series is one transaction: each of its visits is held to every rule, and one that cannot be booked refuses all, or is left out by express wish. [F48]
import type { Input, Reply } from '@wardkeep/contract'
import { bookSeries, seriesLimits } from '@wardkeep/contract/series.ts'
import { Value } from 'typebox/value'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { instantIn } from '../../platform/instants.ts'
import { Refusal, refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { keepTold, madeBefore, toldBefore } from '../../security/retry.ts'
import { findDoctor } from '../doctors/index.ts'
import type { MailKeep } from '../mail/index.ts'
import { askFor } from './actions.ts'
import { insertCare } from './care-store.ts'
import { sealDetails } from './envelopes.ts'
import { clearWay, freeTime, takeTime } from './occupancy-store.ts'
import { type Place, placeOf } from './place-actions.ts'
import { repliesTo } from './replies.ts'
import { type Occurrence, occurrencesOf } from './series-rules.ts'
import { insertVisit, listSeries, lockCalendars, visitIn } from './store.ts'
import { tellPatient } from './telling-actions.ts'
import { bookedContent } from './told-actions.ts'
import { subjectOf } from './visit.ts'

type Wanted = Input<typeof bookSeries>['body']
type Conflict = Reply<typeof bookSeries>['leftOut'][number]
const LeftOut = bookSeries.reply.properties.leftOut

/** What speaks against one visit alone; every other refusal is one of the whole. */
const ofOne: readonly string[] = ['SLOT_TAKEN', 'OUTSIDE_HOURS', 'TOO_SOON', 'BEYOND_HORIZON', 'DAY_FULL']

/** Books a series, or refuses SERIES_CONFLICTS with the start and the reason of each visit that cannot be; sent again under its key, the same one is shown. */
export async function bookAll(keep: MailKeep, op: Operation, wanted: Wanted): Promise<Reply<typeof bookSeries>> {
  const first = { start: instantIn(wanted.start, 'start'), end: instantIn(wanted.end, 'end') }
  if (wanted.everyDays * (wanted.count - 1) > seriesLimits.days)
    refuse('BAD_REQUEST', {
      errors: [{ field: 'count', reason: `the last visit must lie at most ${seriesLimits.days} days after the first` }],
    })
  const id = newId(op.now)
  const { visits, leftOut } = await keep.db.transact(op, async (tx) => {
    const before = await madeBefore(keep, tx, op, { type: 'series', id }, wanted)
    const { patientId, permit } = await askFor(tx, op, wanted.patientId)
    const [doctor] = await tx.run(findDoctor(wanted.doctorId))
    const occurrences = occurrencesOf(first, (doctor ?? refuse('NOT_FOUND')).time_zone, wanted.everyDays, wanted.count)
    op.trace.resource = { type: 'series', id: before ?? id }
    if (before !== undefined) {
      const told = await toldBefore(keep, tx, op)
      return { visits: await visitsOf(tx, op, before), leftOut: Value.Check(LeftOut, told) ? told : [] }
    }
    const { places, conflicts } = await placesOf(tx, op, permit, wanted, occurrences)
    if (places.length === 0 || (conflicts.length > 0 && wanted.leaveOut === undefined)) {
      refuse('SERIES_CONFLICTS', { errors: conflicts.map(({ start, code }) => ({ field: start, reason: code })) })
    }
    for (const place of places) await insertOne(keep, tx, op, permit, { ...place, patientId, seriesId: id, wanted })
    await keepTold(keep, tx, op, conflicts)
    const visits = await visitsOf(tx, op, id)
    await traceChange(keep, op, { of: { type: 'series', id }, after: visits.map(bookedContent) })
    await tellPatient(tx, keep, op, permit, { patientId, end: visits.at(-1)?.end ?? first.end })
    return { visits, leftOut: conflicts }
  })
  return { items: await repliesTo(keep, op, visits), leftOut }
}

async function visitsOf(tx: Transaction, op: Operation, id: string) {
  const visits = (await tx.run(listSeries(id))).map(visitIn)
  const rule = op.trace.rule
  for (const visit of visits) Permit.ask(op, 'appointment.read', subjectOf(visit))
  if (rule !== undefined) op.trace.admitted(rule, { resource: { type: 'series', id } })
  return visits
}

type Taken = Place & { id: string }

/** Takes every time that can be taken. All days are counted before anything is taken, so that nobody holds what another waits for. */
async function placesOf(tx: Transaction, op: Operation, permit: Permit, wanted: Wanted, occurrences: readonly Occurrence[]) {
  const { doctorId, visitTypeId, roomId } = wanted
  const conflicts: Conflict[] = []
  const clash = ({ start }: { start: Date }, code: string) => conflicts.push({ start: start.toISOString(), code })
  await tx.run(lockCalendars([doctorId, ...(roomId === undefined ? [] : [roomId])]))
  const allowed: Place[] = []
  for (const { exists, ...slot } of occurrences) {
    try {
      if (!exists) refuse('OUTSIDE_HOURS')
      const wish = { doctorId, slot, askedAt: op.now, visitTypeId, roomId }
      allowed.push(await placeOf(tx, op, wish, { override: wanted.override !== undefined }))
    } catch (cause) {
      if (!(cause instanceof Refusal && ofOne.includes(cause.code))) throw cause
      clash(slot, cause.code)
    }
  }
  const places: Taken[] = []
  for (const place of allowed) {
    const id = newId(op.now)
    const taking = { ...place, holderId: id }
    const [, taken] = await tx.runAll([clearWay(taking, op.now), takeTime(permit, taking)])
    if (taken.length === place.resources.length) {
      places.push({ ...place, id })
      continue
    }
    await tx.run(freeTime(permit, id))
    clash(place.slot, 'SLOT_TAKEN')
  }
  return { places, conflicts: conflicts.toSorted((one, other) => (one.start < other.start ? -1 : 1)) }
}

async function insertOne(
  keep: Keep,
  tx: Transaction,
  op: Operation,
  permit: Permit,
  { wanted, patientId, seriesId, ...place }: Taken & { wanted: Wanted; patientId: string; seriesId: string },
): Promise<void> {
  const { id, doctorId, slot } = place
  const words = {
    ...(wanted.reason !== undefined && { reason: wanted.reason }),
    ...(wanted.override && { override: wanted.override.reason }),
  }
  const details = await sealDetails(keep, { tenantId: op.tenantId, patientId }, id, words)
  const care = { id: newId(op.now), patientId, doctorId, visitId: id, from: op.now, end: slot.end }
  await tx.runAll([insertVisit(permit, { ...place, patientId, seriesId, ...slot, details }, op.now), insertCare(permit, care)])
}

import type { Input, Reply } from '@wardkeep/contract'
import type { readAvailability, readSlots, setAvailability } from '@wardkeep/contract/doctors.ts'
import { limits } from '@wardkeep/contract/shapes.ts'
import { instantIn } from '../../platform/instants.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { freeSlots, mustBeRange } from './free-rules.ts'
import { mustBeTimeZone, mustBeWeeklyHours, weeklyOf } from './hours-rules.ts'
import { hoursIn, listHours, lockHours, replaceHours } from './hours-store.ts'
import { doctorNamed, subjectOf } from './named.ts'
import { findDoctor, type HoursRow, listBusy } from './store.ts'
import { awayToTell } from './vacation.ts'
import { awayIn } from './vacation-rules.ts'
import { listStandIns } from './vacation-store.ts'

type Availability = Reply<typeof readAvailability>

/** Weekly hours of a doctor, or of the caller where `id` is `me`. */
export function readHours(keep: Keep, op: Operation, id: string): Promise<Availability> {
  const doctorId = doctorNamed(op, id)
  return keep.db.read(op, [findDoctor(doctorId), listHours(doctorId)], ([[doctor], hours]) => {
    if (doctor === undefined) return refuse('NOT_FOUND')
    Permit.ask(op, 'availability.read', subjectOf(doctor.id, doctor.hours_version))
    return availabilityOf(doctor.time_zone, doctor.hours_version, hours)
  })
}

/** Replaces the weekly hours that the caller saw as `version`; visits that are booked stay booked. */
export function setHours(
  keep: Keep,
  op: Operation,
  id: string,
  version: number,
  wanted: Input<typeof setAvailability>['body'],
): Promise<Availability> {
  const doctorId = doctorNamed(op, id)
  const timeZone = mustBeTimeZone(wanted.timeZone)
  const weekly = mustBeWeeklyHours(wanted.weekly)
  return keep.db.transact(op, async (tx) => {
    const [standing] = await tx.run(lockHours(doctorId))
    if (standing === undefined) return refuse('NOT_FOUND')
    const permit = Permit.ask(op, 'availability.write', subjectOf(standing.id, version + 1))
    if (standing.hours_version !== version) return refuse('VERSION_CONFLICT')
    const [, , , hours] = await tx.runAll([...replaceHours(permit, standing.id, timeZone, weekly, op.now), listHours(standing.id)])
    return availabilityOf(timeZone, version + 1, hours)
  })
}

/** Free slots of a doctor between two instants, or why there are none. */
export async function readFree(
  keep: Keep,
  op: Operation,
  id: string,
  query: Input<typeof readSlots>['query'],
): Promise<Reply<typeof readSlots>> {
  const span = { from: instantIn(query.from, 'from'), to: instantIn(query.to, 'to') }
  mustBeRange(span.from, span.to, limits.slotDays)
  const asked = [findDoctor(id), listHours(id), listBusy(id, span), listStandIns(op.now)] as const
  const { doctor, hours, busy, standIns } = await keep.db.read(op, asked, ([[doctor], hours, busy, standIns]) => {
    if (doctor === undefined) return refuse('NOT_FOUND')
    Permit.ask(op, 'slots.read', subjectOf(doctor.id))
    return { doctor, hours, busy, standIns }
  })
  const calendar = { hours: hours.map(hoursIn), timeZone: doctor.time_zone, away: awayIn(doctor) }
  const { items, none } = freeSlots(calendar, busy, span.from, span.to, op.now)
  const instead = none === 'vacation' ? (await awayToTell(keep, op, [doctor], standIns, span.from)).get(doctor.id)?.standIn : undefined
  return {
    timeZone: doctor.time_zone,
    items: items.map((slot) => ({ start: slot.start.toISOString(), end: slot.end.toISOString() })),
    ...(none ? { none } : {}),
    ...(instead && { standIn: instead }),
  }
}

function availabilityOf(timeZone: string, version: number, hours: readonly HoursRow[]): Availability {
  return { timeZone, version, weekly: hours.map((row) => weeklyOf(hoursIn(row))) }
}

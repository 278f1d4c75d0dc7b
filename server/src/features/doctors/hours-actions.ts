import type { Input, Reply } from '@wardkeep/contract'
import type { readAvailability, readSlots, setAvailability } from '@wardkeep/contract/doctors.ts'
import { limits } from '@wardkeep/contract/shapes.ts'
import { instantIn } from '../../platform/instants.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { calendarIn, readCalendar } from './calendar-store.ts'
import { busySpan, freeSlots, mustBeRange } from './free-rules.ts'
import { mustBeTimeZone, mustBeWeeklyHours, weeklyOf } from './hours-rules.ts'
import { hoursIn, listHours, lockHours, replaceHours } from './hours-store.ts'
import { mustOffer } from './offer-rules.ts'
import { findDoctor, type HoursRow, listBusy, listStarts } from './store.ts'

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
  const around = busySpan(span)
  const statements = [
    ...readCalendar(id, span, query.visitTypeId),
    listBusy(id, around),
    listStarts(id, query.visitTypeId, around),
  ] as const
  const { doctor, calendar, type, taken } = await keep.db.read(
    op,
    statements,
    ([[doctor], hours, overrides, closed, [type], busy, starts]) => {
      if (doctor === undefined) return refuse('NOT_FOUND')
      Permit.ask(op, 'slots.read', subjectOf(doctor.id))
      const taken = { busy, starts: starts.map(({ start }) => start) }
      return { doctor, calendar: calendarIn(doctor, hours, overrides, closed), type: mustOffer(query.visitTypeId, type), taken }
    },
  )
  const { items, none } = freeSlots(calendar, taken, span.from, span.to, op.now, type)
  return {
    timeZone: doctor.time_zone,
    items: items.map((slot) => ({ start: slot.start.toISOString(), end: slot.end.toISOString() })),
    ...(none ? { none } : {}),
  }
}

function doctorNamed(op: Operation, id: string): string {
  return id === 'me' ? (op.actor.doctorId ?? refuse('NOT_FOUND')) : id
}

function subjectOf(doctorId: string, version?: number) {
  return { doctorId, resource: { type: 'doctor', id: doctorId, ...(version === undefined ? {} : { version }) } }
}

function availabilityOf(timeZone: string, version: number, hours: readonly HoursRow[]): Availability {
  return { timeZone, version, weekly: hours.map((row) => weeklyOf(hoursIn(row))) }
}

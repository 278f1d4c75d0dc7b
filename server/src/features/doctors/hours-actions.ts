import type { Input, Reply } from '@wardkeep/contract'
import type { readAvailability, readSlots, setAvailability } from '@wardkeep/contract/doctors.ts'
import { limits } from '@wardkeep/contract/shapes.ts'
import { instantIn } from '../../platform/instants.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { calendarIn, datesAround, listOverrides, overrideIn, readCalendar } from './calendar-store.ts'
import { busySpan, freeSlots, mustBeRange } from './free-rules.ts'
import { mustBeTimeZone, mustBeWeeklyHours, weeklyOf } from './hours-rules.ts'
import { hoursIn, listHours, lockHours, replaceHours, replaceOverrides } from './hours-store.ts'
import { doctorNamed, subjectOf } from './named.ts'
import { mustOffer } from './offer-rules.ts'
import { mustBeOverrides, mustLeaveRoom, overrideTold } from './override-rules.ts'
import { dateOf } from './slot-rules.ts'
import { findDoctor, type HoursRow, listBusy, listStarts, type OverrideRow } from './store.ts'
import { awayToTell } from './vacation.ts'
import { listStandIns } from './vacation-store.ts'

type Availability = Reply<typeof readAvailability>

/** Weekly hours of a doctor, or of the caller where `id` is `me`. */
export function readHours(keep: Keep, op: Operation, id: string): Promise<Availability> {
  const doctorId = doctorNamed(op, id)
  const statements = [findDoctor(doctorId), listHours(doctorId), listOverrides(doctorId, earliest(op), lastDate)] as const
  return keep.db.read(op, statements, ([[doctor], hours, overrides]) => {
    if (doctor === undefined) return refuse('NOT_FOUND')
    Permit.ask(op, 'availability.read', subjectOf(doctor.id, doctor.hours_version))
    return availabilityOf(op, doctor.time_zone, doctor.hours_version, hours, overrides)
  })
}

/** Replaces the weekly hours that the caller saw as `version`, and the days that differ; visits that are booked stay booked. */
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
    const today = dateOf(op.now, timeZone).toString()
    const stand = () => tx.runAll([listHours(standing.id), listOverrides(standing.id, today, lastDate)])
    const before = availabilityOf(op, standing.time_zone, version, ...(await stand()))
    if (wanted.overrides === undefined) {
      mustLeaveRoom(weekly, (await tx.run(listOverrides(standing.id, today, lastDate))).map(overrideIn))
    } else {
      await tx.runAll(replaceOverrides(permit, standing.id, today, mustBeOverrides(wanted.overrides, weekly, today), op.now))
    }
    await tx.runAll(replaceHours(permit, standing.id, timeZone, weekly, op.now))
    const after = availabilityOf(op, timeZone, version + 1, ...(await stand()))
    await traceChange(keep, op, { of: { type: 'doctor', id: standing.id }, before: { hours: before }, after: { hours: after } })
    return after
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
    listStandIns(op.now),
  ] as const
  const { doctor, calendar, type, taken, standIns } = await keep.db.read(
    op,
    statements,
    ([[doctor], hours, overrides, closed, [type], busy, starts, standIns]) => {
      if (doctor === undefined) return refuse('NOT_FOUND')
      Permit.ask(op, 'slots.read', subjectOf(doctor.id))
      const taken = { busy, starts: starts.map(({ start }) => start) }
      const calendar = calendarIn(doctor, hours, overrides, closed)
      return { doctor, calendar, type: mustOffer(query.visitTypeId, type), taken, standIns }
    },
  )
  const { items, none } = freeSlots(calendar, taken, span.from, span.to, op.now, type)
  const instead = none === 'vacation' ? (await awayToTell(keep, op, [doctor], standIns, span.from)).get(doctor.id)?.standIn : undefined
  return {
    timeZone: doctor.time_zone,
    items: items.map((slot) => ({ start: slot.start.toISOString(), end: slot.end.toISOString() })),
    ...(none ? { none } : {}),
    ...(instead && { standIn: instead }),
  }
}

/** No override is later. */
const lastDate = '2199-12-31'

/** The earliest date that it can be anywhere now. */
function earliest({ now }: Operation): string {
  return datesAround({ from: now, to: now }).first
}

function availabilityOf(
  { now }: Operation,
  timeZone: string,
  version: number,
  hours: readonly HoursRow[],
  overrides: readonly OverrideRow[],
): Availability {
  const today = dateOf(now, timeZone).toString()
  const coming = overrides.map(overrideIn).filter(({ date }) => date >= today)
  return { timeZone, version, weekly: hours.map((row) => weeklyOf(hoursIn(row))), overrides: coming.map(overrideTold) }
}

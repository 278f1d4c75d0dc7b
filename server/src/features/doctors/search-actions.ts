import type { Input, Reply } from '@wardkeep/contract'
import type { searchFree as contract } from '@wardkeep/contract/doctors.ts'
import { instantIn } from '../../platform/instants.ts'
import { cut, nextByTime, pageByTime } from '../../platform/page.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import type { Slot } from './calendar.ts'
import { calendarIn } from './calendar-store.ts'
import { daysAfter, firstFree, firstFreeDays, isBeyondHorizon } from './free-rules.ts'
import { mustOffer } from './offer-rules.ts'
import { openDoctors } from './profile.ts'
import { isHeldIn, soonestFirst } from './search-rules.ts'
import { searchCalendars } from './search-store.ts'
import { type DoctorRow, profileIn } from './store.ts'

type Query = Input<typeof contract>['query']
type Found = Reply<typeof contract>
type Hit = { id: string; start: Date; doctor: DoctorRow; slot: Slot }

/** The first free time of every doctor who is sought, the soonest first; every page is judged anew, so that what was taken meanwhile is not on it. */
export async function searchFree(keep: Keep, op: Operation, query: Query): Promise<Found> {
  const page = pageByTime(query)
  const { language, specialty, visitTypeId } = query
  const from = laterOf(op.now, query.from === undefined ? op.now : instantIn(query.from, 'from'))
  if (isBeyondHorizon(from, op.now)) return refuse('BAD_REQUEST', { errors: [{ field: 'from', reason: 'is too far ahead' }] })
  const span = { from, to: daysAfter(from, firstFreeDays) }
  const sought = { language, specialty, visitTypeId, span }
  const hits = await keep.db.read(op, searchCalendars(sought), ([doctors, hours, overrides, closed, [kind], busy, starts]) => {
    const type = mustOffer(visitTypeId, kind)
    const of = { hours: byDoctor(hours), overrides: byDoctor(overrides), busy: byDoctor(busy), starts: byDoctor(starts) }
    const all = doctors.flatMap((doctor): Hit[] => {
      const calendar = calendarIn(doctor, of.hours(doctor.id), of.overrides(doctor.id), closed)
      const taken = { busy: of.busy(doctor.id), starts: of.starts(doctor.id).map(({ start }) => start) }
      const slot = firstFree(calendar, taken, span, op.now, type)
      return slot === undefined ? [] : [{ id: doctor.id, start: slot.start, doctor, slot }]
    })
    const found = isHeldIn(type, language) ? soonestFirst(all, page.after) : []
    const read = cut(found, page)
    const shown = read.shown.map(({ id }) => ({ doctorId: id, resource: { type: 'doctor', id } }))
    Permit.askAll(op, 'slots.read', shown)
    return read
  })
  return { items: await told(keep, op, hits.shown), next: nextByTime(hits.last && { at: hits.last.start, id: hits.last.id }) }
}

async function told(keep: Keep, op: Operation, hits: readonly Hit[]): Promise<Found['items']> {
  const profiles = await openDoctors(
    keep,
    op.tenantId,
    hits.map(({ doctor }) => profileIn(doctor)),
  )
  return hits.map(({ doctor: { id, languages, specialties, time_zone }, slot }, place) => ({
    doctor: { id, displayName: profiles[place]?.displayName ?? '', languages, specialties },
    timeZone: time_zone,
    start: slot.start.toISOString(),
    end: slot.end.toISOString(),
  }))
}

function laterOf(one: Date, other: Date): Date {
  return one > other ? one : other
}

function byDoctor<R extends { doctor_id: string }>(rows: readonly R[]): (id: string) => R[] {
  const groups = Map.groupBy(rows, (row) => row.doctor_id)
  return (id) => groups.get(id) ?? []
}

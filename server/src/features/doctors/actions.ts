import type { Input, Reply } from '@wardkeep/contract'
import type { listDoctors, readDoctor } from '@wardkeep/contract/doctors.ts'
import { cut, nextById, pageById } from '../../platform/page.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit, type Subject } from '../../security/permit.ts'
import { type ClosedRow, listClosed } from '../holidays/index.ts'
import { calendarIn, datesAround, readCalendar } from './calendar-store.ts'
import { daysAfter, firstFree, firstFreeDays } from './free-rules.ts'
import { openDoctors } from './profile.ts'
import { type BusyRow, type DoctorRow, type HoursRow, listBusy, listDirectory, type OverrideRow, profileIn } from './store.ts'
import { awayToTell } from './vacation.ts'
import { awayIn, isAwayIn, type StandInRow } from './vacation-rules.ts'
import { listStandIns } from './vacation-store.ts'

type Doctor = Reply<typeof readDoctor>

/** A page of the directory in the order in which the doctors joined, each with the first free slot of the coming days. */
export async function list(keep: Keep, op: Operation, query: Input<typeof listDoctors>['query']): Promise<Reply<typeof listDoctors>> {
  const page = { ...pageById(query), language: query.language, specialty: query.specialty }
  const span = soon(op)
  const dates = datesAround(span)
  const statements = [...listDirectory(page, span, dates), listClosed(dates.first, dates.last), listStandIns(op.now)] as const
  const found = await keep.db.read(op, statements, ([doctors, hours, overrides, busy, closed, standIns]) => {
    const { shown, last } = cut(doctors, page)
    Permit.askAll(op, 'doctor.list', shown.map(subjectOf))
    return { shown, hours, overrides, busy, closed, standIns, last }
  })
  return {
    items: await described(keep, op, found.shown, found),
    next: nextById(found.last),
  }
}

export async function read(keep: Keep, op: Operation, id: string): Promise<Doctor> {
  const statements = [...readCalendar(id, soon(op)), listBusy(id, soon(op)), listStandIns(op.now)] as const
  const found = await keep.db.read(op, statements, ([[doctor], hours, overrides, closed, , busy, standIns]) => {
    if (doctor === undefined) return refuse('NOT_FOUND')
    Permit.ask(op, 'doctor.read', subjectOf(doctor))
    return { doctor, hours, overrides, closed, busy, standIns }
  })
  const [doctor] = await described(keep, op, [found.doctor], found)
  return doctor ?? refuse('NOT_FOUND')
}

function soon({ now }: Operation) {
  return { from: now, to: daysAfter(now, firstFreeDays) }
}

function subjectOf({ id }: DoctorRow): Subject {
  return { doctorId: id, resource: { type: 'doctor', id } }
}

type Calendars = { hours: HoursRow[]; overrides: OverrideRow[]; busy: BusyRow[]; closed: ClosedRow[]; standIns: StandInRow[] }

async function described(keep: Keep, op: Operation, rows: DoctorRow[], around: Calendars): Promise<Doctor[]> {
  const { hours, overrides, busy, closed, standIns } = around
  const profiles = await openDoctors(keep, op.tenantId, rows.map(profileIn))
  const aways = await awayToTell(keep, op, rows, standIns)
  const hoursOf = Map.groupBy(hours, (row) => row.doctor_id)
  const overridesOf = Map.groupBy(overrides, (row) => row.doctor_id)
  const busyOf = Map.groupBy(busy, (row) => row.doctor_id)
  return rows.map((row, place) => {
    const calendar = calendarIn(row, hoursOf.get(row.id) ?? [], overridesOf.get(row.id) ?? [], closed)
    const away = aways.get(row.id)
    const free = firstFree(calendar, { busy: busyOf.get(row.id) ?? [], starts: [] }, soon(op), op.now)
    return {
      id: row.id,
      displayName: profiles[place]?.displayName ?? '',
      languages: row.languages,
      specialties: row.specialties,
      ...(row.private_pool === null ? {} : { pool: row.private_pool }),
      vacation: isAwayIn(awayIn(row), { start: op.now, end: new Date(op.now.getTime() + 1) }),
      ...(away && { away }),
      timeZone: row.time_zone,
      ...(free === undefined ? {} : { firstFree: free.start.toISOString() }),
    }
  })
}

import type { Clinic } from '../../../tests/clinic.ts'
import { drAna, type Person, pia } from '../../../tests/people.ts'
import { addVisit } from './index.ts'

const day = 86_400_000

export function doctorOf(clinic: Clinic, person: Person): string {
  return clinic.who(person).doctorId ?? ''
}

export function patientOf(clinic: Clinic, person: Person): string {
  return clinic.who(person).patientId ?? ''
}

/** Free slots of a doctor of the cast, each as the body of a booking; at least a day ahead, so that notice is given. */
export async function freeTimes(clinic: Clinic, reader: Person = pia, doctor: Person = drAna) {
  const now = clinic.clock.now().getTime()
  const query = { from: new Date(now + day).toISOString(), to: new Date(now + 15 * day).toISOString() }
  const { items } = await (await clinic.as(reader)).readSlots({ params: { id: doctorOf(clinic, doctor) }, query })
  return items.map(({ start, end }) => ({ doctorId: doctorOf(clinic, doctor), start, end }))
}

export async function freeTime(clinic: Clinic, reader?: Person, doctor?: Person) {
  const [first] = await freeTimes(clinic, reader, doctor)
  if (first === undefined) throw new Error('the cast has hours on six days a week')
  return first
}

export async function booked(clinic: Clinic, by: Person = pia, doctor: Person = drAna, more: { reason?: string; patientId?: string } = {}) {
  return (await clinic.as(by)).bookAppointment({ body: { ...(await freeTime(clinic, by, doctor)), ...more } })
}

/** Moves the clock to so many minutes before an instant. */
export function wait(clinic: Clinic, until: string, minutesBefore: number): void {
  clinic.clock.pass((new Date(until).getTime() - clinic.clock.now().getTime()) / 1000 - minutesBefore * 60)
}

/** How a crowd fared: what each got, or the code it was refused with. */
export async function outcomes(calls: Promise<unknown>[]): Promise<{ done: number; refused: Record<string, number> }> {
  const settled = await Promise.allSettled(calls)
  const refused: Record<string, number> = {}
  for (const one of settled) {
    if (one.status === 'fulfilled') continue
    const code = String(one.reason?.code ?? one.reason)
    refused[code] = (refused[code] ?? 0) + 1
  }
  return { done: settled.filter((one) => one.status === 'fulfilled').length, refused }
}

/** A visit of half an hour that began so many minutes ago, put into the books by the system. */
export async function beganVisit(clinic: Clinic, doctor: Person, patient: Person, minutesAgo: number): Promise<string> {
  const now = clinic.clock.now()
  const start = new Date(now.getTime() - minutesAgo * 60_000)
  const time = { start, end: new Date(start.getTime() + 30 * 60_000) }
  const { tenantId } = clinic.who(patient)
  const whom = { tenantId, patientId: patientOf(clinic, patient), doctorId: doctorOf(clinic, doctor), ...time, now }
  const id = await clinic.asSystem(patient, (tx) => addVisit(tx, clinic.keep, whom))
  if (id === undefined) throw new Error('the time is taken')
  return id
}

import type { Reader } from '../../platform/database.ts'
import { refuse } from '../../platform/refusal.ts'
import { awayIn, findDoctor, holdCalendar, hoursIn, listHours } from '../doctors/index.ts'
import { findPatient } from '../patients/index.ts'

/** A doctor and when they work; a foreign one is as absent as one that never was. */
export async function calendarOf(tx: Reader, doctorId: string) {
  const [, [doctor], hours] = await tx.runAll([holdCalendar(doctorId), findDoctor(doctorId), listHours(doctorId)])
  if (doctor === undefined) return refuse('NOT_FOUND')
  return { doctorId: doctor.id, calendar: { hours: hours.map(hoursIn), timeZone: doctor.time_zone, away: awayIn(doctor) } }
}

/** Doctor and patient as the caller reaches them. */
export async function partiesOf(tx: Reader, patientId: string, doctorId: string) {
  const [, [doctor], hours, [patient]] = await tx.runAll([
    holdCalendar(doctorId),
    findDoctor(doctorId),
    listHours(doctorId),
    findPatient(patientId),
  ])
  if (doctor === undefined || patient === undefined) return refuse('NOT_FOUND')
  const calendar = { hours: hours.map(hoursIn), timeZone: doctor.time_zone, away: awayIn(doctor) }
  const { acting } = patient
  return {
    patientId: patient.id,
    doctorId: doctor.id,
    calendar,
    whom: { patientId: patient.id, proxied: acting !== null, booked: acting === true },
  }
}

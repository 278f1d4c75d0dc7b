import { Type } from 'typebox'
import { endpoint, signedIn } from './endpoint.ts'
import { Appointment } from './scheduling.ts'
import { CalendarDate, Exactly, Id, Instant, idParams, Page, PersonName, pageQuery, Version } from './shapes.ts'

/** Days that a vacation with an end can take, and how far ahead it can begin. */
export const vacationDays = 366

const When = Type.Union([CalendarDate, Instant], {
  description: 'A date is the whole day on the doctor’s own calendar; an instant is taken as it is',
})
const spanned = {
  active: Type.Boolean(),
  /** From now on, where nothing is said. */
  from: Type.Optional(When),
  /** A date is the last day away. Until further notice, where nothing is said. */
  until: Type.Optional(When),
  standInDoctorId: Type.Optional(Id),
}
export const Vacation = Type.Object({ ...spanned, version: Version })
const doctorOrMe = Exactly({ id: Type.Union([Id, Type.Literal('me')]) })

export const readVacation = endpoint({
  method: 'GET',
  path: '/doctors/:id/vacation',
  status: 200,
  summary: 'Whether and when a doctor is away, and who stands in',
  access: 'availability.read',
  assurance: signedIn,
  audit: 'doctor.vacation-read',
  params: doctorOrMe,
  reply: Vacation,
  refusals: ['NOT_FOUND'],
})
export const setVacation = endpoint({
  method: 'PUT',
  path: '/doctors/:id/vacation',
  status: 200,
  summary: 'Say when a doctor is away: their slots of that time are hidden at once, visits that are booked wait for a handover',
  access: 'availability.write',
  assurance: signedIn,
  audit: 'doctor.vacation-set',
  versioned: true,
  params: doctorOrMe,
  body: Exactly(spanned),
  reply: Vacation,
  refusals: ['NOT_FOUND', 'STAND_IN_LOOP', 'STAND_IN_UNFIT', 'VERSION_CONFLICT', 'VERSION_REQUIRED'],
})

export const Handover = Type.Object({
  appointment: Appointment,
  /** Who stands in for the doctor at that time; missing where nobody does. */
  standIn: Type.Optional(Type.Object({ ...PersonName.properties, free: Type.Boolean() })),
})
export const listHandovers = endpoint({
  method: 'GET',
  path: '/handovers',
  status: 200,
  summary: 'Booked visits to come of doctors who will be away, in order of their start',
  access: 'appointment.hand-over',
  assurance: signedIn,
  audit: 'handover.listed',
  query: Exactly({ ...pageQuery, doctorId: Type.Optional(Id) }),
  reply: Page(Handover),
  refusals: [],
})
export const handOver = endpoint({
  method: 'POST',
  path: '/appointments/:id/handover',
  status: 201,
  summary: 'Give a visit to another doctor at the same time, the stand-in where nobody is named; the patient is told',
  access: 'appointment.hand-over',
  assurance: signedIn,
  audit: 'appointment.handed-over',
  params: idParams,
  body: Exactly({ doctorId: Type.Optional(Id) }),
  reply: Appointment,
  refusals: ['NOT_FOUND', 'APPOINTMENT_CLOSED', 'OUT_OF_TURN', 'SLOT_TAKEN', 'STAND_IN_MISSING', 'STAND_IN_UNFIT'],
})

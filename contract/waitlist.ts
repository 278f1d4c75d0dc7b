import { Type } from 'typebox'
import { endpoint, signedIn } from './endpoint.ts'
import { Appointment } from './scheduling.ts'
import {
  CalendarDate,
  Can,
  Exactly,
  Id,
  Instant,
  idParams,
  Language,
  Page,
  PersonName,
  ProtectedLine,
  pageQuery,
  TimeZone,
} from './shapes.ts'

/** How many requests of one patient wait at a time, and over how many days one can stretch. */
export const waitlistLimits = { atOnce: 10, days: 180 } as const
export const dayParts = ['morning', 'afternoon', 'evening'] as const

const wish = {
  /** One of doctor, specialty and language at least. */
  specialty: Type.Optional(ProtectedLine(100, 1)),
  language: Type.Optional(Language),
  from: CalendarDate,
  /** The last day. */
  until: CalendarDate,
  weekdays: Type.Array(Type.Integer({ minimum: 1, maximum: 7, description: 'ISO 8601: 1 is Monday' }), {
    minItems: 1,
    maxItems: 7,
    uniqueItems: true,
  }),
  /** On the doctor’s wall clock: before noon, from noon until five, from five on. */
  part: Type.Optional(Type.Enum(dayParts)),
}
const Kind = Type.Object({ id: Id, name: ProtectedLine(100, 1) })
export const WaitlistEntry = Type.Object({
  id: Id,
  patient: PersonName,
  doctor: Type.Optional(PersonName),
  /** What is offered is as long as it, with what it keeps free around it. */
  visitType: Type.Optional(Kind),
  ...wish,
  askedAt: Instant,
  state: Type.Enum(['waiting', 'offered']),
  /** A time that became free, kept for this patient until it expires. */
  offer: Type.Optional(Type.Object({ doctor: PersonName, start: Instant, end: Instant, timeZone: TimeZone, expiresAt: Instant })),
  can: Can,
})

export const listWaitlist = endpoint({
  method: 'GET',
  path: '/waitlist',
  status: 200,
  summary: 'Who waits for an earlier time, in the order of the line: one’s own requests, or for staff all',
  access: 'waitlist.read',
  assurance: signedIn,
  audit: 'waitlist.listed',
  query: Exactly({ ...pageQuery, patientId: Type.Optional(Id) }),
  reply: Page(WaitlistEntry),
  refusals: ['NOT_FOUND'],
})
export const joinWaitlist = endpoint({
  method: 'POST',
  path: '/waitlist',
  status: 201,
  summary: 'Ask to be offered what becomes free, of a doctor, a specialty or a language, on some days',
  access: 'waitlist.use',
  assurance: signedIn,
  audit: 'waitlist.joined',
  body: Exactly({
    doctorId: Type.Optional(Id),
    patientId: Type.Optional(Id),
    visitTypeId: Type.Optional(Id),
    ...wish,
    from: Type.Optional(CalendarDate),
    until: Type.Optional(CalendarDate),
    weekdays: Type.Optional(wish.weekdays),
  }),
  reply: WaitlistEntry,
  refusals: ['NOT_FOUND', 'ALREADY_WAITING', 'NOT_OFFERED'],
})
export const leaveWaitlist = endpoint({
  method: 'POST',
  path: '/waitlist/:id/withdrawal',
  status: 204,
  summary: 'Leave the line; what is offered goes to the next',
  access: 'waitlist.use',
  assurance: signedIn,
  audit: 'waitlist.withdrawn',
  params: idParams,
  body: Exactly({}),
  reply: Type.Null(),
  refusals: ['NOT_FOUND', 'WAITING_OVER'],
})
export const acceptOffer = endpoint({
  method: 'POST',
  path: '/waitlist/:id/acceptance',
  status: 201,
  summary: 'Take the time that is offered: it is booked, and the request leaves the line',
  access: 'waitlist.use',
  assurance: signedIn,
  audit: 'waitlist.accepted',
  params: idParams,
  body: Exactly({}),
  reply: Appointment,
  refusals: ['NOT_FOUND', 'WAITING_OVER', 'OFFER_OVER'],
})
export const declineOffer = endpoint({
  method: 'POST',
  path: '/waitlist/:id/refusal',
  status: 204,
  summary: 'Let the time that is offered go to the next; the request stays in the line',
  access: 'waitlist.use',
  assurance: signedIn,
  audit: 'waitlist.declined',
  params: idParams,
  body: Exactly({}),
  reply: Type.Null(),
  refusals: ['NOT_FOUND', 'WAITING_OVER', 'OFFER_OVER'],
})

import { Type } from 'typebox'
import { endpoint, signedIn } from './endpoint.ts'
import {
  CalendarDate,
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
  Version,
} from './shapes.ts'

export const Doctor = Type.Object({
  id: Id,
  displayName: Type.String(),
  languages: Type.Array(Language),
  specialties: Type.Array(Type.String()),
  pool: Type.Optional(Type.String()),
  /** Away today. */
  vacation: Type.Boolean(),
  /** The vacation that is or comes: half-open, without `until` until further notice. `standIn` is whoever truly is there in the doctor’s place. */
  away: Type.Optional(Type.Object({ from: Instant, until: Type.Optional(Instant), standIn: Type.Optional(PersonName) })),
  timeZone: TimeZone,
  firstFree: Type.Optional(Instant),
})

export const listDoctors = endpoint({
  method: 'GET',
  path: '/doctors',
  status: 200,
  summary: 'The directory',
  access: 'doctor.list',
  assurance: signedIn,
  audit: 'doctor.listed',
  query: Exactly({ ...pageQuery, language: Type.Optional(Language), specialty: Type.Optional(ProtectedLine(100)) }),
  reply: Page(Doctor),
  refusals: [],
})
export const readDoctor = endpoint({
  method: 'GET',
  path: '/doctors/:id',
  status: 200,
  summary: 'One doctor',
  access: 'doctor.read',
  assurance: signedIn,
  audit: 'doctor.read',
  params: idParams,
  reply: Doctor,
  refusals: ['NOT_FOUND'],
})

/** `HH:MM`; 24:00 ends a day. */
const Clock = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$' })
export const WeeklyRule = Exactly({
  weekday: Type.Integer({ minimum: 1, maximum: 7, description: 'ISO 8601: 1 is Monday' }),
  from: Clock,
  to: Clock,
  slotMinutes: Type.Integer({ minimum: 5, maximum: 480 }),
  validFrom: Type.Optional(CalendarDate),
  validUntil: Type.Optional(CalendarDate),
})
export const Availability = Type.Object({
  timeZone: TimeZone,
  weekly: Type.Array(WeeklyRule),
  version: Version,
})
const doctorOrMe = Exactly({ id: Type.Union([Id, Type.Literal('me')]) })

export const readAvailability = endpoint({
  method: 'GET',
  path: '/doctors/:id/availability',
  status: 200,
  summary: 'Weekly hours in the doctor’s own time zone',
  access: 'availability.read',
  assurance: signedIn,
  audit: 'doctor.availability-read',
  params: doctorOrMe,
  reply: Availability,
  refusals: ['NOT_FOUND'],
})
export const setAvailability = endpoint({
  method: 'PUT',
  path: '/doctors/:id/availability',
  status: 200,
  summary: 'Replace the weekly hours',
  access: 'availability.write',
  assurance: signedIn,
  audit: 'doctor.availability-set',
  versioned: true,
  params: doctorOrMe,
  body: Exactly({ timeZone: TimeZone, weekly: Type.Array(WeeklyRule, { maxItems: 100 }) }),
  reply: Availability,
  refusals: ['NOT_FOUND', 'VERSION_CONFLICT', 'VERSION_REQUIRED'],
})

export const Slot = Type.Object({ start: Instant, end: Instant })
export const readSlots = endpoint({
  method: 'GET',
  path: '/doctors/:id/slots',
  status: 200,
  summary: 'Free slots between two instants, at most 62 days apart',
  access: 'slots.read',
  assurance: signedIn,
  audit: 'doctor.slots-read',
  params: idParams,
  query: Exactly({ from: Instant, to: Instant }),
  reply: Type.Object({
    timeZone: TimeZone,
    items: Type.Array(Slot),
    none: Type.Optional(Type.Enum(['vacation', 'full', 'no-hours', 'beyond-horizon'])),
    /** Whom to go to instead, while the doctor is away. */
    standIn: Type.Optional(PersonName),
  }),
  refusals: ['NOT_FOUND'],
})

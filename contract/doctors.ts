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
/** Why hours, a day that differs or a closed day cannot stand, beside its place in the list; pages say it in their own language. */
export const calendarReasons = {
  reversed: 'must begin before it ends',
  tooShort: 'is too short for one slot',
  overRule: 'overlaps another rule',
  validReversed: 'must begin to hold before it ends',
  noDay: 'has a date that no calendar of ours shows',
  past: 'is past',
  far: 'lies more than 3 years ahead',
  when: 'must say from when to when time is added',
  uncut: 'has no slots, since it takes time away',
  overAlike: 'overlaps another of the same day',
  overWeek: 'overlaps the weekly hours, which are not removed on this day',
  overAdded: 'overlaps time that is added on a single day',
  overHoliday: 'overlaps another holiday',
  daysReversed: 'must not lie before the first day',
  long: 'must lie less than a year after the first day',
} as const

/** What is different on one date: time added to the weekly hours, or removed from them, the whole day where no time is given. */
export const DateOverride = Exactly({
  date: CalendarDate,
  kind: Type.Enum(['add', 'remove']),
  from: Type.Optional(Clock),
  to: Type.Optional(Clock),
  /** Of added time; without it, the shortest slot of the weekly hours, or half an hour. */
  slotMinutes: Type.Optional(Type.Integer({ minimum: 5, maximum: 480 })),
})
export const Availability = Type.Object({
  timeZone: TimeZone,
  weekly: Type.Array(WeeklyRule),
  /** Today’s and those to come. */
  overrides: Type.Array(DateOverride),
  version: Version,
})
const doctorOrMe = Exactly({ id: Type.Union([Id, Type.Literal('me')]) })

export const readAvailability = endpoint({
  method: 'GET',
  path: '/doctors/:id/availability',
  status: 200,
  summary: 'Weekly hours in the doctor’s own time zone, and the days that differ',
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
  summary: 'Replace the weekly hours, and the days that differ where they are given',
  access: 'availability.write',
  assurance: signedIn,
  audit: 'doctor.availability-set',
  versioned: true,
  params: doctorOrMe,
  body: Exactly({
    timeZone: TimeZone,
    weekly: Type.Array(WeeklyRule, { maxItems: 100 }),
    /** Without it, the days that differ stay as they are. */
    overrides: Type.Optional(Type.Array(DateOverride, { maxItems: 400 })),
  }),
  reply: Availability,
  refusals: ['NOT_FOUND', 'VERSION_CONFLICT', 'VERSION_REQUIRED'],
})

/** Why there is no free slot: the doctor is away, all are taken, there are no hours, it is too far ahead, too near or past, or the clinic is closed. */
export const noSlots = ['vacation', 'full', 'no-hours', 'beyond-horizon', 'too-soon', 'holiday'] as const
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
  query: Exactly({ from: Instant, to: Instant, visitTypeId: Type.Optional(Id) }),
  reply: Type.Object({
    timeZone: TimeZone,
    items: Type.Array(Slot),
    none: Type.Optional(Type.Enum(noSlots)),
    /** Whom to go to instead, while the doctor is away. */
    standIn: Type.Optional(PersonName),
  }),
  refusals: ['NOT_FOUND', 'NOT_OFFERED'],
})

/** The first free visit of a doctor. */
export const FirstFree = Type.Object({
  doctor: Type.Object({ id: Id, displayName: Type.String(), languages: Type.Array(Language), specialties: Type.Array(Type.String()) }),
  timeZone: TimeZone,
  start: Instant,
  end: Instant,
})
export const searchFree = endpoint({
  method: 'GET',
  path: '/doctors/first-free',
  status: 200,
  summary: 'Of each doctor with a language, a specialty or a kind of visit the first free time of two weeks, the soonest first',
  access: 'slots.read',
  assurance: signedIn,
  audit: 'doctor.free-searched',
  query: Exactly({
    ...pageQuery,
    language: Type.Optional(Language),
    specialty: Type.Optional(ProtectedLine(100)),
    visitTypeId: Type.Optional(Id),
    /** Without it, from now on. */
    from: Type.Optional(Instant),
  }),
  reply: Page(FirstFree),
  refusals: ['NOT_FOUND', 'NOT_OFFERED'],
})

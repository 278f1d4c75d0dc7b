import { Type } from 'typebox'
import { endpoint, signedIn } from './endpoint.ts'
import { CalendarDate, Exactly, Id, idParams, Language, Page, ProtectedLine, pageQuery, TimeZone, Version } from './shapes.ts'

export const modalities = ['in-person', 'video', 'phone'] as const

const Minutes = (minimum: number, maximum: number) => Type.Integer({ minimum, maximum })
const kind = {
  name: ProtectedLine(100, 1),
  minutes: Minutes(5, 480),
  /** Minutes before and after that no other visit of the doctor may take. */
  bufferBefore: Minutes(0, 240),
  bufferAfter: Minutes(0, 240),
  modality: Type.Enum(modalities),
  /** Minutes; how long before its start a visit is booked at the latest. */
  noticeMinutes: Minutes(0, 43_200),
  /** Days; how far ahead it is booked at the most. */
  horizonDays: Minutes(1, 365),
  /** Visits of one doctor on one day of the doctor’s calendar. Without it, as many as there is time for. */
  dailyCap: Type.Optional(Minutes(1, 200)),
  /** Without them, those of the doctor. */
  languages: Type.Optional(Type.Array(Language, { maxItems: 20, uniqueItems: true })),
  /** Who offers it. Without them, every doctor does. */
  doctorIds: Type.Optional(Type.Array(Id, { maxItems: 500, uniqueItems: true })),
  active: Type.Boolean(),
}
export const VisitType = Type.Object({ id: Id, ...kind, version: Version })

export const listVisitTypes = endpoint({
  method: 'GET',
  path: '/visit-types',
  status: 200,
  summary: 'The kinds of visits that can be booked; who manages them sees also those that no longer can',
  access: 'slots.read',
  assurance: signedIn,
  audit: 'visit-type.listed',
  query: Exactly({ ...pageQuery, doctorId: Type.Optional(Id) }),
  reply: Page(VisitType),
  refusals: [],
})
export const addVisitType = endpoint({
  method: 'POST',
  path: '/visit-types',
  status: 201,
  summary: 'Offer a new kind of visit',
  access: 'visit-type.manage',
  assurance: signedIn,
  audit: 'visit-type.added',
  body: Exactly(kind),
  reply: VisitType,
  refusals: ['NOT_FOUND'],
})
export const changeVisitType = endpoint({
  method: 'PUT',
  path: '/visit-types/:id',
  status: 200,
  summary: 'Change a kind of visit, or offer it no longer; booked visits stay as they were booked',
  access: 'visit-type.manage',
  assurance: signedIn,
  audit: 'visit-type.changed',
  versioned: true,
  params: idParams,
  body: Exactly(kind),
  reply: VisitType,
  refusals: ['NOT_FOUND', 'VERSION_CONFLICT', 'VERSION_REQUIRED'],
})

const holiday = { name: ProtectedLine(100, 1), from: CalendarDate, until: CalendarDate }
/** Closed from the first day to the last, both included, by the clock of the organisation. */
export const Holiday = Type.Object({ id: Id, ...holiday })

export const listHolidays = endpoint({
  method: 'GET',
  path: '/holidays',
  status: 200,
  summary: 'The days from today on when the clinic is closed',
  access: 'slots.read',
  assurance: signedIn,
  audit: 'holiday.listed',
  reply: Type.Object({ timeZone: TimeZone, items: Type.Array(Holiday) }),
  refusals: [],
})
export const addHoliday = endpoint({
  method: 'POST',
  path: '/holidays',
  status: 201,
  summary: 'Close the clinic for some days; visits that are booked stay booked, and are counted',
  access: 'holiday.manage',
  assurance: signedIn,
  audit: 'holiday.added',
  body: Exactly(holiday),
  reply: Type.Object({ id: Id, ...holiday, visits: Type.Integer({ minimum: 0, description: 'Visits that are booked in this time' }) }),
  refusals: [],
})
export const removeHoliday = endpoint({
  method: 'DELETE',
  path: '/holidays/:id',
  status: 204,
  summary: 'Be open on these days after all',
  access: 'holiday.manage',
  assurance: signedIn,
  audit: 'holiday.removed',
  params: idParams,
  reply: Type.Null(),
  refusals: ['NOT_FOUND'],
})

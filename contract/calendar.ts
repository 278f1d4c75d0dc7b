import { Type } from 'typebox'
import { endpoint, freshlyProven, signedIn } from './endpoint.ts'
import { Exactly, Instant, idParams } from './shapes.ts'

/** RFC 5545. Of what a visit is about it holds nothing: when, a word as general as “Appointment”, and that it is private. */
const ICalendar = Type.String()
const Feed = Type.Object({ madeAt: Instant })

export const readCalendarFile = endpoint({
  method: 'GET',
  path: '/appointments/:id/calendar-file',
  status: 200,
  summary: 'One visit as an iCalendar file; of a cancelled visit, the file that takes it out of a calendar again',
  access: 'appointment.read',
  assurance: signedIn,
  audit: 'appointment.file-read',
  params: idParams,
  reply: ICalendar,
  mediaType: 'text/calendar',
  refusals: ['NOT_FOUND'],
})
export const readCalendarFeed = endpoint({
  method: 'GET',
  path: '/calendar/feed',
  status: 200,
  summary: 'Whether the caller has a calendar feed; its address is not told again',
  access: 'calendar.own',
  assurance: signedIn,
  audit: 'calendar.feed-read',
  reply: Type.Object({ feed: Type.Optional(Feed) }),
  refusals: [],
})
export const makeCalendarFeed = endpoint({
  method: 'POST',
  path: '/calendar/feed',
  status: 201,
  summary: 'The address of a feed of the caller’s own visits, shown this once; the address before it leads nowhere from now on',
  access: 'calendar.own',
  assurance: freshlyProven,
  audit: 'calendar.feed-made',
  reply: Type.Object({ url: Type.String(), madeAt: Instant }),
  refusals: [],
})
export const endCalendarFeed = endpoint({
  method: 'DELETE',
  path: '/calendar/feed',
  status: 204,
  summary: 'Ends the caller’s feed: its address leads nowhere from now on',
  access: 'calendar.own',
  assurance: signedIn,
  audit: 'calendar.feed-ended',
  reply: Type.Null(),
  refusals: [],
})
export const calendarFeed = endpoint({
  method: 'GET',
  path: '/calendar/:token.ics',
  status: 200,
  summary: 'The visits of whoever made this address, for their calendar: from thirty days ago on, cancelled ones marked as such',
  access: 'public',
  assurance: { level: 0 },
  audit: 'calendar.read',
  params: Exactly({ token: Type.String({ minLength: 1, maxLength: 100 }) }),
  reply: ICalendar,
  mediaType: 'text/calendar',
  refusals: ['NOT_FOUND'],
})

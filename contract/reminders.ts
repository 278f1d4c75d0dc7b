import { Type } from 'typebox'
import { endpoint, signedIn } from './endpoint.ts'
import { Exactly } from './shapes.ts'

/** Whether somebody is reminded of visits, by channel. */
const choice = { mail: Type.Boolean() }
export const ReminderChoice = Type.Object(choice)

export const readReminders = endpoint({
  method: 'GET',
  path: '/auth/reminders',
  status: 200,
  summary: 'Whether one is reminded of one’s visits',
  access: 'session.own',
  assurance: signedIn,
  audit: 'reminder.choice-read',
  reply: ReminderChoice,
  refusals: [],
})
export const setReminders = endpoint({
  method: 'PUT',
  path: '/auth/reminders',
  status: 200,
  summary: 'Say whether to be reminded of one’s visits',
  access: 'session.own',
  assurance: signedIn,
  audit: 'reminder.choice-set',
  body: Exactly(choice),
  reply: ReminderChoice,
  refusals: [],
})

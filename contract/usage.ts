import { Type } from 'typebox'
import { endpoint, freshlyProvenInFull, signedIn } from './endpoint.ts'
import { CalendarDate, Exactly, Id } from './shapes.ts'

/** Days that the page on usage looks back, today among them, and how many users and keys it names. */
export const usageLimits = { days: 30, top: 10 } as const

const Limit = Type.Integer({ minimum: 1, maximum: 2_000_000_000 })
export const RequestLimits = Type.Object({
  userMinute: Limit,
  userDay: Limit,
  keyMinute: Limit,
  keyDay: Limit,
  tenantMinute: Limit,
  tenantDay: Limit,
})

const Counted = Type.Object({ id: Id, name: Type.String(), requests: Type.Integer(), today: Type.Integer() })

export const readUsage = endpoint({
  method: 'GET',
  path: '/usage',
  status: 200,
  summary: 'How much is asked of the organisation: by day (UTC), by user and by key, and the limits',
  access: 'usage.read',
  assurance: signedIn,
  audit: 'usage.read',
  reply: Type.Object({
    total: Type.Integer(),
    days: Type.Array(Type.Object({ day: CalendarDate, requests: Type.Integer() })),
    users: Type.Array(Counted),
    keys: Type.Array(Counted),
    limits: RequestLimits,
    can: Type.Array(Type.String()),
  }),
  refusals: [],
})

export const setRequestLimits = endpoint({
  method: 'PUT',
  path: '/usage/limits',
  status: 200,
  summary: 'Say how many requests a user, a key and the organisation may make in a minute and in a day; what is left out takes the default',
  access: 'usage.limit',
  assurance: freshlyProvenInFull,
  audit: 'request-limits.set',
  body: Exactly({
    userMinute: Type.Optional(Limit),
    userDay: Type.Optional(Limit),
    keyMinute: Type.Optional(Limit),
    keyDay: Type.Optional(Limit),
    tenantMinute: Type.Optional(Limit),
    tenantDay: Type.Optional(Limit),
  }),
  reply: RequestLimits,
  refusals: [],
})

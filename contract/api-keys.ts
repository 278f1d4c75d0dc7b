import { Type } from 'typebox'
import { endpoint, freshlyProvenInFull, signedIn } from './endpoint.ts'
import type { Permission } from './permissions.ts'
import { Can, Exactly, Id, Instant, idParams, ProtectedLine } from './shapes.ts'

/** What a key may be made for: no more than a service may ever do. */
export const keyScopes = [
  'doctor.list',
  'doctor.read',
  'slots.read',
  'appointment.list',
  'appointment.read',
  'appointment.book',
  'case.submit',
  'case.list',
  'case.read',
  'case.write',
  'case.close',
  'case.reopen',
  'case.withdraw',
] as const satisfies readonly Permission[]

/** Days that a key lives at most, and keys of one organisation that live at once. */
export const keyLimits = { days: 90, living: 100 } as const

export const ApiKey = Type.Object({
  id: Id,
  service: Type.Object({ id: Id, name: Type.String(), active: Type.Boolean() }),
  /** The part of the key by which it can be told apart; the rest is shown once. */
  prefix: Type.String(),
  scopes: Type.Array(Type.Enum(keyScopes)),
  perMinute: Type.Optional(Type.Integer({ minimum: 1 })),
  state: Type.Enum(['valid', 'expired', 'revoked']),
  madeAt: Instant,
  expiresAt: Instant,
  /** To the minute. */
  lastUsedAt: Type.Optional(Instant),
  requestCount: Type.Integer({ minimum: 0 }),
  can: Can,
})

export const listApiKeys = endpoint({
  method: 'GET',
  path: '/api-keys',
  status: 200,
  summary: 'The keys of the organisation’s services, newest first',
  access: 'api-key.manage',
  assurance: signedIn,
  audit: 'api-key.listed',
  reply: Type.Object({ items: Type.Array(ApiKey) }),
  refusals: [],
})

export const makeApiKey = endpoint({
  method: 'POST',
  path: '/api-keys',
  status: 201,
  summary: 'Make a key for a service, a new one by its name or one that has keys by its id; the key is in this answer and never again',
  access: 'api-key.manage',
  assurance: freshlyProvenInFull,
  audit: 'api-key.made',
  body: Exactly({
    service: Type.Union([Exactly({ name: ProtectedLine(100, 1) }), Exactly({ id: Id })]),
    scopes: Type.Array(Type.Enum(keyScopes), { minItems: 1, maxItems: keyScopes.length, uniqueItems: true }),
    /** Days from now on. */
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: keyLimits.days })),
    /** Requests in a minute, where less than the organisation allows. */
    perMinute: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  }),
  reply: Type.Object({ key: Type.String(), apiKey: ApiKey }),
  refusals: ['NOT_FOUND', 'TOO_MANY_KEYS'],
})

export const revokeApiKey = endpoint({
  method: 'DELETE',
  path: '/api-keys/:id',
  status: 200,
  summary: 'Revoke a key: its next request is refused, in every process',
  access: 'api-key.manage',
  assurance: freshlyProvenInFull,
  audit: 'api-key.revoked',
  params: idParams,
  reply: ApiKey,
  refusals: ['NOT_FOUND', 'KEY_REVOKED'],
})

import { Type } from 'typebox'
import { endpoint, signedIn } from './endpoint.ts'
import { Exactly, Id, Instant, idParams } from './shapes.ts'

/** How many holds somebody may have at a time, and make in an hour. */
export const holdLimits = { atOnce: 3, perHour: 30 } as const

/** `seconds`: for how long it still lasts, for a clock that may be set wrong. */
export const Hold = Type.Object({ id: Id, expiresAt: Instant, seconds: Type.Integer({ minimum: 0 }) })

export const holdSlot = endpoint({
  method: 'POST',
  path: '/holds',
  status: 201,
  summary: 'Keep a free slot for as many minutes as the organisation sets',
  access: 'appointment.hold',
  assurance: signedIn,
  audit: 'hold.made',
  retryable: true,
  body: Exactly({ doctorId: Id, start: Instant, end: Instant, visitTypeId: Type.Optional(Id), roomId: Type.Optional(Id) }),
  reply: Hold,
  refusals: [
    'NOT_FOUND',
    'SLOT_TAKEN',
    'OUTSIDE_HOURS',
    'TOO_SOON',
    'BEYOND_HORIZON',
    'TOO_MANY_HOLDS',
    'HOLD_EXPIRED',
    'NOT_OFFERED',
    'DAY_FULL',
    'IDEMPOTENCY_MISMATCH',
  ],
})
export const releaseHold = endpoint({
  method: 'DELETE',
  path: '/holds/:id',
  status: 204,
  summary: 'Give a held slot back',
  access: 'appointment.hold',
  assurance: signedIn,
  audit: 'hold.released',
  params: idParams,
  reply: Type.Null(),
  refusals: ['NOT_FOUND'],
})

import { Type } from 'typebox'
import { endpoint, signedIn } from './endpoint.ts'
import { Exactly, Id, Instant, idParams } from './shapes.ts'

/** Seconds that a hold lasts; how many of them somebody may have at a time, and make in an hour. */
export const holdLimits = { seconds: 300, atOnce: 3, perHour: 30 } as const

export const Hold = Type.Object({ id: Id, expiresAt: Instant })

export const holdSlot = endpoint({
  method: 'POST',
  path: '/holds',
  status: 201,
  summary: 'Keep a free slot for five minutes',
  access: 'appointment.hold',
  assurance: signedIn,
  audit: 'hold.made',
  retryable: true,
  body: Exactly({ doctorId: Id, start: Instant, end: Instant }),
  reply: Hold,
  refusals: [
    'NOT_FOUND',
    'SLOT_TAKEN',
    'OUTSIDE_HOURS',
    'TOO_SOON',
    'BEYOND_HORIZON',
    'TOO_MANY_HOLDS',
    'HOLD_EXPIRED',
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

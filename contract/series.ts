import { Type } from 'typebox'
import { endpoint, signedIn } from './endpoint.ts'
import { Appointment, Override } from './scheduling.ts'
import { Exactly, Id, Instant, ProtectedText } from './shapes.ts'

/** Visits of a series at most, and the last day after the first that one may fall on. */
export const seriesLimits = { visits: 52, days: 365 } as const

/** Why a visit of the series cannot be booked, in the words of the refusal that it would be by itself. */
export const Conflict = Type.Object({ start: Instant, code: Type.String() })

export const bookSeries = endpoint({
  method: 'POST',
  path: '/appointments/series',
  status: 201,
  summary: 'Book a visit every so many days: all of them, or those that are free where that is asked for',
  access: 'appointment.override',
  assurance: signedIn,
  audit: 'series.booked',
  retryable: true,
  body: Exactly({
    doctorId: Id,
    patientId: Id,
    /** Of the first visit; the others keep its time of day on the doctor’s wall clock. */
    start: Instant,
    end: Instant,
    everyDays: Type.Integer({ minimum: 1, maximum: 182 }),
    count: Type.Integer({ minimum: 2, maximum: seriesLimits.visits }),
    visitTypeId: Type.Optional(Id),
    roomId: Type.Optional(Id),
    reason: Type.Optional(ProtectedText()),
    override: Type.Optional(Override),
    /** What cannot be booked is left out; without it, one conflict refuses all. */
    leaveOut: Type.Optional(Type.Literal(true)),
  }),
  reply: Type.Object({ items: Type.Array(Appointment), leftOut: Type.Array(Conflict) }),
  refusals: ['NOT_FOUND', 'SERIES_CONFLICTS', 'NOT_OFFERED', 'IDEMPOTENCY_MISMATCH'],
})

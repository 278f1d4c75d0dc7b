// The course of a visit: booked → arrived → checked-in → fulfilled, or it does not come to pass. Each act is a row that says who and when.
import { Type } from 'typebox'
import { endpoint, signedIn } from './endpoint.ts'
import { Appointment } from './scheduling.ts'
import { Exactly, Id, Instant, idParams } from './shapes.ts'

const act = { method: 'POST', status: 201, assurance: signedIn, params: idParams, body: Exactly({}), reply: Appointment } as const

export const recordArrival = endpoint({
  ...act,
  path: '/appointments/:id/arrival',
  summary: 'Note that the patient is there',
  access: 'appointment.receive',
  audit: 'appointment.arrived',
  refusals: ['NOT_FOUND', 'APPOINTMENT_CLOSED', 'OUT_OF_TURN', 'TOO_EARLY'],
})
export const checkIn = endpoint({
  ...act,
  path: '/appointments/:id/check-in',
  summary: 'Note that the patient is ready to be seen',
  access: 'appointment.receive',
  audit: 'appointment.checked-in',
  refusals: ['NOT_FOUND', 'APPOINTMENT_CLOSED', 'OUT_OF_TURN'],
})
export const completeAppointment = endpoint({
  ...act,
  path: '/appointments/:id/completion',
  summary: 'Note that the visit took place',
  access: 'appointment.complete',
  audit: 'appointment.completed',
  refusals: ['NOT_FOUND', 'APPOINTMENT_CLOSED', 'OUT_OF_TURN'],
})
export const recordNoShow = endpoint({
  ...act,
  path: '/appointments/:id/no-show',
  summary: 'Note that the patient did not come',
  access: 'appointment.receive',
  audit: 'appointment.no-show',
  refusals: ['NOT_FOUND', 'APPOINTMENT_CLOSED', 'OUT_OF_TURN', 'TOO_EARLY'],
})
export const rescheduleAppointment = endpoint({
  ...act,
  path: '/appointments/:id/rescheduling',
  summary: 'Move a visit: the new one replaces the old, or the old one stands',
  access: 'appointment.reschedule',
  audit: 'appointment.rescheduled',
  retryable: true,
  body: Exactly({ start: Type.Optional(Instant), end: Type.Optional(Instant), holdId: Type.Optional(Id) }),
  refusals: [
    'NOT_FOUND',
    'APPOINTMENT_CLOSED',
    'OUT_OF_TURN',
    'TOO_LATE_TO_CANCEL',
    'SLOT_TAKEN',
    'OUTSIDE_HOURS',
    'TOO_SOON',
    'BEYOND_HORIZON',
    'HOLD_EXPIRED',
    'IDEMPOTENCY_MISMATCH',
  ],
})

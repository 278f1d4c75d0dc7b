import { Type } from 'typebox'
import { endpoint, signedIn } from './endpoint.ts'
import { Can, Exactly, Id, Instant, idParams, Page, PersonName, ProtectedText, pageQuery, TimeZone, Version } from './shapes.ts'

export const appointmentStatuses = ['booked', 'arrived', 'checked-in', 'fulfilled', 'cancelled', 'noshow'] as const
export const CancellationReason = Type.Enum(['patient-request', 'doctor-unavailable', 'clinic-closed', 'other'])

/** Why a visit is cancelled, as it is told: a visit that was moved is one that another replaces. */
const ToldReason = Type.Enum(['patient-request', 'doctor-unavailable', 'clinic-closed', 'other', 'rescheduled'])

export const Appointment = Type.Object({
  id: Id,
  patient: PersonName,
  doctor: PersonName,
  start: Instant,
  end: Instant,
  timeZone: TimeZone,
  status: Type.Enum(appointmentStatuses),
  reason: Type.Optional(Type.String()),
  cancellation: Type.Optional(Type.Object({ reason: ToldReason, note: Type.Optional(Type.String()), by: Type.String(), at: Instant })),
  visitType: Type.Optional(Type.Object({ id: Id, name: Type.String() })),
  /** Why staff booked it outside the rules; for staff. */
  override: Type.Optional(Type.Object({ reason: Type.String() })),
  room: Type.Optional(Type.Object({ id: Id, name: Type.String() })),
  /** Until when its patient may cancel or move it, by the rule that the organisation has now. */
  changeUntil: Instant,
  /** The visit in whose place it was booked. */
  replaces: Type.Optional(Id),
  version: Version,
  can: Can,
})

/** Staff book outside hours, notice, horizon and daily cap, and say why. A taken time stays taken. */
export const Override = Exactly({ reason: ProtectedText(500, 3) })

export const bookAppointment = endpoint({
  method: 'POST',
  path: '/appointments',
  status: 201,
  summary: 'Book a free slot',
  access: 'appointment.book',
  assurance: signedIn,
  audit: 'appointment.booked',
  retryable: true,
  body: Exactly({
    doctorId: Type.Optional(Id),
    start: Type.Optional(Instant),
    end: Type.Optional(Instant),
    /** In place of doctor, start and end. */
    holdId: Type.Optional(Id),
    visitTypeId: Type.Optional(Id),
    /** For staff. */
    roomId: Type.Optional(Id),
    patientId: Type.Optional(Id),
    reason: Type.Optional(ProtectedText()),
    override: Type.Optional(Override),
  }),
  reply: Appointment,
  refusals: [
    'NOT_FOUND',
    'SLOT_TAKEN',
    'OUTSIDE_HOURS',
    'TOO_SOON',
    'BEYOND_HORIZON',
    'HOLD_EXPIRED',
    'NOT_OFFERED',
    'DAY_FULL',
    'IDEMPOTENCY_MISMATCH',
  ],
})
export const listAppointments = endpoint({
  method: 'GET',
  path: '/appointments',
  status: 200,
  summary: 'The visits the caller may see, in order of their start',
  access: 'appointment.list',
  assurance: signedIn,
  audit: 'appointment.listed',
  query: Exactly({
    ...pageQuery,
    from: Type.Optional(Instant),
    to: Type.Optional(Instant),
    /** One patient’s alone; a proxy asks so for whom they act. Without it a patient gets their own. */
    patientId: Type.Optional(Id),
  }),
  reply: Page(Appointment),
  refusals: [],
})
export const readAppointment = endpoint({
  method: 'GET',
  path: '/appointments/:id',
  status: 200,
  summary: 'One visit',
  access: 'appointment.read',
  assurance: signedIn,
  audit: 'appointment.read',
  params: idParams,
  reply: Appointment,
  refusals: ['NOT_FOUND'],
})
export const cancelAppointment = endpoint({
  method: 'POST',
  path: '/appointments/:id/cancellation',
  status: 201,
  summary: 'Cancel a visit, with its reason',
  access: 'appointment.cancel',
  assurance: signedIn,
  audit: 'appointment.cancelled',
  params: idParams,
  body: Exactly({ reason: CancellationReason, note: Type.Optional(ProtectedText()) }),
  reply: Appointment,
  refusals: ['NOT_FOUND', 'APPOINTMENT_CLOSED', 'TOO_LATE_TO_CANCEL'],
})

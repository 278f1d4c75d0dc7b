import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import { book } from './actions.ts'
import { cancel, takeStep } from './course-actions.ts'
import type { SchedulingKeep } from './freed.ts'
import { hold, release } from './holds-actions.ts'
import { reschedule } from './moving-actions.ts'
import { list, read } from './reading-actions.ts'
import { addRoom, changeRoom, listAll } from './rooms-actions.ts'
import { bookAll } from './series-actions.ts'

export function schedulingRoutes(door: Door, keep: SchedulingKeep): void {
  serve(door, api.bookAppointment, (op, { body }) => book(keep, op, body))
  serve(door, api.listAppointments, (op, { query }) => list(keep, op, query))
  serve(door, api.readAppointment, (op, { params }) => read(keep, op, params.id))
  serve(door, api.holdSlot, (op, { body }) => hold(keep, op, body))
  serve(door, api.releaseHold, (op, { params }) => release(keep, op, params.id))
  serve(door, api.recordArrival, (op, { params }) => takeStep(keep, op, params.id, 'arrive'))
  serve(door, api.checkIn, (op, { params }) => takeStep(keep, op, params.id, 'check-in'))
  serve(door, api.completeAppointment, (op, { params }) => takeStep(keep, op, params.id, 'complete'))
  serve(door, api.recordNoShow, (op, { params }) => takeStep(keep, op, params.id, 'no-show'))
  serve(door, api.rescheduleAppointment, (op, { params, body }) => reschedule(keep, op, params.id, body))
  serve(door, api.bookSeries, (op, { body }) => bookAll(keep, op, body))
  serve(door, api.listRooms, (op) => listAll(keep, op))
  serve(door, api.addRoom, (op, { body }) => addRoom(keep, op, body))
  serve(door, api.changeRoom, (op, { params, version, body }) => changeRoom(keep, op, params.id, version, body))
  serve(door, api.cancelAppointment, (op, { params, body }) => cancel(keep, op, params.id, body))
}

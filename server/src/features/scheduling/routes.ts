import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import { book, cancel } from './actions.ts'
import type { SchedulingKeep } from './freed.ts'
import { hold, release } from './holds-actions.ts'
import { list, read } from './reading-actions.ts'

export function schedulingRoutes(door: Door, keep: SchedulingKeep): void {
  serve(door, api.bookAppointment, (op, { body }) => book(keep, op, body))
  serve(door, api.listAppointments, (op, { query }) => list(keep, op, query))
  serve(door, api.readAppointment, (op, { params }) => read(keep, op, params.id))
  serve(door, api.holdSlot, (op, { body }) => hold(keep, op, body))
  serve(door, api.releaseHold, (op, { params }) => release(keep, op, params.id))
  serve(door, api.cancelAppointment, (op, { params, body }) => cancel(keep, op, params.id, body))
}

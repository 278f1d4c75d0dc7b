import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import type { Keep } from '../../security/keep.ts'
import { list, read } from './actions.ts'
import { readFree, readHours, setHours } from './hours-actions.ts'
import { searchFree } from './search-actions.ts'
import { readVacation, setVacation } from './vacation-actions.ts'

export function doctorRoutes(door: Door, keep: Keep): void {
  serve(door, api.listDoctors, (op, { query }) => list(keep, op, query))
  serve(door, api.readDoctor, (op, { params }) => read(keep, op, params.id))
  serve(door, api.readAvailability, (op, { params }) => readHours(keep, op, params.id))
  serve(door, api.setAvailability, (op, { params, version, body }) => setHours(keep, op, params.id, version, body))
  serve(door, api.searchFree, (op, { query }) => searchFree(keep, op, query))
  serve(door, api.readVacation, (op, { params }) => readVacation(keep, op, params.id))
  serve(door, api.setVacation, (op, { params, version, body }) => setVacation(keep, op, params.id, version, body))
  serve(door, api.readSlots, (op, { params, query }) => readFree(keep, op, params.id, query))
}

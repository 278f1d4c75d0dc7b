import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import type { Keep } from '../../security/keep.ts'
import { add, list, remove } from './actions.ts'

export function holidayRoutes(door: Door, keep: Keep): void {
  serve(door, api.listHolidays, (op) => list(keep, op))
  serve(door, api.addHoliday, (op, input) => add(keep, op, input))
  serve(door, api.removeHoliday, (op, input) => remove(keep, op, input))
}

import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import { type ActingKeep, actFor } from './actions.ts'

export function actingRoutes(door: Door, keep: ActingKeep): void {
  serve(door, api.actFor, (op, input) => actFor(keep, op, input))
}

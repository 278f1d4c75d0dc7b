import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import type { Keep } from '../../security/keep.ts'
import { add, change, list } from './actions.ts'

export function visitTypeRoutes(door: Door, keep: Keep): void {
  serve(door, api.listVisitTypes, (op, input) => list(keep, op, input))
  serve(door, api.addVisitType, (op, input) => add(keep, op, input))
  serve(door, api.changeVisitType, (op, input) => change(keep, op, input))
}

import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import type { SchedulingKeep } from './freed.ts'
import { handOver, list } from './handover-actions.ts'

export function handoverRoutes(door: Door, keep: SchedulingKeep): void {
  serve(door, api.listHandovers, (op, { query }) => list(keep, op, query))
  serve(door, api.handOver, (op, { params, body }) => handOver(keep, op, params.id, body.doctorId))
}

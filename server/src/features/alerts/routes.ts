import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import type { Keep } from '../../security/keep.ts'
import { acknowledge, close, count, list } from './actions.ts'

export function alertRoutes(door: Door, keep: Keep): void {
  serve(door, api.countAlerts, (op) => count(keep, op))
  serve(door, api.listAlerts, (op, { query }) => list(keep, op, query))
  serve(door, api.acknowledgeAlert, (op, { params, body }) => acknowledge(keep, op, params.id, body.note))
  serve(door, api.closeAlert, (op, { params, body }) => close(keep, op, params.id, body.note))
}

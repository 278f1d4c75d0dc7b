import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import type { Keep } from '../../security/keep.ts'
import { limit, read } from './actions.ts'

/** Serves the counts of requests and their limits. */
export function usageRoutes(door: Door, keep: Keep): void {
  serve(door, api.readUsage, (op) => read(keep, op))
  serve(door, api.setRequestLimits, (op, { body }) => limit(keep, op, body))
}

import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import type { Keep } from '../../security/keep.ts'
import { link, list, listOf, read } from './actions.ts'

export function legacyRoutes(door: Door, keep: Keep): void {
  serve(door, api.listLegacyCases, (op, { query }) => list(keep, op, query))
  serve(door, api.listLegacyCasesOf, (op, input) => listOf(keep, op, input))
  serve(door, api.readLegacyCase, (op, { params }) => read(keep, op, params.id))
  serve(door, api.linkLegacyCase, (op, { params, body }) => link(keep, op, params.id, body))
}

import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import { list, make, revoke } from './actions.ts'
import type { KeyKeep } from './key-keep.ts'

/** Serves the keys of services. */
export function apiKeyRoutes(door: Door, keep: KeyKeep): void {
  serve(door, api.listApiKeys, (op) => list(keep, op))
  serve(door, api.makeApiKey, (op, { body }) => make(keep, op, body))
  serve(door, api.revokeApiKey, (op, { params }) => revoke(keep, op, params.id))
}

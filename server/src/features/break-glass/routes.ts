import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import { type BreakGlassKeep, end, extend, listOwn, open } from './actions.ts'

export function breakGlassRoutes(door: Door, keep: BreakGlassKeep): void {
  serve(door, api.openBreakGlass, (op, { body }) => open(keep, op, body))
  serve(door, api.extendBreakGlass, (op, { params, body }) => extend(keep, op, params.id, body.reason))
  serve(door, api.endBreakGlass, (op, { params }) => end(keep, op, params.id))
  serve(door, api.listBreakGlass, (op) => listOwn(keep, op))
}

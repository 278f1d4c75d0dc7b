import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import type { Keep } from '../../security/keep.ts'
import { endLink, link, listOfPatient, listOwn } from './actions.ts'

export function proxyRoutes(door: Door, keep: Keep): void {
  serve(door, api.listProxies, (op, input) => listOfPatient(keep, op, input))
  serve(door, api.linkProxy, (op, input) => link(keep, op, input))
  serve(door, api.endProxy, (op, input) => endLink(keep, op, input))
  serve(door, api.listProxied, (op) => listOwn(keep, op))
}

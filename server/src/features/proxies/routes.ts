import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import { forStranger } from '../identity/index.ts'
import { accept, join } from './acceptance-actions.ts'
import { endLink, link, listOfPatient, listOwn } from './actions.ts'
import { invite, listInvitations, withdraw } from './invitation-actions.ts'
import type { ProxyKeep } from './proxy-keep.ts'

export function proxyRoutes(door: Door, keep: ProxyKeep): void {
  serve(door, api.listProxies, (op, input) => listOfPatient(keep, op, input))
  serve(door, api.linkProxy, (op, input) => link(keep, op, input))
  serve(door, api.endProxy, (op, input) => endLink(keep, op, input))
  serve(door, api.listProxied, (op) => listOwn(keep, op))
  serve(door, api.inviteProxy, (op, input) => invite(keep, op, input))
  serve(door, api.listProxyInvitations, (op, input) => listInvitations(keep, op, input))
  serve(door, api.withdrawProxyInvitation, (op, input) => withdraw(keep, op, input))
  serve(door, api.acceptProxy, (op, { body }) => accept(keep, op, body))
  serve(door, api.joinAsProxy, (op, { body }) => forStranger(keep, op, () => join(keep, op, body)))
}

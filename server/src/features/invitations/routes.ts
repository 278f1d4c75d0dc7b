import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import { forStranger } from '../identity/index.ts'
import { accept } from './acceptance-actions.ts'
import { invite, list, withdraw } from './actions.ts'
import type { InvitationKeep } from './invitation-keep.ts'

/** Serves who is asked to join. */
export function invitationRoutes(door: Door, keep: InvitationKeep): void {
  serve(door, api.invite, (op, { body }) => invite(keep, op, body))
  serve(door, api.listInvitations, (op, { query }) => list(keep, op, query))
  serve(door, api.withdrawInvitation, (op, { params }) => withdraw(keep, op, params.id))
  serve(door, api.acceptInvitation, (op, { body }) => forStranger(keep, op, () => accept(keep, op, body)))
}

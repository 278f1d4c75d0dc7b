import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import type { MailKeep } from '../mail/index.ts'
import { join, leave, list } from './actions.ts'
import { accept, decline } from './answer-actions.ts'

export function waitlistRoutes(door: Door, keep: MailKeep): void {
  serve(door, api.listWaitlist, (op, { query }) => list(keep, op, query))
  serve(door, api.joinWaitlist, (op, { body }) => join(keep, op, body))
  serve(door, api.leaveWaitlist, (op, { params }) => leave(keep, op, params.id))
  serve(door, api.acceptOffer, (op, { params }) => accept(keep, op, params.id))
  serve(door, api.declineOffer, (op, { params }) => decline(keep, op, params.id))
}

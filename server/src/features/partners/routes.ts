import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import { add, change, listAll } from './actions.ts'
import { check, listOf } from './check-actions.ts'
import type { PartnerKeep } from './partner.ts'
import { timeline } from './timeline-actions.ts'

export function partnerRoutes(door: Door, keep: PartnerKeep): void {
  serve(door, api.listPartners, (op) => listAll(keep, op))
  serve(door, api.addPartner, (op, { body }) => add(keep, op, body))
  serve(door, api.changePartner, (op, input) => change(keep, op, input))
  serve(door, api.checkMember, (op, { params, body }) => check(keep, op, params.id, body))
  serve(door, api.listMemberships, (op, { params }) => listOf(keep, op, params.id))
  serve(door, api.listMemberChecks, (op, { query }) => timeline(keep, op, query))
}

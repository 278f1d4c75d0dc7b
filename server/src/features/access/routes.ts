import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import type { Keep } from '../../security/keep.ts'
import { assign, end, listOfDoctor, listOfPatient } from './care-team-actions.ts'
import { explainAccess, readPolicy } from './explanation-actions.ts'

export function accessRoutes(door: Door, keep: Keep): void {
  serve(door, api.readCareTeam, (op, input) => listOfPatient(keep, op, input))
  serve(door, api.assignDoctor, (op, input) => assign(keep, op, input))
  serve(door, api.endAssignment, (op, input) => end(keep, op, input))
  serve(door, api.listAssignments, (op, input) => listOfDoctor(keep, op, input))
  serve(door, api.readPolicy, (op) => readPolicy(op))
  serve(door, api.explainAccess, (op, { query }) => explainAccess(keep, op, query))
}

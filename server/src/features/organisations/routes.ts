import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import type { Keep } from '../../security/keep.ts'
import { readRules, setRules } from './sign-in-actions.ts'

export function organisationRoutes(door: Door, keep: Keep): void {
  serve(door, api.readSignInRules, (op) => readRules(keep, op))
  serve(door, api.setSignInRules, (op, input) => setRules(keep, op, input))
}

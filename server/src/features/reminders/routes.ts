import { api } from '@wardkeep/contract'
import { type Door, serve } from '../../security/guard.ts'
import type { Keep } from '../../security/keep.ts'
import { choose, readChoice } from './actions.ts'

export function reminderRoutes(door: Door, keep: Keep): void {
  serve(door, api.readReminders, (op) => readChoice(keep, op))
  serve(door, api.setReminders, (op, { body }) => choose(keep, op, body))
}

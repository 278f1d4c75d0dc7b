import { refuse } from '../../platform/refusal.ts'
import { mustBeBooked } from './course-rules.ts'
import type { Visit } from './visit.ts'

/** Refuses APPOINTMENT_CLOSED and OUT_OF_TURN: only what nobody has come to, and what is still to come, changes hands. */
export function mustBeToCome(visit: Visit, now: Date): void {
  mustBeBooked(visit)
  if (visit.start <= now) refuse('APPOINTMENT_CLOSED')
}

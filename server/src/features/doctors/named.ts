import { refuse } from '../../platform/refusal.ts'
import type { Operation } from '../../security/operation.ts'

/** The doctor of a path: the caller where it says `me`; refuses NOT_FOUND where the caller is none. */
export function doctorNamed(op: Operation, id: string): string {
  return id === 'me' ? (op.actor.doctorId ?? refuse('NOT_FOUND')) : id
}

export function subjectOf(doctorId: string, version?: number) {
  return { doctorId, resource: { type: 'doctor', id: doctorId, ...(version === undefined ? {} : { version }) } }
}

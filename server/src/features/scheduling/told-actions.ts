import { refuse } from '../../platform/refusal.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { type Appointment, repliesTo } from './replies.ts'
import { type VisitRow, visitIn } from './store.ts'
import type { Visit } from './visit.ts'

/** What of a visit a change of it is proven by. */
export function bookedContent({ patientId, doctorId, start, end, status, room, replaces }: Visit): { [name: string]: string } {
  const more = { ...(room && { roomId: room.id }), ...(replaces && { replaces }) }
  return { patientId, doctorId, start: start.toISOString(), end: end.toISOString(), status, ...more }
}

export function theVisit([row]: VisitRow[]): Visit {
  if (row === undefined) throw new Error('a visit that was just written cannot be read')
  return visitIn(row)
}

export async function theReply(keep: Keep, op: Operation, visit: Visit): Promise<Appointment> {
  const [reply] = await repliesTo(keep, op, [visit])
  return reply ?? refuse('NOT_FOUND')
}

import type { Input, Reply } from '@wardkeep/contract'
import type { listAppointments } from '@wardkeep/contract/scheduling.ts'
import { instantIn } from '../../platform/instants.ts'
import { cut, nextByTime, pageByTime } from '../../platform/page.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { relationsFor } from '../../security/policy.ts'
import { findPatient } from '../patients/index.ts'
import { type Appointment, repliesTo } from './replies.ts'
import { findVisit, listVisits, type VisitPage, visitIn } from './store.ts'
import { subjectOf, type Visit } from './visit.ts'

/** The visits that the caller's role reaches, in order of their start. */
export async function list(
  keep: Keep,
  op: Operation,
  query: Input<typeof listAppointments>['query'],
): Promise<Reply<typeof listAppointments>> {
  const page = {
    ...pageByTime(query),
    from: query.from === undefined ? undefined : instantIn(query.from, 'from'),
    to: query.to === undefined ? undefined : instantIn(query.to, 'to'),
  }
  const { actingFor, patientId } = op.actor
  const meant = query.patientId ?? actingFor
  const asked = actingFor === undefined && meant === patientId ? undefined : meant
  const { shown, last } = await (asked === undefined ? reached(keep, op, page) : ofPatient(keep, op, asked, page))
  return { items: await repliesTo(keep, op, shown), next: nextByTime(last && { at: last.start, id: last.id }) }
}

type Asked = VisitPage & { size: number }
type Found = { shown: Visit[]; last: Visit | undefined }

function reached(keep: Keep, op: Operation, page: Asked): Promise<Found> {
  const [relation] = relationsFor(op.actor.role, 'appointment.list')
  if (relation === undefined) return refuse('FORBIDDEN')
  return keep.db.read(op, [listVisits(relation, page)], ([rows]) => {
    const found = cut(rows.map(visitIn), page)
    Permit.askAll(op, 'appointment.list', found.shown.map(subjectOf))
    return found
  })
}

/** One patient's: a chart that the caller does not reach is as absent as one that never was, whether it has visits or not. */
function ofPatient(keep: Keep, op: Operation, patientId: string, page: Asked): Promise<Found> {
  const relation = relationsFor(op.actor.role, 'appointment.list').at(-1) ?? refuse('FORBIDDEN')
  return keep.db.read(op, [findPatient(patientId), listVisits(relation, { ...page, patientId })], ([[patient], rows]) => {
    const { id, acting } = patient ?? refuse('NOT_FOUND')
    const found = cut(rows.map(visitIn), page)
    const whom = {
      patientId: id,
      proxied: acting !== null,
      booked: acting === true,
      ...(op.actor.doctorId && { doctorId: op.actor.doctorId }),
    }
    Permit.ask(op, 'appointment.list', whom)
    for (const visit of found.shown) Permit.ask(op, 'appointment.list', subjectOf(visit))
    op.trace.resource = { type: 'patient', id }
    return found
  })
}

export async function read(keep: Keep, op: Operation, id: string): Promise<Appointment> {
  const visit = await keep.db.read(op, [findVisit(id)], ([[row]]) => {
    const visit = visitIn(row ?? refuse('NOT_FOUND'))
    Permit.ask(op, 'appointment.read', subjectOf(visit))
    return visit
  })
  const [reply] = await repliesTo(keep, op, [visit])
  return reply ?? refuse('NOT_FOUND')
}

import type { Input, Reply } from '@wardkeep/contract'
import type { listCases } from '@wardkeep/contract/cases.ts'
import { cut, nextByTime, pageByTime } from '../../platform/page.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { relationsFor } from '../../security/policy.ts'
import { subjectOf } from './case.ts'
import { type CaseDetail, detailOf, repliesTo } from './replies.ts'
import { caseIn, findCase, listOpen, listOver, type Reach } from './store.ts'
import { findDecision, listChanges, listMessages } from './thread-store.ts'

/** The cases of a patient or a vendor, or a doctor's queue: what they have and what is offered to them. */
export async function list(keep: Keep, op: Operation, query: Input<typeof listCases>['query']): Promise<Reply<typeof listCases>> {
  const { standing = 'open', patientId } = query
  const page = pageByTime(query)
  const reach = reachOf(op, patientId)
  const listed = standing === 'open' ? listOpen : listOver
  const { shown, last } = await keep.db.read(op, [listed(reach, page.after, page.rows)], ([rows]) => {
    const cases = cut(rows.map(caseIn), page)
    Permit.askAll(
      op,
      'case.list',
      cases.shown.map((facts) => subjectOf(facts, op.actor)),
    )
    return cases
  })
  const next = nextByTime(last && { at: standing === 'open' ? last.dueAt : last.submittedAt, id: last.id })
  return { items: await repliesTo(keep, op, shown), next }
}

/** One's own, by whatever one has them; or those of somebody for whom one acts. */
function reachOf({ actor }: Operation, patientId = actor.actingFor): Reach {
  const [relation, ...others] = relationsFor(actor.role, 'case.list')
  if (patientId !== undefined && patientId !== actor.patientId && others.includes('asker')) return { relation: 'asker', patientId }
  return { relation: relation ?? refuse('FORBIDDEN') }
}

export async function read(keep: Keep, op: Operation, id: string): Promise<CaseDetail> {
  const found = await keep.db.read(
    op,
    [findCase(id), listMessages(id), listChanges(id), findDecision(id)],
    ([[row], messages, changes, [decision]]) => {
      const facts = caseIn(row ?? refuse('NOT_FOUND'))
      Permit.ask(op, 'case.read', subjectOf(facts, op.actor))
      return { facts, thread: { messages, changes, decision } }
    },
  )
  return detailOf(keep, op, found.facts, found.thread)
}

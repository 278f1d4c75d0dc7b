// Routing decides inside the transaction of its cause, one decision of an organisation after the other; each is kept with all it was made from. [F63]
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import { inside } from '../../security/inside.ts'
import type { Operation } from '../../security/operation.ts'
import { canonicalBytes, frame } from '../../security/vault/index.ts'
import { raiseAlert } from '../alerts/index.ts'
import type { CaseFacts } from './case.ts'
import type { CaseKeep } from './case-keep.ts'
import { openContents, sealChange, sealDecision } from './envelopes.ts'
import { candidateIn, listRoster, rosterIn } from './roster-store.ts'
import { decideToKeep } from './routing-kept-rules.ts'
import type { Decision, Question } from './routing-rules.ts'
import { lockRouting, placeCase } from './routing-store.ts'
import { insertChange, type StepName } from './thread-store.ts'

export type Rerouting = {
  /** Who has passed it on and is not asked again. */
  passedBy: readonly string[]
  /** Who is asked first where they fit and are there. */
  before?: string | undefined
  dueAt: Date
  /** Steps of the system's own that lead here. */
  steps?: readonly StepName[]
}

/** Gives a locked case to the doctors whom the rules name, or where there is none to the desk, which an alert tells. */
export async function route(tx: Transaction, keep: CaseKeep, op: Operation, found: CaseFacts, how: Rerouting): Promise<Consequence[]> {
  const { passedBy, before, dueAt, steps = [] } = how
  const { id, language, pool } = found
  const { tenantId, now } = op
  const [content] = await openContents(keep, tenantId, [{ id, sealed: found.content }])
  const specialty = content?.specialty
  const placed = await inside(tx, op, tenantId, async () => {
    await tx.run(lockRouting())
    const decision = await decided(keep, tenantId, {
      wanted: { language, pool, ...(specialty !== undefined && { specialty }) },
      ...(before !== undefined && { before }),
      passedBy: [...passedBy],
      candidates: rosterIn(...(await tx.runAll(listRoster()))).map(candidateIn),
    })
    const decisionId = newId(now)
    const offers = decision.offers.map(({ doctorId }) => doctorId)
    const sealed = await sealDecision(keep, tenantId, decisionId, decision)
    await tx.runAll(placeCase({ id, decisionId, decision: sealed, offers, passedBy, dueAt }, now))
    const queued = offers.length > 0
    // A case that comes to the desk after it was in a queue is triaged anew.
    const taken: StepName[] = [...steps, ...(queued ? ['queued' as const] : steps.includes('triaged') ? [] : ['triaged' as const])]
    for (const step of taken) await noteChange(tx, keep, op, found, step)
    return queued
  })
  return placed ? [] : raiseAlert(tx, keep, op, alertOf('case-unrouted', found))
}

/** Where not all it was made from is kept, a keyed digest of all is: whoever has the roster of then can show that it is what was looked at. */
async function decided(keep: CaseKeep, tenantId: string, question: Question): Promise<Decision> {
  const decision = decideToKeep(question)
  if (decision.left === undefined) return decision
  const digest = await keep.vault.auditMac(tenantId, frame('wardkeep-routing/1', canonicalBytes(question)))
  return { ...decision, digest: digest.toString('base64url') }
}

/** Writes a step of the system's own into the history. */
export async function noteChange(tx: Transaction, keep: CaseKeep, op: Operation, found: CaseFacts, step: StepName): Promise<void> {
  const id = newId(op.now)
  const details = await sealChange(keep, { tenantId: op.tenantId, patientId: found.patientId }, id, {})
  await tx.run(insertChange('system', { id, caseId: found.id, step, details }, op.now))
}

export function alertOf(kind: 'case-overdue' | 'case-unrouted', { id, patientId }: CaseFacts) {
  return { kind, key: `case/${id}`, ...(patientId !== undefined && { patientId }), subject: { type: 'case' as const, id } }
}

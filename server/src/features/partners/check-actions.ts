// A try is written down, with its event, before it leaves; what came of it is a second row and a second event. [A87][A14]
import type { Api, Input, Reply } from '@wardkeep/contract'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Operation } from '../../security/operation.ts'
import { may, Permit } from '../../security/permit.ts'
import { findPatient, openProfiles, patientRow, subjectOf } from '../patients/index.ts'
import { mayBeAsked } from './address-rules.ts'
import { ask } from './asking.ts'
import { type CheckRow, findChecksOf, insertAnswer, insertCheck } from './check-store.ts'
import { numberIndexOf } from './numbers.ts'
import type { PartnerKeep } from './partner.ts'
import { findPartner, partnerIn } from './store.ts'

type Told = Reply<Api['checkMember']>

/** Refuses NOT_FOUND, and PARTNER_REFUSED where nothing was asked. What a partner does wrong is an outcome. */
export async function check(keep: PartnerKeep, op: Operation, patientId: string, body: Input<Api['checkMember']>['body']): Promise<Told> {
  const id = newId(op.now)
  const numberIndex = await numberIndexOf(keep, op.tenantId, body.number)
  const { partner, row } = await keep.db.transact(op, async (tx) => {
    const [[found], [named]] = await tx.runAll([findPatient(patientId), findPartner(body.partnerId)])
    const patient = patientRow(found ?? refuse('NOT_FOUND'))
    const permit = Permit.ask(op, 'membership.check', { ...subjectOf(patient), resource: { type: 'member-check', id } })
    const asked = partnerIn(named ?? refuse('PARTNER_REFUSED'))
    if (!asked.active || !mayBeAsked(asked.url, keep.egress)) return refuse('PARTNER_REFUSED')
    await tx.run(insertCheck(permit, { id, partnerId: asked.id, patientId: patient.id, numberIndex }, op.now))
    await traceChange(keep, op, { of: { type: 'member-check', id }, after: { partnerId: asked.id, patientId: patient.id } })
    return { partner: asked, row: patient }
  })
  const [profile] = await openProfiles(keep, op.tenantId, [{ patientId: row.id, profile: row.profile }])
  const answer = await ask(keep, op.tenantId, partner, { number: body.number, birthDate: profile?.birthDate })
  const reason = 'reason' in answer ? answer.reason : undefined

  const after = op.asSystem(op.tenantId, 'partner', 'membership.answered')
  await keep.db.transact(after, async (tx) => {
    after.trace.admitted('system:partner', { patientIds: [row.id], resource: { type: 'member-check', id } })
    await tx.run(insertAnswer(id, { outcome: answer.outcome, reason }, op.now))
    await traceChange(keep, after, {
      of: { type: 'member-check', id },
      before: { outcome: null },
      after: { outcome: answer.outcome, reason: reason ?? null },
    })
  })
  return {
    id,
    at: op.now.toISOString(),
    partner: { id: partner.id, name: partner.name },
    outcome: answer.outcome,
    ...(reason && { reason }),
  }
}

/** What partners said of one patient; the patient reads it too. */
export function listOf(keep: PartnerKeep, op: Operation, patientId: string): Promise<Reply<Api['listMemberships']>> {
  return keep.db.read(op, [findPatient(patientId), findChecksOf(patientId)], ([[found], rows]) => {
    const subject = subjectOf(patientRow(found ?? refuse('NOT_FOUND')))
    Permit.ask(op, 'membership.read', subject)
    return { items: rows.map(checkIn), can: may(op.actor, 'membership.check', subject) ? ['check'] : [] }
  })
}

export function checkIn({ id, at, partner_id, partner_name, outcome, reason }: CheckRow): Told {
  return {
    id,
    at: at.toISOString(),
    ...(partner_id !== null && partner_name !== null && { partner: { id: partner_id, name: partner_name } }),
    outcome: outcome ?? 'unanswered',
    ...(reason !== null && { reason }),
  }
}

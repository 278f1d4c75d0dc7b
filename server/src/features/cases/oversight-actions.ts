import type { Api, Input, Reply } from '@wardkeep/contract'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'
import { openDoctors } from '../doctors/index.ts'
import { findHours } from './deadline-store.ts'
import { candidateIn, listMembers, type Member, rosterIn } from './roster-store.ts'
import { rank } from './routing-rules.ts'
import { listVendors, listWaiting } from './routing-store.ts'
import { hoursIn, isOverdue } from './rules.ts'

const most = 100
const mostRanked = 10

/** Loads and what needs somebody: facts of queues, no text of any case. */
export async function overview(keep: Keep, op: Operation): Promise<Reply<Api['readCaseRouting']>> {
  const asked = [listWaiting(op.now, most), listVendors(), findHours(), ...listMembers()] as const
  const [waiting, vendors, [hours], ...roster] = await keep.db.read(op, asked, (rows) => {
    Permit.ask(op, 'case.oversee', {})
    return rows
  })
  const shown = rosterIn(...roster)
    .sort((one, other) => other.load - one.load)
    .slice(0, most)
  const [names, assignees] = await Promise.all([
    namesOf(keep, op, shown),
    openDoctors(
      keep,
      op.tenantId,
      waiting.flatMap(({ doctor_id: doctorId, doctor_profile: profile }) =>
        doctorId && profile ? [{ doctorId, profile: Sealed.fromDatabase(profile) }] : [],
      ),
    ),
  ])
  const assigned = waiting.filter(({ doctor_id, doctor_profile }) => doctor_id && doctor_profile)
  const nameOfAssignee = new Map(assigned.map(({ id }, place) => [id, assignees[place]?.displayName ?? '']))
  return {
    hours: hoursIn(hours),
    pools: [...new Set([op.actor.organisation?.slug ?? '', ...vendors.map(({ vendor_id: vendorId }) => vendorId)])],
    doctors: shown.map((member) => ({
      doctor: { id: member.id, displayName: names.get(member.id) ?? '' },
      languages: member.languages,
      specialties: member.specialties,
      ...(member.private_pool !== null && { pool: member.private_pool }),
      away: member.away,
      load: member.load,
    })),
    waiting: waiting.map(({ id, state, urgency, language, due_at: dueAt, flagged, doctor_id: doctorId }) => ({
      id,
      state,
      urgency,
      language,
      dueAt: dueAt.toISOString(),
      overdue: isOverdue({ state, dueAt }, op.now),
      flagged,
      ...(doctorId !== null && { assignee: { id: doctorId, displayName: nameOfAssignee.get(id) ?? '' } }),
      can: ['pass-on'],
    })),
  }
}

/** Whom the rules would name now, were these doctors away too. */
export async function simulate(
  keep: Keep,
  op: Operation,
  { language, specialty, pool, away = [] }: Input<Api['simulateRouting']>['body'],
): Promise<Reply<Api['simulateRouting']>> {
  const members = await keep.db.read(op, listMembers(), (rows) => {
    Permit.ask(op, 'case.oversee', {})
    return rosterIn(...rows)
  })
  const wanted = { language, pool: pool ?? op.actor.organisation?.slug ?? '', ...(specialty !== undefined && { specialty }) }
  const supposed = members.map((member) => ({ ...candidateIn(member), away: member.away || away.includes(member.id) }))
  const ranked = rank(wanted, supposed, mostRanked)
  const named = ranked.flatMap((each) => members.filter(({ id }) => id === each.doctorId).map((member) => ({ each, member })))
  const names = await namesOf(
    keep,
    op,
    named.map(({ member }) => member),
  )
  return {
    ranked: named.map(({ each: { reasons, fallback }, member: { id, languages, specialties, load } }) => ({
      doctor: { id, displayName: names.get(id) ?? '' },
      languages,
      specialties,
      load,
      reasons,
      fallback,
    })),
  }
}

async function namesOf(keep: Keep, op: Operation, members: readonly Member[]): Promise<Map<string, string>> {
  const given = members.map(({ id, profile }) => ({ doctorId: id, profile: Sealed.fromDatabase(profile) }))
  const opened = await openDoctors(keep, op.tenantId, given)
  return new Map(members.map(({ id }, place) => [id, opened[place]?.displayName ?? '']))
}

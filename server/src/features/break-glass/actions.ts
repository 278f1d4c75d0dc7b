// Emergency access opens one chart to one doctor for an hour. The row that opens it, the alert and the review are one transaction: there is no
// access that nobody heard of. [F34]
import type { Api, Input, Reply } from '@wardkeep/contract'
import { breakGlassLimits } from '@wardkeep/contract/break-glass.ts'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import { traceChange } from '../../security/change.ts'
import { inside } from '../../security/inside.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit, type Subject } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'
import { type AlertKeep, raiseAlert } from '../alerts/index.ts'
import { findExactly, openProfiles } from '../patients/index.ts'
import { raiseReview } from '../reviews/index.ts'
import { type Reason, sealReason } from './reason.ts'
import { endGrant, type GrantRow, insertGrant, isInCare, listOpen, lockGrant } from './store.ts'

/** `reviewDays`: how long who runs the organisation has to judge it. */
export type BreakGlassKeep = AlertKeep & { readonly reviewDays: number }
type Access = Reply<Api['openBreakGlass']>

/** Most that are shown as open; a doctor who has more open has lost their way. */
const mostShown = 20

/** Refuses NOT_FOUND where there is no such one chart here, ALREADY_IN_CARE where there is no need, and OWN_ACCOUNT to who means themselves. */
export async function open(
  keep: BreakGlassKeep,
  op: Operation,
  { patient, reason }: Input<Api['openBreakGlass']>['body'],
): Promise<Access> {
  if ('id' in patient) op.trace.resource = { type: 'patient', id: patient.id.toLowerCase() }
  const consequences: Consequence[] = []
  return keep.db.transact(
    op,
    async (tx) => {
      const meant = (await inside(tx, op, op.tenantId, () => findExactly(tx, keep, op.tenantId, patient))) ?? refuse('NOT_FOUND')
      if (meant.id === op.actor.patientId) refuse('OWN_ACCOUNT')
      if (await isInCare(tx, meant.id)) refuse('ALREADY_IN_CARE')
      const grant = await give(tx, keep, op, { patientId: meant.id, reason, extendsId: undefined }, consequences)
      return told(op, grant, meant.profile.displayName)
    },
    consequences,
  )
}

/** Goes on from now for a new reason: another opening, with an alert and a review of its own. Refuses NOT_FOUND where it is not open any more. */
export async function extend(keep: BreakGlassKeep, op: Operation, id: string, reason: Reason): Promise<Access> {
  const consequences: Consequence[] = []
  return keep.db.transact(
    op,
    async (tx) => {
      const found = await endOpen(tx, op, id, 'break-glass.open')
      const grant = await give(tx, keep, op, { patientId: found.patient_id, reason, extendsId: id }, consequences)
      return told(op, grant, await nameIn(keep, op, found))
    },
    consequences,
  )
}

/** Ends it before its time: the doctor their own, and who runs the organisation anybody's. Refuses NOT_FOUND for what is neither, or has ended. */
export async function end(keep: Keep, op: Operation, id: string): Promise<Reply<Api['endBreakGlass']>> {
  return keep.db.transact(op, async (tx) => {
    const found = await endOpen(tx, op, id, 'break-glass.end')
    const before = contentOf({ id, patientId: found.patient_id, openedAt: found.opened_at, endsAt: found.ends_at })
    await traceChange(keep, op, { of: { type: 'break-glass', id }, before, after: { ...before, endsAt: op.now.toISOString() } })
    return { id, endedAt: op.now.toISOString() }
  })
}

export async function listOwn(keep: Keep, op: Operation): Promise<Reply<Api['listBreakGlass']>> {
  const rows = await keep.db.read(op, [listOpen(mostShown)], ([found]) => {
    Permit.askAll(op, 'break-glass.open', found.map(subjectOf))
    return found
  })
  const items = await Promise.all(
    rows.map(async (row) =>
      told(op, { id: row.id, patientId: row.patient_id, openedAt: row.opened_at, endsAt: row.ends_at }, await nameIn(keep, op, row)),
    ),
  )
  return { items, next: null }
}

type Given = { patientId: string; reason: Reason; extendsId: string | undefined }
type Grant = { id: string; patientId: string; openedAt: Date; endsAt: Date }

async function give(tx: Transaction, keep: BreakGlassKeep, op: Operation, given: Given, consequences: Consequence[]): Promise<Grant> {
  const { patientId, reason, extendsId } = given
  const { doctorId = refuse('FORBIDDEN'), userId = refuse('UNAUTHENTICATED') } = op.actor
  const id = newId(op.now)
  const endsAt = new Date(op.now.getTime() + breakGlassLimits.minutes * 60_000)
  const permit = Permit.ask(op, 'break-glass.open', { patientId, ownerUserId: userId, resource: { type: 'break-glass', id } })
  op.trace.purpose = 'BTG'
  const sealed = await sealReason(keep, { tenantId: op.tenantId, id, patientId }, reason)
  const made = { id, doctorId, userId, patientId, extendsId, reason: sealed, openedAt: op.now, endsAt }
  if (!(await inside(tx, op, op.tenantId, () => insertGrant(tx, permit, made)))) refuse('ALREADY_IN_CARE')
  const alert = { kind: 'break-glass', key: `break-glass:${id}`, userId, patientId, subject: { type: 'break-glass', id } } as const
  const review = { kind: 'break-glass', causeId: id, subjectUserId: userId, patientId, about: { reason }, days: keep.reviewDays } as const
  consequences.push(...(await raiseAlert(tx, keep, op, alert)), ...(await raiseReview(tx, keep, op, review)))
  const grant = { id, patientId, openedAt: op.now, endsAt }
  await traceChange(keep, op, { of: { type: 'break-glass', id }, after: contentOf(grant) })
  return grant
}

function contentOf({ patientId, openedAt, endsAt }: Grant) {
  return { patientId, openedAt: openedAt.toISOString(), endsAt: endsAt.toISOString() }
}

/** Under the lock of the row, so that of an ending and an extension one is done. */
async function endOpen(tx: Transaction, op: Operation, id: string, right: 'break-glass.end' | 'break-glass.open'): Promise<GrantRow> {
  return inside(tx, op, op.tenantId, async () => {
    const found = (await lockGrant(tx, id)) ?? refuse('NOT_FOUND')
    const permit = Permit.ask(op, right, subjectOf(found))
    // Of whoever ends another's, nothing is done in an emergency.
    if (permit.relation === 'own') op.trace.purpose = 'BTG'
    // Who waited for the lock may have come before it was ended, by the clock.
    if (found.ended_at !== null || found.ends_at <= op.now) refuse('NOT_FOUND')
    await endGrant(tx, permit, id, op.now)
    return found
  })
}

function subjectOf({ id, user_id: ownerUserId, patient_id: patientId }: GrantRow): Subject {
  return { patientId, ownerUserId, resource: { type: 'break-glass', id } }
}

function told(op: Operation, { id, patientId, openedAt, endsAt }: Grant, displayName: string): Access {
  const can = endsAt > op.now ? ['end', 'extend'] : []
  return { id, patient: { id: patientId, displayName }, openedAt: openedAt.toISOString(), until: endsAt.toISOString(), can }
}

async function nameIn(keep: Keep, op: Operation, { patient_id: patientId, patient_profile: profile }: GrantRow): Promise<string> {
  if (profile === null) return ''
  const [opened] = await openProfiles(keep, op.tenantId, [{ patientId, profile: Sealed.fromDatabase(profile) }])
  return opened?.displayName ?? ''
}

// Inviting looks at no account: whatever is true of an address, the same rows are written and the same mail goes out. Whose address it is learns
// the rest when they follow the link.
import type { Api, Input, Reply } from '@wardkeep/contract'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { cut, nextById, pageById } from '../../platform/page.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { KeyUnavailable, Sealed } from '../../security/vault/index.ts'
import { closeSubjects, type Fresh, makeSubjectLink, mustHaveDomain, rightMs } from '../identity/index.ts'
import { queueMail } from '../mail/index.ts'
import { openInvitation, sealInvitation } from './content.ts'
import type { InvitationKeep } from './invitation-keep.ts'
import { mustBeOpen, mustFit, stateOf } from './rules.ts'
import type { InvitationRow, NewInvitation } from './store.ts'
import * as store from './store.ts'

type Asked = Input<Api['invite']>['body']
type Invitation = Reply<Api['invite']>

/**
 * Invites somebody; what still waited for the same address or chart is withdrawn. Refuses NOT_FOUND for a chart that is not there,
 * CHART_HAS_ACCOUNT, and MAIL_MISSING where no link could arrive.
 */
export async function invite(keep: InvitationKeep, op: Operation, asked: Asked): Promise<Invitation> {
  mustFit(asked)
  const made = await prepared(keep, op, asked)
  const { id, patientId, language } = made
  await keep.db.transact(op, async (tx) => {
    Permit.ask(op, 'invitation.manage', { ...(patientId !== undefined && { patientId }), resource: { type: 'invitation', id } })
    if (!keep.mails) refuse('MAIL_MISSING')
    if (patientId !== undefined) await mustBeFree(tx, patientId)
    await closeSubjects(tx, op.tenantId, await store.withdrawEarlier(tx, made), op.now)
    await store.insertInvitation(tx, made)
    const { email, displayName } = asked
    await traceChange(keep, op, {
      of: { type: 'invitation', id },
      after: { email, displayName, role: made.role, patientId: patientId ?? null },
    })
    const [row] = await tx.run(store.findInviting(id))
    await mail(tx, keep, op, row ?? refuse('NOT_FOUND'), { tenantId: op.tenantId, address: asked.email, standsUntil: made.expiresAt })
  })
  const times = { made_at: made.madeAt, expires_at: made.expiresAt, accepted_at: null, withdrawn_at: null }
  const row = { id, role: made.role, language, patient_id: patientId ?? null, content: made.content.bytes, ...times }
  return tell(keep, op, row)
}

/** Mails a fresh link to who was invited; false where the invitation is none of these, or waits no longer. */
export async function mailFresh(tx: Transaction, keep: InvitationKeep, op: Operation, fresh: Fresh): Promise<boolean> {
  const { tenantId, subjectId: id, standsUntil } = fresh
  const [row] = await tx.run(store.findInviting(id))
  if (!row?.organisation_active || stateOf(row, op.now) !== 'waiting') return false
  const { email: address } = await openInvitation(keep, { tenantId, id }, Sealed.fromDatabase(row.content))
  await mail(tx, keep, op, row, { tenantId, address, standsUntil })
  return true
}

async function mail(
  tx: Transaction,
  keep: InvitationKeep,
  op: Operation,
  { id: subjectId, patient_id, language, password_policy: policy }: store.InvitingRow,
  { tenantId, address, standsUntil }: { tenantId: string; address: string; standsUntil: Date },
): Promise<void> {
  const subject = { kind: 'invitation', tenantId, subjectId, path: '/invitation', policy, standsUntil } as const
  const { link } = await makeSubjectLink(tx, keep, op, subject)
  const to = { tenantId, userId: null, patientId: patient_id ?? undefined, address, language }
  await queueMail(tx, keep, op, { ...to, template: 'invitation', data: { link }, usefulUntil: standsUntil })
}

export async function list(
  keep: Keep,
  op: Operation,
  query: Input<Api['listInvitations']>['query'],
): Promise<Reply<Api['listInvitations']>> {
  const page = pageById(query)
  const rows = await keep.db.read(op, [store.listInvitations(page.after, page.rows)], ([found]) => {
    const shown = found.map((row) => ({ resource: { type: 'invitation', id: row.id } }))
    Permit.askAll(op, 'invitation.manage', shown)
    return found
  })
  const { shown, last } = cut(rows, page)
  const items = await Promise.all(shown.map((row) => tell(keep, op, row)))
  return { items, next: nextById(last) }
}

/** Of parallel withdrawals and an acceptance exactly one succeeds. Refuses INVITATION_CLOSED. */
export async function withdraw(keep: Keep, op: Operation, id: string): Promise<Invitation> {
  const row = await keep.db.transact(op, async (tx) => {
    const found = (await store.lockInvitation(tx, id)) ?? refuse('NOT_FOUND')
    Permit.ask(op, 'invitation.manage', { resource: { type: 'invitation', id } })
    mustBeOpen(found)
    await traceChange(keep, op, { of: { type: 'invitation', id }, before: { withdrawn: false }, after: { withdrawn: true } })
    await store.withdrawInvitation(tx, id, op.actor.userId ?? refuse('UNAUTHENTICATED'), op.now)
    await closeSubjects(tx, op.tenantId, [id], op.now)
    return { ...found, withdrawn_at: op.now }
  })
  return tell(keep, op, row)
}

/** A chart is tied to one account; the lock holds until the end of the transaction. Refuses NOT_FOUND and CHART_HAS_ACCOUNT. */
export async function mustBeFree(tx: Transaction, patientId: string): Promise<void> {
  const { taken } = (await store.lockChart(tx, patientId)) ?? refuse('NOT_FOUND')
  if (taken) refuse('CHART_HAS_ACCOUNT')
}

async function prepared(keep: InvitationKeep, op: Operation, asked: Asked): Promise<NewInvitation> {
  const { email, displayName, role, patientId, doctor, language = 'en' } = asked
  const { tenantId, now } = op
  const id = newId(now)
  const addressIndex = await keep.vault.blindIndex({ tenantId }, 'invitation', mustHaveDomain(email))
  const content = await sealInvitation(keep, { tenantId, id }, patientId, { email, displayName, ...doctor }).catch(withoutKey)
  const madeBy = op.actor.userId ?? refuse('UNAUTHENTICATED')
  return {
    id,
    role,
    language,
    patientId,
    addressIndex,
    content,
    madeBy,
    madeAt: now,
    expiresAt: new Date(now.getTime() + rightMs.invitation),
  }
}

/** A chart that is not there has no key either. */
function withoutKey(cause: unknown): never {
  if (cause instanceof KeyUnavailable) refuse('NOT_FOUND')
  throw cause
}

async function tell(keep: Keep, op: Operation, row: InvitationRow): Promise<Invitation> {
  const { email, displayName } = await openInvitation(keep, { tenantId: op.tenantId, id: row.id }, Sealed.fromDatabase(row.content))
  const state = stateOf(row, op.now)
  return {
    id: row.id,
    email,
    displayName,
    role: row.role,
    language: row.language,
    ...(row.patient_id === null ? {} : { patientId: row.patient_id }),
    state,
    madeAt: row.made_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    can: state === 'waiting' || state === 'expired' ? ['withdraw'] : [],
  }
}

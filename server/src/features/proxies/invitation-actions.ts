// A patient invites who is to act for them. It looks at no account: whatever is true of the address, the same rows are written and the same mail goes out.
import type { Api, Input, Reply } from '@wardkeep/contract'
import { proxyInvitations } from '@wardkeep/contract/proxies.ts'
import { newId } from '../../platform/ids.ts'
import { instantIn } from '../../platform/instants.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'
import { closeSubjects, linkMs, makeSubjectLink, mustHaveDomain, nameHash } from '../identity/index.ts'
import { queueMail } from '../mail/index.ts'
import { findPatient, patientRow, subjectOf } from '../patients/index.ts'
import { ofAge } from './actions.ts'
import { openInvitation, sealInvitation } from './invitation-content.ts'
import * as store from './invitation-store.ts'
import type { ProxyKeep } from './proxy-keep.ts'
import { endOf, mustBeOfAge, mustRead, mustWait } from './rules.ts'

type Invitation = Reply<Api['inviteProxy']>

/**
 * Invites by e-mail; what still waited for the same address is withdrawn. Refuses NOT_OF_AGE to a minor, TOO_MANY_INVITATIONS, and MAIL_MISSING where no
 * link could arrive.
 */
export async function invite(keep: ProxyKeep, op: Operation, { params, body }: Input<Api['inviteProxy']>): Promise<Invitation> {
  mustRead(body.scopes)
  const asked = body.until === undefined ? undefined : instantIn(body.until, 'until')
  const until = endOf({ until: asked, capacity: 'carer', ofAge: undefined }, op.now)
  const email = mustHaveDomain(body.email)
  const addressIndex = await nameHash(keep.vault, email)
  const { tenantId, now } = op
  const id = newId(now)
  const made = await keep.db.transact(op, async (tx) => {
    const [[patient], [inviter]] = await tx.runAll([findPatient(params.id), store.findInviter()])
    const chart = patientRow(patient ?? refuse('NOT_FOUND'))
    const permit = Permit.ask(op, 'proxy.invite', subjectOf(chart))
    if (!keep.mails) refuse('MAIL_MISSING')
    if (inviter?.email_index.equals(addressIndex)) refuse('BAD_REQUEST', { errors: [{ field: 'email', reason: 'is your own' }] })
    mustBeOfAge(await ofAge(keep, op, tx, chart), now)
    if ((await store.countInvitations(tx, chart.id, new Date(now.getTime() - 86_400_000))) >= proxyInvitations.aDay)
      refuse('TOO_MANY_INVITATIONS')
    const content = await sealInvitation(keep, { tenantId, id }, chart.id, { email })
    const times = {
      madeBy: op.actor.userId ?? refuse('UNAUTHENTICATED'),
      madeAt: now,
      expiresAt: new Date(now.getTime() + linkMs.invitation),
    }
    const invitation = { id, patientId: chart.id, addressIndex, content, mayBook: body.scopes.includes('book'), until, ...times }
    await closeSubjects(tx, tenantId, await store.withdrawEarlier(tx, chart.id, addressIndex, now), now)
    await tx.run(store.insertInvitation(permit, invitation))
    const policy = inviter?.password_policy ?? refuse('NOT_FOUND')
    const subject = { kind: 'invitation', tenantId, subjectId: id, path: '/acting', policy } as const
    const { link } = await makeSubjectLink(tx, keep, op, subject)
    const { language } = chart
    // Sealed under the patient's own key, as everything that says of somebody that they are a patient here.
    const to = { tenantId, userId: null, patientId: chart.id, address: email, language }
    await queueMail(tx, keep, op, { ...to, template: 'proxy-invitation', data: { link }, usefulUntil: invitation.expiresAt })
    op.trace.resource = { type: 'proxy-invitation', id }
    await traceChange(keep, op, { of: op.trace.resource, after: { patientId: chart.id, mayBook: invitation.mayBook, email } })
    return invitation
  })
  return toldOf({ id, email, mayBook: made.mayBook, until: made.until, madeAt: made.madeAt, expiresAt: made.expiresAt, mayWithdraw: true })
}

/** Those that wait. */
export async function listInvitations(
  keep: Keep,
  op: Operation,
  { params }: Input<Api['listProxyInvitations']>,
): Promise<Reply<Api['listProxyInvitations']>> {
  const most = proxyInvitations.aDay * 8
  const { rows, own } = await keep.db.read(
    op,
    [findPatient(params.id), store.listWaiting(params.id, op.now, most)],
    ([[patient], found]) => {
      const { relation } = Permit.ask(op, 'proxy.read', subjectOf(patientRow(patient ?? refuse('NOT_FOUND'))))
      return { rows: found, own: relation === 'self' }
    },
  )
  const items = await Promise.all(
    rows.map(async (row) => {
      const { email } = await openInvitation(keep, { tenantId: op.tenantId, id: row.id }, Sealed.fromDatabase(row.content))
      const { id, may_book: mayBook, until, made_at: madeAt, expires_at: expiresAt } = row
      return toldOf({ id, email, mayBook, until: until ?? undefined, madeAt, expiresAt, mayWithdraw: own })
    }),
  )
  return { items }
}

/** Of parallel withdrawals and an acceptance exactly one succeeds. Refuses INVITATION_CLOSED. */
export async function withdraw(
  keep: Keep,
  op: Operation,
  { params }: Input<Api['withdrawProxyInvitation']>,
): Promise<Reply<Api['withdrawProxyInvitation']>> {
  const { invitationId: id } = params
  await keep.db.transact(op, async (tx) => {
    const found = await store.lockInvitation(tx, id)
    if (found?.patient_id !== params.id.toLowerCase()) return refuse('NOT_FOUND')
    const permit = Permit.ask(op, 'proxy.invite', { patientId: found.patient_id, resource: { type: 'proxy-invitation', id } })
    mustWait(found)
    await tx.run(store.withdrawInvitation(permit, id, op.now))
    const { email } = await openInvitation(keep, { tenantId: op.tenantId, id }, Sealed.fromDatabase(found.content))
    await traceChange(keep, op, {
      of: { type: 'proxy-invitation', id },
      before: { patientId: found.patient_id, mayBook: found.may_book, email },
    })
    await closeSubjects(tx, op.tenantId, [id], op.now)
  })
  return { id, withdrawnAt: op.now.toISOString() }
}

type Told = { id: string; email: string; mayBook: boolean; until: Date | undefined; madeAt: Date; expiresAt: Date; mayWithdraw: boolean }

function toldOf({ id, email, mayBook, until, madeAt, expiresAt, mayWithdraw }: Told): Invitation {
  return {
    id,
    email,
    scopes: mayBook ? ['read', 'book'] : ['read'],
    ...(until && { until: until.toISOString() }),
    madeAt: madeAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    can: mayWithdraw ? ['withdraw'] : [],
  }
}

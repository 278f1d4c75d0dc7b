// A patient invites who is to act for them. It looks at no account: whatever is true of the address, the same rows are written and the same mail goes out.
import type { Api, Input, Reply } from '@wardkeep/contract'
import { proxyInvitations } from '@wardkeep/contract/proxies.ts'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { instantIn } from '../../platform/instants.ts'
import { refuse } from '../../platform/refusal.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'
import { closeSubjects, type Fresh, makeSubjectLink, mustHaveDomain, nameHash, rightMs } from '../identity/index.ts'
import { queueMail } from '../mail/index.ts'
import { findPatient, patientRow, subjectOf } from '../patients/index.ts'
import { ofAge } from './actions.ts'
import { openInvitation, sealInvitation } from './invitation-content.ts'
import * as store from './invitation-store.ts'
import { scopesIn, scopesOf } from './link.ts'
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
      expiresAt: new Date(now.getTime() + rightMs.invitation),
    }
    const invitation = { id, patientId: chart.id, addressIndex, content, ...scopesIn(body.scopes), until, ...times }
    await closeSubjects(tx, tenantId, await store.withdrawEarlier(tx, chart.id, addressIndex, now), now)
    await tx.run(store.insertInvitation(permit, invitation))
    const policy = inviter?.password_policy ?? refuse('NOT_FOUND')
    await mail(tx, keep, op, {
      tenantId,
      id,
      patientId: chart.id,
      language: chart.language,
      policy,
      address: email,
      standsUntil: times.expiresAt,
    })
    op.trace.resource = { type: 'proxy-invitation', id }
    await traceChange(keep, op, {
      of: op.trace.resource,
      after: { patientId: chart.id, mayBook: invitation.mayBook, mayAsk: invitation.mayAsk, email },
    })
    return invitation
  })
  return toldOf({ id, email, scopes: scopesOf(made), until: made.until, madeAt: made.madeAt, expiresAt: made.expiresAt, mayWithdraw: true })
}

/** Mails a fresh link to who was invited; false where the invitation is none of these, or waits no longer. */
export async function mailFresh(
  tx: Transaction,
  keep: ProxyKeep,
  op: Operation,
  { tenantId, subjectId: id, standsUntil }: Fresh,
): Promise<boolean> {
  const [row] = await tx.run(store.findInviting(id))
  if (!row?.organisation_active || row.accepted_at !== null || row.withdrawn_at !== null) return false
  const [patient] = await tx.run(findPatient(row.patient_id))
  if (patient === undefined) return false
  const { email: address } = await openInvitation(keep, { tenantId, id }, Sealed.fromDatabase(row.content))
  const { patient_id: patientId, password_policy: policy } = row
  await mail(tx, keep, op, { tenantId, id, patientId, language: patientRow(patient).language, policy, address, standsUntil })
  return true
}

type Post = { tenantId: string; id: string; patientId: string; language: string; policy: string; address: string; standsUntil: Date }

async function mail(tx: Transaction, keep: ProxyKeep, op: Operation, post: Post): Promise<void> {
  const { tenantId, id: subjectId, patientId, language, policy, address, standsUntil } = post
  const subject = { kind: 'invitation', tenantId, subjectId, path: '/acting', policy, standsUntil } as const
  const { link } = await makeSubjectLink(tx, keep, op, subject)
  // Sealed under the patient's own key, as everything that says of somebody that they are a patient here.
  const to = { tenantId, userId: null, patientId, address, language }
  await queueMail(tx, keep, op, { ...to, template: 'proxy-invitation', data: { link }, usefulUntil: standsUntil })
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
      const { id, may_book: mayBook, may_ask: mayAsk, until, made_at: madeAt, expires_at: expiresAt } = row
      return toldOf({ id, email, scopes: scopesOf({ mayBook, mayAsk }), until: until ?? undefined, madeAt, expiresAt, mayWithdraw: own })
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

type Told = {
  id: string
  email: string
  scopes: Invitation['scopes']
  until: Date | undefined
  madeAt: Date
  expiresAt: Date
  mayWithdraw: boolean
}

function toldOf({ id, email, scopes, until, madeAt, expiresAt, mayWithdraw }: Told): Invitation {
  return {
    id,
    email,
    scopes,
    ...(until && { until: until.toISOString() }),
    madeAt: madeAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    can: mayWithdraw ? ['withdraw'] : [],
  }
}

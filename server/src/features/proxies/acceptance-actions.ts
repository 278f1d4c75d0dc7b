// An invitation to act for a patient is accepted once, by the account with the invited address: one that stands, or one that is made for it. What it
// then is, row security holds against the invitation itself: nobody becomes a proxy of anybody who did not ask for it.
import type { Api, Input, Reply } from '@wardkeep/contract'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import { openProxy } from '../../security/care-store.ts'
import { traceChange } from '../../security/change.ts'
import type { Operation } from '../../security/operation.ts'
import { mustBeStrong } from '../../security/passwords/index.ts'
import { Permit } from '../../security/permit.ts'
import { actsForOthers } from '../../security/policy.ts'
import { Sealed } from '../../security/vault/index.ts'
import { followSubject, insertAccount, NameTaken, placeOf, spendLink } from '../identity/index.ts'
import { contentOf, toldOf } from './actions.ts'
import { openInvitation } from './invitation-content.ts'
import { closeInvitation, findInviting, type InvitationRow, lockInvitation } from './invitation-store.ts'
import type { Link } from './link.ts'
import type { ProxyKeep } from './proxy-keep.ts'
import { mustWait } from './rules.ts'

const sought = { kind: 'invitation', type: 'proxy-invitation' } as const

/** Refuses LINK_…, INVITATION_CLOSED, OTHER_ADDRESS to whom it was not mailed, the patient as well, and ALREADY_PROXY. */
export async function accept(
  keep: ProxyKeep,
  op: Operation,
  { token }: Input<Api['acceptProxy']>['body'],
): Promise<Reply<Api['acceptProxy']>> {
  // Looking for a link takes the event for a stranger's; this one is the act of who is signed in.
  const followed = await followSubject(keep, op, sought, token).finally(() => {
    op.trace.by = undefined
  })
  if (followed.tenantId !== op.tenantId) refuse('LINK_UNKNOWN')
  const userId = op.actor.userId ?? refuse('UNAUTHENTICATED')
  const linked = await keep.db.transact(op, async (tx) => {
    await spendLink(tx, followed, op.now)
    const found = (await lockInvitation(tx, followed.subjectId)) ?? refuse('OTHER_ADDRESS')
    if (found.patient_id === op.actor.patientId) refuse('OTHER_ADDRESS')
    const permit = Permit.ask(op, 'proxy.own', { patientId: found.patient_id, ownerUserId: userId })
    return opened(keep, op, tx, permit, found, userId)
  })
  return toldOf(op, linked)
}

/** Makes a patient's account without a chart that acts for the patient. Refuses LINK_…, INVITATION_CLOSED, ACCOUNT_EXISTS, and PASSWORD_REFUSED, which leaves the link as it was. */
export async function join(keep: ProxyKeep, op: Operation, given: Input<Api['joinAsProxy']>['body']): Promise<{ status: 'accepted' }> {
  const followed = await followSubject(keep, op, sought, given.token)
  const { tenantId, subjectId: id } = followed
  const [[row]] = await keep.db.peek(tenantId, op.now, [findInviting(id)])
  if (!row?.organisation_active) return refuse('LINK_UNKNOWN')
  mustWait(row)
  const { email } = await openInvitation(keep, { tenantId, id }, Sealed.fromDatabase(row.content))
  const { displayName, language = 'en' } = given
  const { organisation_name: name, organisation_slug: slug, password_policy } = row
  await mustBeStrong(keep.passwords, given.password, placeOf({ password_policy, name, slug }), { email, displayName })
  const passwordHash = await keep.passwords.hash(given.password)
  const joined = keep.db.transact(op.asSystem(tenantId, 'invitation'), async (tx) => {
    await spendLink(tx, followed, op.now)
    const found = (await lockInvitation(tx, id)) ?? refuse('LINK_UNKNOWN')
    const account = { tenantId, role: actsForOthers, email, displayName, language, passwordHash, emailVerifiedAt: op.now, now: op.now }
    const userId = await insertAccount(tx, keep, account)
    await opened(keep, op, tx, 'system', found, userId)
    op.trace.by = { tenantId, userId, role: actsForOthers, name: displayName }
    op.trace.admitted('public:invitation', { patientIds: [found.patient_id] })
  })
  await joined.catch((cause: unknown) => {
    throw cause instanceof NameTaken ? refuse('ACCOUNT_EXISTS') : cause
  })
  return { status: 'accepted' }
}

/** The link as it was invited to, from now on; and the invitation closed by it. */
async function opened(
  keep: ProxyKeep,
  op: Operation,
  tx: Transaction,
  by: Permit | 'system',
  found: InvitationRow,
  userId: string,
): Promise<Link> {
  mustWait(found)
  const until = found.until ?? undefined
  if (until !== undefined && until <= op.now) refuse('INVITATION_CLOSED')
  const link: Link = {
    id: newId(op.now),
    patientId: found.patient_id,
    proxyUserId: userId,
    capacity: 'carer',
    mayBook: found.may_book,
    mayAsk: found.may_ask,
    from: op.now,
    until,
    endedAt: undefined,
  }
  const [made] = await tx.run(openProxy(by, { ...link, until }))
  if (made === undefined) return refuse('ALREADY_PROXY')
  await tx.run(closeInvitation(by, found.id, link.id, op.now))
  op.trace.resource = { type: 'care-relation', id: link.id }
  await traceChange(keep, op, { of: op.trace.resource, after: contentOf(link) })
  return link
}

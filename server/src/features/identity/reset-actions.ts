// A mailed link is followed once. It proves the address and nothing more: no session is opened, and the second factor is still asked for. [F11][B82]
import { refuse } from '../../platform/refusal.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import type { Operation } from '../../security/operation.ts'
import type { AccountRow } from './account-store.ts'
import { ofMailedLink } from './counted-actions.ts'
import { forgetDevices } from './device-store.ts'
import type { IdentityKeep } from './identity-keep.ts'
import { notify } from './link-actions.ts'
import { type LinkKind, mustLead } from './link-rules.ts'
import { findLink, lockLink, replaceLinks, useLink } from './link-store.ts'
import { judged } from './lockout-actions.ts'
import { forRow } from './lockout-buckets.ts'
import { mustBeChosenWell } from './password-actions.ts'
import { closeChallenges, lockUser, replacePassword, verifyUser } from './password-store.ts'
import { endSessions } from './session-store.ts'
import { concerns } from './stranger-actions.ts'
import { forgetRow } from './tally-store.ts'
import { becomes, peekAccount, tellUser } from './user-actions.ts'

/** Sets the password of the account that a link was mailed to, and ends all its sessions. Refuses LINK_… and PASSWORD_REFUSED; a refused password leaves the link as it was. */
export async function resetPassword(
  keep: IdentityKeep,
  op: Operation,
  given: { token: string; password: string },
): Promise<{ status: 'changed' }> {
  const followed = await follow(keep, op, ['reset', 'first-password'], given.token)
  const { account, hash, kind } = followed
  await mustBeChosenWell(keep, account, given.password, 'password')
  const passwordHash = await keep.passwords.hash(given.password)
  const user = await tellUser(keep, account, 1)
  const owner = { tenantId: account.tenant_id, userId: account.id }
  const ended: Consequence[] = []
  await keep.db.transact(
    op.asSystem(owner.tenantId, 'password-reset'),
    async (tx) => {
      await lockUser(tx, owner)
      mustLead(await lockLink(tx, hash), [kind], op.now)
      await useLink(tx, hash, op.now)
      // Another change that came first has made this link lead nowhere.
      if (!(await replacePassword(tx, { ...owner, was: account.password_hash, passwordHash }))) refuse('LINK_REPLACED')
      await forgetRow(tx, (await forRow(keep.vault, owner.userId)).hash)
      await replaceLinks(tx, owner, 'reset', op.now)
      await verifyUser(tx, owner, op.now)
      await forgetDevices(tx, owner.tenantId, owner.userId)
      await closeChallenges(tx, owner.tenantId, owner.userId, op.now)
      for (const id of await endSessions(tx, owner, op.now)) ended.push({ action: 'session.revoked', resource: { type: 'session', id } })
      const patientId = account.patient_id ?? undefined
      // Where there was none, nothing was changed that its owner could miss.
      if (account.password_hash !== null || account.password_disabled)
        await notify(tx, keep, op, 'password-changed', { ...owner, patientId, address: user.email, language: account.language })
      becomes(op, user)
      op.trace.admitted('public:link', { resource: { type: 'user', id: account.id } })
    },
    ended,
  )
  return { status: 'changed' }
}

/** Confirms the address of the account that a link was mailed to. Refuses LINK_…. */
export async function verifyEmail(keep: IdentityKeep, op: Operation, token: string): Promise<{ status: 'verified' }> {
  const { account, hash } = await follow(keep, op, ['verification'], token)
  const user = await tellUser(keep, account, 1)
  const owner = { tenantId: account.tenant_id, userId: account.id }
  await keep.db.transact(op.asSystem(owner.tenantId, 'email-verification'), async (tx) => {
    await lockUser(tx, owner)
    mustLead(await lockLink(tx, hash), ['verification'], op.now)
    await useLink(tx, hash, op.now)
    await verifyUser(tx, owner, op.now)
    becomes(op, user)
    op.trace.admitted('public:link', { resource: { type: 'user', id: account.id } })
  })
  return { status: 'verified' }
}

type Followed = { account: AccountRow; hash: Buffer; kind: LinkKind }

/** Whoever guesses at links is stopped like whoever guesses at passwords; refuses SIGN_IN_LOCKED then. */
async function follow(keep: IdentityKeep, op: Operation, kinds: readonly LinkKind[], token: string): Promise<Followed> {
  return judged(keep, op, await ofMailedLink(keep, op), () => lookUp(keep, op, kinds, token))
}

/** Whose link it is, looked at before anything costly is done. That of a closed account leads nowhere. */
async function lookUp(keep: IdentityKeep, op: Operation, kinds: readonly LinkKind[], token: string): Promise<Followed> {
  const hash = keep.secrets.hash(token)
  const [[found]] = await keep.db.locators.runAll([findLink(hash)])
  if (found) concerns(op, found.tenant_id, { type: 'user', id: found.user_id })
  const link = mustLead(found, kinds, op.now)
  const account = await peekAccount(keep, link.tenant_id, link.user_id, op.now)
  return account?.active ? { account, hash, kind: link.kind } : refuse('LINK_UNKNOWN')
}

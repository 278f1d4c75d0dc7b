// A new password ends what the old one opened: every other session, and every sign-in that is under way. [F11][B283]
import { refuse } from '../../platform/refusal.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import type { Operation } from '../../security/operation.ts'
import { mustBeStrong } from '../../security/passwords/index.ts'
import { Permit } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'
import type { AccountRow } from './account-store.ts'
import { type CookieSession, succeed } from './grant-actions.ts'
import type { IdentityKeep } from './identity-keep.ts'
import { notify } from './link-actions.ts'
import { replaceLinks } from './link-store.ts'
import { placeOf } from './password-place.ts'
import { closeChallenges, replacePassword } from './password-store.ts'
import { type AccountProfile, openAccount } from './profile.ts'
import type { BearerGrant } from './reply.ts'
import { own } from './session-actions.ts'
import { endSessions } from './session-store.ts'
import { mustKnow } from './step-up-actions.ts'

/**
 * Sets the caller's own password. Refuses INVALID_CREDENTIALS where the current one is wrong or has just been changed by somebody else, and
 * PASSWORD_REFUSED with each rule that the new one breaks.
 */
export async function changePassword(
  keep: IdentityKeep,
  op: Operation,
  given: { currentPassword: string; newPassword: string },
): Promise<BearerGrant | CookieSession> {
  const account = await mustKnow(keep, op, given.currentPassword)
  await mustBeChosenWell(keep, account, given.newPassword, 'newPassword')
  const passwordHash = await keep.passwords.hash(given.newPassword)
  const ended: Consequence[] = []
  const { userId } = own(op)
  const user = { tenantId: op.tenantId, userId }
  return succeed(keep, op, account, ended, {
    change: async (tx) => {
      Permit.ask(op, 'session.own', { ownerUserId: userId, resource: { type: 'user', id: userId } })
      if (!(await replacePassword(tx, { ...user, was: account.password_hash, passwordHash }))) refuse('INVALID_CREDENTIALS')
      await replaceLinks(tx, user, 'reset', op.now)
      await closeChallenges(tx, user.tenantId, user.userId, op.now)
      const { email: address } = await openOwner(keep, account)
      const patientId = account.patient_id ?? undefined
      await notify(tx, keep, op, 'password-changed', { ...user, patientId, address, language: account.language })
    },
    end: async (tx, next) => {
      for (const id of await endSessions(tx, user, op.now, next))
        ended.push({ action: 'session.revoked', resource: { type: 'session', id } })
    },
  })
}

/** By the policy of the account's own organisation, and with nothing of its owner; refuses PASSWORD_REFUSED. */
export async function mustBeChosenWell(
  keep: IdentityKeep,
  account: AccountRow,
  password: string,
  field: 'password' | 'newPassword',
): Promise<void> {
  const owner = await openOwner(keep, account)
  const { password_policy, organisation_name: name, organisation_slug: slug } = account
  await mustBeStrong(keep.passwords, password, placeOf({ password_policy, name, slug }), owner, field)
}

function openOwner(keep: IdentityKeep, account: AccountRow): Promise<AccountProfile> {
  return openAccount(keep, { tenantId: account.tenant_id, userId: account.id }, Sealed.fromDatabase(account.profile))
}

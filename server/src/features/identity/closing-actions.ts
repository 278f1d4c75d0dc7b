// A closed account opens nothing, at once and for good: its names are free again, its credentials and links are gone. Its row stays, since the
// journal and signatures name it, and of what it says only the name of who worked here; the chart is the organisation's.
import type { Transaction } from '../../platform/database.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import { traceChange } from '../../security/change.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { founderRole, isPatientRole } from '../../security/policy.ts'
import { Sealed } from '../../security/vault/index.ts'
import { dropMails } from '../mail/index.ts'
import { mustBeTyped } from './closing-rules.ts'
import { closeRow, dropEmailChanges, dropFactors, dropNames } from './closing-store.ts'
import { forgetDevices } from './device-store.ts'
import type { IdentityKeep } from './identity-keep.ts'
import { notify } from './link-actions.ts'
import { replaceLinks, replaceSubjectLinks } from './link-store.ts'
import { closeChallenges } from './password-store.ts'
import { lockOther } from './people-actions.ts'
import { mustLeaveOne } from './people-rules.ts'
import { lockHolders, lockMember, type MemberRow } from './people-store.ts'
import { openAccount, sealAccount } from './profile.ts'
import { own } from './session-actions.ts'
import { endSessions } from './session-store.ts'
import { normaliseEmail } from './sign-in-names.ts'
import { dropLinks } from './sign-on-link-store.ts'

const closed = { status: 'closed' } as const

/** Closes the caller's own account. Refuses BAD_REQUEST where another address is typed, and LAST_ADMIN. */
export async function closeOwn(keep: IdentityKeep, op: Operation, typed: string): Promise<typeof closed> {
  const { userId } = own(op)
  const ended: Consequence[] = []
  await keep.db.transact(
    op,
    async (tx) => {
      Permit.ask(op, 'account.close', { ownerUserId: userId, resource: { type: 'user', id: userId } })
      const running = op.actor.role === founderRole ? await lockHolders(tx, founderRole) : undefined
      const found = (await lockMember(tx, userId)) ?? refuse('UNAUTHENTICATED')
      if (running) mustLeaveOne(found, running)
      await close(tx, keep, op, found, typed)
      ended.push(...(await endSessions(tx, { tenantId: op.tenantId, userId }, op.now)).map(revoked))
    },
    ended,
  )
  await emptyMails(keep, op, userId)
  return closed
}

/** Closes somebody else's. Refuses NOT_FOUND, OWN_ACCOUNT, LAST_ADMIN, and BAD_REQUEST where another address is typed. */
export async function closeUser(keep: IdentityKeep, op: Operation, id: string, typed: string): Promise<typeof closed> {
  const ended: Consequence[] = []
  await keep.db.transact(
    op,
    async (tx) => {
      await close(tx, keep, op, await lockOther(tx, op, id), typed)
      ended.push(...(await endSessions(tx, { tenantId: op.tenantId, userId: id }, op.now)).map(revoked))
    },
    ended,
  )
  await emptyMails(keep, op, id)
  return closed
}

async function close(tx: Transaction, keep: IdentityKeep, op: Operation, user: MemberRow, typed: string): Promise<void> {
  const owner = { tenantId: op.tenantId, userId: user.id }
  const { email: address, displayName } = await openAccount(keep, owner, Sealed.fromDatabase(user.profile))
  mustBeTyped(normaliseEmail(typed), normaliseEmail(address))
  const account = { ...owner, role: user.role, patientId: user.patient_id }
  const profile = await sealAccount(keep, account, { email: '', displayName: isPatientRole(user.role) ? '' : displayName })
  await dropNames(tx, owner)
  await dropFactors(tx, owner)
  await dropLinks(tx, owner)
  await forgetDevices(tx, owner.tenantId, owner.userId)
  await closeChallenges(tx, owner.tenantId, owner.userId, op.now)
  for (const kind of kinds) await replaceLinks(tx, owner, kind, op.now)
  await replaceSubjectLinks(tx, owner.tenantId, await dropEmailChanges(tx, owner), op.now)
  await traceChange(keep, op, { of: { type: 'user', id: user.id }, before: { role: user.role, active: user.active } })
  await closeRow(tx, { ...owner, profile, by: op.actor.userId ?? refuse('UNAUTHENTICATED'), now: op.now })
  await notify(tx, keep, op, 'account-closed', { ...owner, patientId: user.patient_id ?? undefined, address, language: user.language })
}

const kinds = ['reset', 'verification', 'first-password'] as const

/** After it, since mails are the system's alone to move; by then they lead nowhere in any case. */
function emptyMails(keep: IdentityKeep, op: Operation, userId: string): Promise<void> {
  const { tenantId, now } = op
  return keep.db.transact(op.asSystem(tenantId, 'closing', 'none'), (tx) => dropMails(tx, { tenantId, userId }, now))
}

function revoked(id: string): Consequence {
  return { action: 'session.revoked', resource: { type: 'session', id } }
}

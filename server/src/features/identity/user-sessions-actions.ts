// Who runs an organisation sees where its people are signed in, and ends it; the next request of an ended session is refused. [A89]
import type { Api, Reply } from '@wardkeep/contract'
import type { Transaction } from '../../platform/database.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { Sealed } from '../../security/vault/index.ts'
import { findUser, type UserRow } from './account-store.ts'
import type { IdentityKeep } from './identity-keep.ts'
import { notify } from './link-actions.ts'
import { openAccount } from './profile.ts'
import { own, tellSessions } from './session-actions.ts'
import { endOrganisationsSessions, endSession, endSessions, listSessions, lockSession } from './session-store.ts'

/** Refuses NOT_FOUND where nobody of the own organisation has that id. */
export async function listUserSessions(keep: Keep, op: Operation, userId: string): Promise<Reply<Api['listUserSessions']>> {
  const rows = await keep.db.read(op, [findUser(op.tenantId, userId), listSessions(op.tenantId, userId, op.now)], ([[user], sessions]) => {
    Permit.ask(op, 'user.manage', { resource: { type: 'user', id: (user ?? refuse('NOT_FOUND')).id } })
    return sessions
  })
  return { items: await tellSessions(keep, op, rows), next: null }
}

export function endUserSessions(keep: IdentityKeep, op: Operation, userId: string): Promise<null> {
  const ended: Consequence[] = []
  return keep.db.transact(
    op,
    async (tx) => {
      const [user = refuse('NOT_FOUND')] = await tx.run(findUser(op.tenantId, userId))
      Permit.ask(op, 'user.manage', { resource: { type: 'user', id: user.id } })
      for (const id of await endSessions(tx, { tenantId: op.tenantId, userId: user.id }, op.now))
        ended.push({ action: 'session.revoked', resource: { type: 'session', id } })
      if (ended.length > 0) await tellOwner(tx, keep, op, user)
      return null
    },
    ended,
  )
}

/** Ends every session of the caller's organisation but the one that the caller speaks in. Nobody is written to: it would be everybody. */
export function endEverybodysSessions(keep: Keep, op: Operation): Promise<null> {
  const ended: Consequence[] = []
  return keep.db.transact(
    op,
    async (tx) => {
      Permit.ask(op, 'user.manage', { resource: { type: 'organisation', id: op.tenantId } })
      for (const id of await endOrganisationsSessions(tx, op.tenantId, op.now, own(op).session.id))
        ended.push({ action: 'session.revoked', resource: { type: 'session', id } })
      return null
    },
    ended,
  )
}

/** Refuses NOT_FOUND where it is no living session of that user. */
export function endUserSession(keep: IdentityKeep, op: Operation, userId: string, id: string): Promise<null> {
  return keep.db.transact(op, async (tx) => {
    const found = await lockSession(tx, op.tenantId, id, op.now)
    if (found?.user_id !== userId.toLowerCase()) return refuse('NOT_FOUND')
    Permit.ask(op, 'user.manage', { resource: { type: 'session', id } })
    await endSession(tx, op.tenantId, id, op.now)
    const [user] = await tx.run(findUser(op.tenantId, found.user_id))
    if (user) await tellOwner(tx, keep, op, user)
    return null
  })
}

/** Whose sessions somebody else ended hears of it. */
async function tellOwner(tx: Transaction, keep: IdentityKeep, op: Operation, user: UserRow): Promise<void> {
  if (user.id === op.actor.userId) return
  const owner = { tenantId: op.tenantId, userId: user.id }
  const { email: address } = await openAccount(keep, owner, Sealed.fromDatabase(user.profile))
  await notify(tx, keep, op, 'sessions-ended', { ...owner, patientId: user.patient_id ?? undefined, address, language: user.language })
}

import type { Session as SessionShape } from '@wardkeep/contract/identity.ts'
import type { Type } from 'typebox'
import { refuse } from '../../platform/refusal.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation, SessionFacts } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { type OpaqueSecrets, Sealed } from '../../security/vault/index.ts'
import { findUser } from './account-store.ts'
import { openClients } from './client.ts'
import type { User } from './reply.ts'
import { endSession, endSessions, listSessions, lockSession, type OwnSessionRow } from './session-store.ts'
import { tellUser } from './user-actions.ts'

export type Session = Type.Static<typeof SessionShape>

/** Who the caller is. */
export async function readMe(keep: Keep, op: Operation): Promise<User> {
  const { userId } = own(op)
  const row = await keep.db.read(op, [findUser(op.tenantId, userId)], ([[found]]) => {
    const user = found ?? refuse('NOT_FOUND')
    Permit.ask(op, 'session.own', { ownerUserId: user.id, resource: { type: 'user', id: user.id } })
    return user
  })
  // Asked again after the read, which may have found that the session's facts moved on.
  return tellUser(keep, row, own(op).session.assurance)
}

/** The token of the caller's session; opens a transaction only to be sure that the session is alive. */
export function tellCsrf(keep: Keep, op: Operation, secrets: OpaqueSecrets): Promise<{ csrfToken: string }> {
  return keep.db.transact(op, async () => {
    const { userId, session } = own(op)
    Permit.ask(op, 'session.own', { ownerUserId: userId })
    return { csrfToken: secrets.csrfToken(session.id) }
  })
}

/** Ends the session that the caller speaks in. */
export async function signOut(keep: Keep, op: Operation): Promise<null> {
  return keep.db.transact(op, async (tx) => {
    const { userId, session } = own(op)
    Permit.ask(op, 'session.own', { ownerUserId: userId, resource: { type: 'session', id: session.id } })
    await endSession(tx, op.tenantId, session.id, op.now)
    return null
  })
}

export async function listOwnSessions(keep: Keep, op: Operation): Promise<{ items: Session[]; next: null }> {
  const { userId } = own(op)
  const rows = await keep.db.read(op, [listSessions(op.tenantId, userId, op.now)], ([found]) => {
    Permit.askAll(
      op,
      'session.own',
      found.map((row) => ({ ownerUserId: row.user_id })),
    )
    return found
  })
  return { items: await tellSessions(keep, op, rows), next: null }
}

/** Sessions of the caller's organisation as its people see them. */
export async function tellSessions(keep: Keep, op: Operation, rows: readonly OwnSessionRow[]): Promise<Session[]> {
  const clients = await openClients(
    keep,
    op.tenantId,
    rows.map((row) => ({ id: row.id, client: Sealed.fromDatabase(row.client) })),
  )
  return rows.map((row, place) => ({
    id: row.id,
    current: row.id === op.actor.session?.id,
    createdAt: row.created_at.toISOString(),
    lastSeenAt: row.seen_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    provenAt: row.proven_at.toISOString(),
    assurance: row.assurance,
    address: clients[place]?.address ?? '',
    userAgent: clients[place]?.userAgent ?? '',
  }))
}

/** Ends all of the caller's own sessions but the one that the caller speaks in. */
export function endOthers(keep: Keep, op: Operation): Promise<null> {
  const ended: Consequence[] = []
  return keep.db.transact(
    op,
    async (tx) => {
      const { userId, session } = own(op)
      Permit.ask(op, 'session.own', { ownerUserId: userId, resource: { type: 'session', id: session.id } })
      for (const id of await endSessions(tx, { tenantId: op.tenantId, userId }, op.now, session.id))
        ended.push({ action: 'session.revoked', resource: { type: 'session', id } })
      return null
    },
    ended,
  )
}

/** Ends one of the caller's own sessions; refuses NOT_FOUND for any other, and for one that has ended. */
export function revoke(keep: Keep, op: Operation, id: string): Promise<null> {
  return keep.db.transact(op, async (tx) => {
    const found = (await lockSession(tx, op.tenantId, id, op.now)) ?? refuse('NOT_FOUND')
    Permit.ask(op, 'session.own', { ownerUserId: found.user_id, resource: { type: 'session', id } })
    await endSession(tx, op.tenantId, id, op.now)
    return null
  })
}

/** The caller's user and session, as the guard recognised them. */
export function own(op: Operation): { userId: string; session: SessionFacts } {
  const { userId, session } = op.actor
  return userId === undefined || session === undefined ? refuse('UNAUTHENTICATED') : { userId, session }
}

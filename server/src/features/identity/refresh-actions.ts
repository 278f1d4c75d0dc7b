import type { Transaction } from '../../platform/database.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import type { Operation } from '../../security/operation.ts'
import { successorOf } from '../../security/vault/index.ts'
import { raiseAlert } from '../alerts/index.ts'
import { findUser } from './account-store.ts'
import { mintGrant } from './grant-actions.ts'
import type { IdentityKeep } from './identity-keep.ts'
import { deserves } from './refresh-rules.ts'
import { findRefreshToken, findUnspent, insertRefreshToken, lockRefreshToken, spendRefreshToken } from './refresh-store.ts'
import type { BearerGrant, User } from './reply.ts'
import { endSession, findLiveSession } from './session-store.ts'
import { concerns } from './stranger-actions.ts'
import { becomes, tellUser } from './user-actions.ts'

/**
 * Exchanges a refresh token for a new pair, once; the same token again within ten seconds, while its successor is unused, gives the same
 * pair. Any other reuse ends the session. Refuses INVALID_CREDENTIALS.
 */
export async function refresh(keep: IdentityKeep, op: Operation, token: string): Promise<BearerGrant> {
  const [[found]] = await keep.db.locators.runAll([findRefreshToken(keep.secrets.hash(token))])
  if (found === undefined) return refuse('INVALID_CREDENTIALS')
  const shown = { token, tenantId: found.tenant_id, sessionId: found.session_id }
  concerns(op, shown.tenantId, { type: 'session', id: shown.sessionId })
  const { at, successor, user } = await exchange(keep, op, shown).catch((cause: unknown) => {
    return cause instanceof TokenReused ? endFamily(keep, op, shown) : Promise.reject(cause)
  })
  return mintGrant(keep, at, user, { sid: shown.sessionId, refreshToken: successor })
}

type Shown = { token: string; tenantId: string; sessionId: string }

/** Rolls the exchange back; what reuse costs is then done in a transaction of its own, which the refusal does not undo. */
class TokenReused extends Error {}

type Exchanged = { at: Date; successor: string; user: User }

function exchange(keep: IdentityKeep, op: Operation, { token, tenantId, sessionId }: Shown): Promise<Exchanged> {
  const successor = successorOf(keep.secrets.hash(`family:${sessionId}`), token)
  const [hash, next] = [keep.secrets.hash(token), keep.secrets.hash(successor)]
  return keep.db.transact(op.asSystem(tenantId, 'refresh'), async (tx) => {
    const locked = (await lockRefreshToken(tx, hash)) ?? refuse('INVALID_CREDENTIALS')
    const [[session], unspent] = await tx.runAll([findLiveSession(sessionId, op.now), findUnspent(next)])
    if (session === undefined) return refuse('INVALID_CREDENTIALS')
    const deserved = deserves({ spentAt: locked.spent_at, successorUnspent: unspent.length === 1 }, op.now)
    if (deserved === 'reused') throw new TokenReused('a spent refresh token was shown')
    if (deserved === 'rotate') {
      await spendRefreshToken(tx, hash, op.now)
      await insertRefreshToken(tx, { hash: next, tenantId, sessionId, expiresAt: session.expires_at })
    }
    const [row] = await tx.run(findUser(tenantId, session.user_id))
    const user = await tellUser(keep, row ?? refuse('INVALID_CREDENTIALS'), session.assurance)
    becomes(op, user)
    op.trace.admitted(`public:refresh:${deserved}`, { resource: { type: 'session', id: sessionId } })
    return { at: locked.spent_at ?? op.now, successor, user }
  })
}

async function endFamily(keep: IdentityKeep, op: Operation, { tenantId, sessionId }: Shown): Promise<never> {
  const ending = op.asSystem(tenantId, 'refresh', 'session.refresh-reused')
  const raised: Consequence[] = []
  const act = async (tx: Transaction) => {
    const [session] = await tx.run(findLiveSession(sessionId, op.now))
    await endSession(tx, tenantId, sessionId, op.now)
    ending.trace.admitted('public:refresh:reused', { resource: { type: 'session', id: sessionId } })
    const subject = { type: 'session', id: sessionId } as const
    raised.push(...(await raiseAlert(tx, keep, ending, { kind: 'refresh-reused', key: sessionId, userId: session?.user_id, subject })))
  }
  await keep.db.transact(ending, act, raised)
  return refuse('INVALID_CREDENTIALS')
}

// Who changes what they prove themselves with ends their other sessions by it, unless they asked to keep them: one that somebody else has goes too. [V7.4.3]
import type { Transaction } from '../../platform/database.ts'
import type { Consequence } from '../../security/audit/recorder.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { own } from './session-actions.ts'
import { endSessions } from './session-store.ts'

/** Query of an act that changes a factor. */
export type Keeping = { keepSessions?: boolean }

/** A transaction that changes one of the caller's factors, and ends their other sessions with it. Each end is an event of its own. */
export function changingFactors<T>(
  keep: Keep,
  op: Operation,
  { keepSessions = false }: Keeping,
  change: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const ended: Consequence[] = []
  const { userId, session } = own(op)
  return keep.db.transact(
    op,
    async (tx) => {
      const done = await change(tx)
      if (!keepSessions) await endAllBut(tx, op, { tenantId: op.tenantId, userId }, session.id, ended)
      return done
    },
    ended,
  )
}

/** Ends the sessions of a user but the one that is kept, and adds their events. */
export async function endAllBut(
  tx: Transaction,
  { now }: Operation,
  user: { tenantId: string; userId: string },
  kept: string | null,
  ended: Consequence[],
): Promise<void> {
  for (const id of await endSessions(tx, user, now, kept)) ended.push({ action: 'session.revoked', resource: { type: 'session', id } })
}

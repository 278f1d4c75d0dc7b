import { type Statement, sql, type Transaction } from '../../platform/database.ts'
import type { Sealed } from '../../security/vault/index.ts'

export type NewSession = {
  tenantId: string
  id: string
  userId: string
  /** Only where the session speaks by a cookie. */
  secretHash: Buffer | null
  assurance: 1 | 2
  client: Sealed
  now: Date
}

/** Inserts a session of seven days, proven now, and gives its end. */
export async function insertSession(tx: Transaction, session: NewSession): Promise<Date> {
  const [made] = await tx.run(
    sql<{ expires_at: Date }>(
      'identity.insert-session',
      `insert into sessions (tenant_id, id, user_id, secret_hash, assurance, proven_at, second_proven_at, created_at, expires_at, client)
       values ($1, $2, $3, $4, $5, $6, case when $5 = 2 then $6::timestamptz end, $6, $6::timestamptz + interval '7 days', $7)
       returning expires_at`,
      [session.tenantId, session.id, session.userId, session.secretHash, session.assurance, session.now, session.client.bytes],
    ),
  )
  if (made === undefined) throw new Error('the session was not inserted')
  return made.expires_at
}

/** Ends a session; false where it had ended. */
export async function endSession(tx: Transaction, tenantId: string, id: string, now: Date): Promise<boolean> {
  const ended = await tx.run(
    sql('identity.end-session', 'update sessions set ended_at = $3 where tenant_id = $1 and id = $2 and ended_at is null returning id', [
      tenantId,
      id,
      now,
    ]),
  )
  return ended.length === 1
}

/** Ends every session of a user, but the one that is kept, and gives their ids. */
export async function endSessions(
  tx: Transaction,
  user: { tenantId: string; userId: string },
  now: Date,
  kept: string | null = null,
): Promise<string[]> {
  const ended = await tx.run(
    sql<{ id: string }>(
      'identity.end-sessions',
      `update sessions set ended_at = $3 where tenant_id = $1 and user_id = $2 and ended_at is null and id is distinct from $4::uuid
       returning id`,
      [user.tenantId, user.userId, now, kept],
    ),
  )
  return ended.map(({ id }) => id)
}

export type Successor = { tenantId: string; older: string; id: string; secretHash: Buffer | null; client: Sealed; now: Date }

/** Inserts a session that goes on where an older one stood: proven now by the password, at the same level, with the same end. Undefined where the older is dead. */
export async function succeedSession(tx: Transaction, next: Successor): Promise<Date | undefined> {
  const [made] = await tx.run(
    sql<{ expires_at: Date }>(
      'identity.succeed-session',
      `insert into sessions (tenant_id, id, user_id, secret_hash, assurance, proven_at, second_proven_at, created_at, expires_at, client)
       select tenant_id, $3, user_id, $4, assurance, $5, second_proven_at, created_at, expires_at, $6 from sessions
       where tenant_id = $1 and id = $2 and ended_at is null and expires_at > $5
       for update
       returning expires_at`,
      [next.tenantId, next.older, next.id, next.secretHash, next.now, next.client.bytes],
    ),
  )
  return made?.expires_at
}

/** A fresh proof; the level never falls, and a proof of level 1 makes no second factor fresh. */
export async function proveSession(tx: Transaction, tenantId: string, id: string, assurance: 1 | 2, now: Date): Promise<void> {
  await tx.run(
    sql(
      'identity.prove-session',
      `update sessions set proven_at = $4, assurance = greatest(assurance, $3),
         second_proven_at = case when $3 = 2 then $4::timestamptz else second_proven_at end
       where tenant_id = $1 and id = $2`,
      [tenantId, id, assurance, now],
    ),
  )
}

export type OwnSessionRow = {
  id: string
  user_id: string
  assurance: number
  proven_at: Date
  created_at: Date
  expires_at: Date
  client: Buffer
}

/** A user's sessions that are alive, newest first. */
export function listSessions(tenantId: string, userId: string, now: Date): Statement<OwnSessionRow> {
  return sql<OwnSessionRow>(
    'identity.list-sessions',
    `select id, user_id, assurance, proven_at, created_at, expires_at, client from sessions
     where tenant_id = $1 and user_id = $2 and ended_at is null and expires_at > $3
     order by id desc`,
    [tenantId, userId, now],
  )
}

/** Locks a session that is alive. */
export async function lockSession(tx: Transaction, tenantId: string, id: string, now: Date): Promise<{ user_id: string } | undefined> {
  const [row] = await tx.run(
    sql<{ user_id: string }>(
      'identity.lock-session',
      'select user_id from sessions where tenant_id = $1 and id = $2 and ended_at is null and expires_at > $3 for update',
      [tenantId, id, now],
    ),
  )
  return row
}

export type LiveSessionRow = { tenant_id: string; user_id: string; assurance: 1 | 2; expires_at: Date }

/** A locator: whose session it is and until when, where it, its user and its organisation are alive. */
export function findLiveSession(id: string, now: Date): Statement<LiveSessionRow> {
  return sql<LiveSessionRow>(
    'identity.live-session',
    'select tenant_id, user_id, assurance, expires_at from session_context where session_id = $1 and alive and expires_at > $2',
    [id, now],
  )
}

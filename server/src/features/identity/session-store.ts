import { type Statement, sql, type Transaction } from '../../platform/database.ts'
import type { Whereabouts } from '../../security/places.ts'
import type { Sealed } from '../../security/vault/index.ts'

export type NewSession = {
  tenantId: string
  id: string
  userId: string
  /** Only where the session speaks by a cookie. */
  secretHash: Buffer | null
  assurance: 1 | 2
  client: Sealed
  at: Whereabouts
  now: Date
}

/** Inserts a session, proven now, that lives as long as its organisation says, and gives its end. */
export async function insertSession(tx: Transaction, session: NewSession): Promise<Date> {
  const [made] = await tx.run(
    sql<{ expires_at: Date }>(
      'identity.insert-session',
      `insert into sessions (tenant_id, id, user_id, secret_hash, assurance, proven_at, second_proven_at, created_at, expires_at, client,
         seen_at, places, proven_places)
       select tenant_id, $2, $3, $4, $5, $6, case when $5 = 2 then $6::timestamptz end, $6, $6::timestamptz + make_interval(secs => session_seconds), $7,
         $6, $8, $8
       from organisations where tenant_id = $1
       returning expires_at`,
      [
        session.tenantId,
        session.id,
        session.userId,
        session.secretHash,
        session.assurance,
        session.now,
        session.client.bytes,
        hashesOf(session.at),
      ],
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

/** Ends every living session of an organisation but the one that is kept, and gives their ids. */
export async function endOrganisationsSessions(tx: Transaction, tenantId: string, now: Date, kept: string): Promise<string[]> {
  const ended = await tx.run(
    sql<{ id: string }>(
      'identity.end-organisations-sessions',
      'update sessions set ended_at = $2 where tenant_id = $1 and ended_at is null and expires_at > $2 and id <> $3 returning id',
      [tenantId, now, kept],
    ),
  )
  return ended.map(({ id }) => id)
}

/** Sessions of one user begin one after the other; what only refers to the user does not wait. */
export async function beginInTurn(tx: Transaction, user: { tenantId: string; userId: string }): Promise<void> {
  await tx.run(
    sql('identity.begin-in-turn', 'select id from users where tenant_id = $1 and id = $2 for no key update', [user.tenantId, user.userId]),
  )
}

/** Ends the living sessions of a user but for the `kept` that began last, and gives their ids. */
export async function endOldest(tx: Transaction, user: { tenantId: string; userId: string }, now: Date, kept: number): Promise<string[]> {
  const ended = await tx.run(
    sql<{ id: string }>(
      'identity.end-oldest-sessions',
      `update sessions set ended_at = $3 where tenant_id = $1 and ended_at is null and id in (
         select id from sessions where tenant_id = $1 and user_id = $2 and ended_at is null and expires_at > $3
         order by created_at desc, id desc offset $4)
       returning id`,
      [user.tenantId, user.userId, now, kept],
    ),
  )
  return ended.map(({ id }) => id)
}

/** A session whose time is over and whose end nobody has written down yet. */
export type ExpiredRow = { tenant_id: string; id: string }

/** A locator: those of all organisations that have expired, oldest first. */
export function listExpired(now: Date, most: number): Statement<ExpiredRow> {
  return sql<ExpiredRow>(
    'identity.list-expired-sessions',
    'select tenant_id, id from expired_sessions where expires_at <= $1 order by expires_at limit $2',
    [now, most],
  )
}

/** Writes down that a session has expired; false where it has ended otherwise, or somebody else was first. */
export async function closeExpired(tx: Transaction, tenantId: string, id: string, now: Date): Promise<boolean> {
  const ended = await tx.run(
    sql(
      'identity.close-expired',
      'update sessions set ended_at = expires_at where tenant_id = $1 and id = $2 and ended_at is null and expires_at <= $3 returning id',
      [tenantId, id, now],
    ),
  )
  return ended.length === 1
}

export type Successor = {
  tenantId: string
  older: string
  id: string
  secretHash: Buffer | null
  client: Sealed
  at: Whereabouts
  now: Date
}

/** Inserts a session that goes on where an older one stood: proven now by the password, at the same level, with the same end. Undefined where the older is dead. */
export async function succeedSession(tx: Transaction, next: Successor): Promise<Date | undefined> {
  const [made] = await tx.run(
    sql<{ expires_at: Date }>(
      'identity.succeed-session',
      `insert into sessions (tenant_id, id, user_id, secret_hash, assurance, proven_at, second_proven_at, created_at, expires_at, client,
         seen_at, places, proven_places)
       select tenant_id, $3, user_id, $4, assurance, $5, second_proven_at, created_at, expires_at, $6, $5, $7, $7 from sessions
       where tenant_id = $1 and id = $2 and ended_at is null and expires_at > $5
       for update
       returning expires_at`,
      [next.tenantId, next.older, next.id, next.secretHash, next.now, next.client.bytes, hashesOf(next.at)],
    ),
  )
  return made?.expires_at
}

export type SessionProof = {
  tenantId: string
  id: string
  assurance: 1 | 2
  /** Of the secret by which it speaks from now on; null leaves it as it is. */
  secretHash: Buffer | null
  at: Whereabouts
  now: Date
}

/**
 * A fresh proof, which opens a locked session; the level never falls, and a proof of level 1 makes no second factor fresh. Where it is as strong as
 * the session, the place it came from is proven with it.
 */
export async function proveSession(tx: Transaction, proof: SessionProof): Promise<void> {
  await tx.run(
    sql(
      'identity.prove-session',
      `update sessions set proven_at = $4, seen_at = $4, assurance = greatest(assurance, $3),
         second_proven_at = case when $3 = 2 then $4::timestamptz else second_proven_at end,
         secret_hash = coalesce($5, secret_hash),
         proven_places = case when $3 < assurance then proven_places when cardinality(proven_places) > 62 then $6::text[]
           else array_remove(array_remove(proven_places, ($6::text[])[1]), ($6::text[])[2]) || $6::text[] end
       where tenant_id = $1 and id = $2`,
      [proof.tenantId, proof.id, proof.assurance, proof.now, proof.secretHash, hashesOf(proof.at)],
    ),
  )
}

/** Where a living session was until now, under a lock: of several requests from somewhere new, one is the first. */
export async function lockPlaces(tx: Transaction, tenantId: string, id: string): Promise<string[] | undefined> {
  const [row] = await tx.run(
    sql<{ places: string[] }>(
      'identity.lock-places',
      'select places from sessions where tenant_id = $1 and id = $2 and ended_at is null for update',
      [tenantId, id],
    ),
  )
  return row?.places
}

export async function setPlaces(tx: Transaction, tenantId: string, id: string, places: readonly string[]): Promise<void> {
  await tx.run(sql('identity.set-places', 'update sessions set places = $3 where tenant_id = $1 and id = $2', [tenantId, id, places]))
}

function hashesOf({ network, browser }: Whereabouts): string[] {
  return [network, browser]
}

export type OwnSessionRow = {
  id: string
  user_id: string
  assurance: number
  proven_at: Date
  created_at: Date
  seen_at: Date
  expires_at: Date
  client: Buffer
}

/** A user's sessions that are alive, newest first. */
export function listSessions(tenantId: string, userId: string, now: Date): Statement<OwnSessionRow> {
  return sql<OwnSessionRow>(
    'identity.list-sessions',
    `select id, user_id, assurance, proven_at, created_at, seen_at, expires_at, client from sessions
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

/** Writes down that a session is in use; no row where somebody else has its row just now, has written a later time, or it has ended. It never waits. */
export function noteUse(tenantId: string, id: string, now: Date): Statement<{ id: string }> {
  return sql<{ id: string }>(
    'identity.note-use',
    `update sessions set seen_at = $3 where tenant_id = $1 and id = (
       select id from sessions where tenant_id = $1 and id = $2 and seen_at < $3 and ended_at is null for no key update skip locked)
     returning id`,
    [tenantId, id, now],
  )
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

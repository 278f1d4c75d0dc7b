import { type Statement, sql, type Transaction } from '../../platform/database.ts'

export type FeedRow = { user_id: string; made_at: Date }

/** The caller's own feed, if there is one. */
export function findOwnFeed(): Statement<FeedRow> {
  return sql<FeedRow>('calendar.own', 'select user_id, made_at from calendar_feeds where tenant_id = ctx_tenant() and user_id = ctx_user()')
}

/** In the place of the address that stood before. */
export async function putFeed(tx: Transaction, feed: { hash: Buffer; now: Date }): Promise<void> {
  await tx.run(
    sql(
      'calendar.put',
      `insert into calendar_feeds (token_hash, tenant_id, user_id, made_at) values ($1, ctx_tenant(), ctx_user(), $2)
       on conflict on constraint one_feed_each do update set token_hash = excluded.token_hash, made_at = excluded.made_at`,
      [feed.hash, feed.now],
    ),
  )
}

export function dropFeed(): Statement {
  return sql('calendar.drop', 'delete from calendar_feeds where tenant_id = ctx_tenant() and user_id = ctx_user()')
}

export type FeedOwnerRow = { tenant_id: string; user_id: string }

/** A locator: whose feed an address leads to. */
export function findFeed(hash: Buffer): Statement<FeedOwnerRow> {
  return sql<FeedOwnerRow>('calendar.find', 'select tenant_id, user_id from calendar_feeds where token_hash = $1', [hash])
}

export type ReaderRow = { role: string; profile: Buffer; language: string; patient_id: string | null; doctor_id: string | null }

/** Who reads by their feed; no row where the account or its organisation does not stand. */
export function findReader(userId: string): Statement<ReaderRow> {
  return sql<ReaderRow>(
    'calendar.reader',
    `select u.role, u.profile, u.language, u.patient_id, u.doctor_id from users u
     join organisations o on o.tenant_id = u.tenant_id and o.active
     where u.tenant_id = ctx_tenant() and u.id = $1 and u.active`,
    [userId],
  )
}

/** The language that the caller chose. */
export function ownLanguage(): Statement<{ language: string }> {
  return sql<{ language: string }>('calendar.language', 'select language from users where tenant_id = ctx_tenant() and id = ctx_user()')
}

export type EntryRow = { id: string; patient_id: string; start: Date; end: Date; status: string; version: number }

/** The visits of one person within [from, to), as the patient or as the doctor; the nearest first, at most so many. */
export function listEntries(whose: 'patient' | 'doctor', id: string, window: { from: Date; to: Date; most: number }): Statement<EntryRow> {
  return sql<EntryRow>(
    `calendar.of-${whose}`,
    `select id, patient_id, starts_at as start, ends_at as "end", status, version from appointments
     where tenant_id = ctx_tenant() and ${whose}_id = $1 and starts_at >= $2 and starts_at < $3 order by starts_at, id limit $4`,
    [id, window.from, window.to, window.most],
  )
}

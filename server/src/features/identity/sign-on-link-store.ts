import { type Statement, sql, type Transaction } from '../../platform/database.ts'
import type { Sealed } from '../../security/vault/index.ts'
import type { Owner } from './factor-store.ts'

export type LinkRow = { id: string; provider_id: string; user_id: string; name: Buffer; connected_at: Date }

const columns = 'id, provider_id, user_id, name, connected_at'

/** The connection of whom a provider named. */
export function findLink(providerId: string, nameHash: Buffer): Statement<LinkRow> {
  return sql<LinkRow>(
    'identity.find-sign-on-link',
    `select ${columns} from sign_on_links where tenant_id = ctx_tenant() and provider_id = $1 and name_hash = $2`,
    [providerId, nameHash],
  )
}

export function listLinks(userId: string): Statement<LinkRow> {
  return sql<LinkRow>('identity.sign-on-links-of', `select ${columns} from sign_on_links where tenant_id = ctx_tenant() and user_id = $1`, [
    userId,
  ])
}

/** Locks a user's connection to a provider: who signs in by it just now is waited for. */
export async function lockLink(tx: Transaction, userId: string, providerId: string): Promise<LinkRow | undefined> {
  const [row] = await tx.run(
    sql<LinkRow>(
      'identity.lock-sign-on-link',
      `select ${columns} from sign_on_links where tenant_id = ctx_tenant() and user_id = $1 and provider_id = $2 for update`,
      [userId, providerId],
    ),
  )
  return row
}

/** False where the name is connected, or the account has a connection to the provider. */
export async function insertLink(
  tx: Transaction,
  link: Owner & { id: string; providerId: string; nameHash: Buffer; name: Sealed; now: Date },
): Promise<boolean> {
  const made = await tx.run(
    sql(
      'identity.insert-sign-on-link',
      `insert into sign_on_links (tenant_id, id, provider_id, user_id, name_hash, name, connected_at) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict do nothing returning id`,
      [link.tenantId, link.id, link.providerId, link.userId, link.nameHash, link.name.bytes, link.now],
    ),
  )
  return made.length === 1
}

export async function deleteLink(tx: Transaction, id: string): Promise<void> {
  await tx.run(sql('identity.delete-sign-on-link', 'delete from sign_on_links where tenant_id = ctx_tenant() and id = $1', [id]))
}

/** Every connection of a user. */
export async function dropLinks(tx: Transaction, { tenantId, userId }: Owner): Promise<void> {
  await tx.run(sql('identity.drop-sign-on-links', 'delete from sign_on_links where tenant_id = $1 and user_id = $2', [tenantId, userId]))
}

/** Every connection to a provider: under another name it is another one. */
export async function dropLinksTo(tx: Transaction, providerId: string): Promise<void> {
  await tx.run(
    sql('identity.drop-sign-on-links-to', 'delete from sign_on_links where tenant_id = ctx_tenant() and provider_id = $1', [providerId]),
  )
}

export type Bound = { linkId: string; index: Buffer | null; until: Date | null }

/**
 * Ties a session that begins to the connection that let it in: it ends with the provider's at the latest, and where the provider's word was the whole
 * proof, it was proven when the provider says. False where the connection or its provider is gone or out of use by now.
 */
export async function bindSession(
  tx: Transaction,
  tenantId: string,
  sessionId: string,
  bound: Bound & { provenAt: Date | null },
): Promise<boolean> {
  const rows = await tx.run(
    sql(
      'identity.bind-session',
      `with stands as (select l.id from sign_on_links l join sign_on_providers p on p.tenant_id = l.tenant_id and p.id = l.provider_id
         where l.tenant_id = $1 and l.id = $3 and p.active for share)
       update sessions s set sign_on_link = stands.id, sign_on_index = $4, expires_at = least(s.expires_at, $5::timestamptz),
         proven_at = coalesce($6::timestamptz, s.proven_at),
         second_proven_at = case when s.second_proven_at is not null then coalesce($6::timestamptz, s.second_proven_at) end
       from stands where s.tenant_id = $1 and s.id = $2 returning s.id`,
      [tenantId, sessionId, bound.linkId, bound.index, bound.until, bound.provenAt],
    ),
  )
  return rows.length === 1
}

/** Ties a challenge that begins to the connection: the session that follows it is bound like one without. */
export async function bindChallenge(tx: Transaction, hash: Buffer, { linkId, index, until }: Bound): Promise<void> {
  await tx.run(
    sql(
      'identity.bind-challenge',
      'update sign_in_challenges set sign_on_link = $2, sign_on_index = $3, sign_on_until = $4 where challenge_hash = $1',
      [hash, linkId, index, until],
    ),
  )
}

/** Ends the living sessions of a connection, of these sessions of the provider where some are named, and gives their ids. */
export async function endSessionsOf(
  tx: Transaction,
  linkId: string,
  now: Date,
  { indexes = null, kept = null }: { indexes?: readonly Buffer[] | null; kept?: string | null } = {},
): Promise<string[]> {
  const ended = await tx.run(
    sql<{ id: string }>(
      'identity.end-sessions-of-link',
      `update sessions set ended_at = $2 where tenant_id = ctx_tenant() and sign_on_link = $1 and ended_at is null and expires_at > $2
         and ($3::bytea[] is null or sign_on_index in (select unnest($3::bytea[]))) and id is distinct from $4::uuid
       returning id`,
      [linkId, now, indexes, kept],
    ),
  )
  await tx.run(
    sql(
      'identity.drop-challenges-of-link',
      'update sign_in_challenges set used_at = $2 where tenant_id = ctx_tenant() and sign_on_link = $1 and used_at is null',
      [linkId, now],
    ),
  )
  return ended.map(({ id }) => id)
}

/** The same of every connection to a provider. */
export async function endSessionsBy(tx: Transaction, providerId: string, now: Date): Promise<string[]> {
  const ended = await tx.run(
    sql<{ id: string }>(
      'identity.end-sessions-by-provider',
      `update sessions s set ended_at = $2 from sign_on_links l
       where l.tenant_id = ctx_tenant() and l.provider_id = $1 and s.tenant_id = l.tenant_id and s.sign_on_link = l.id and s.ended_at is null
       returning s.id`,
      [providerId, now],
    ),
  )
  return ended.map(({ id }) => id)
}

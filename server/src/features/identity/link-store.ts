import { type Statement, sql, type Transaction } from '../../platform/database.ts'
import type { LinkKind, LinkState, LinkTimes } from './link-rules.ts'

const state = 'kind, expires_at, used_at, replaced_at, stands_until'

/** `userId` null: of nobody. */
export type LinkOwner = { tenantId: string; userId: string | null }
export type NewLink = LinkOwner & LinkTimes & { hash: Buffer; kind: LinkKind; subjectId: string | null; now: Date }

export async function insertLink(tx: Transaction, link: NewLink): Promise<void> {
  await tx.run(
    sql(
      'identity.insert-link',
      `insert into mailed_links (token_hash, kind, tenant_id, user_id, subject_id, made_at, expires_at, stands_until)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [link.hash, link.kind, link.tenantId, link.userId, link.subjectId, link.now, link.expiresAt, link.standsUntil],
    ),
  )
}

/** Makes every link of a kind that a user still has lead nowhere. */
export async function replaceLinks(tx: Transaction, { tenantId, userId }: LinkOwner, kind: LinkKind, now: Date): Promise<void> {
  await tx.run(
    sql(
      'identity.replace-links',
      `update mailed_links set replaced_at = $4
       where tenant_id = $1 and user_id = $2 and kind = $3 and used_at is null and replaced_at is null`,
      [tenantId, userId, kind, now],
    ),
  )
}

/** How many links of a kind were mailed to a user since then. */
export async function countLinks(tx: Transaction, { tenantId, userId }: LinkOwner, kind: LinkKind, since: Date): Promise<number> {
  const [row] = await tx.run(
    sql<{ links: number }>(
      'identity.count-links',
      'select count(*)::integer as links from mailed_links where tenant_id = $1 and user_id = $2 and kind = $3 and made_at > $4',
      [tenantId, userId, kind, since],
    ),
  )
  return row?.links ?? 0
}

type LinkRow = LinkState & { tenant_id: string; user_id: string }

/** A locator: whose link it is, and whether it still leads somewhere. One of nobody is not found. */
export function findLink(hash: Buffer): Statement<LinkRow> {
  return sql<LinkRow>(
    'identity.find-link',
    `select ${state}, tenant_id, user_id from mailed_links where token_hash = $1 and user_id is not null`,
    [hash],
  )
}

type SubjectRow = LinkState & { tenant_id: string; subject_id: string }

/** A locator: to which invitation, or change of an address, a link leads. */
export function findSubject(hash: Buffer): Statement<SubjectRow> {
  return sql<SubjectRow>(
    'identity.find-subject',
    `select ${state}, tenant_id, subject_id from mailed_links where token_hash = $1 and subject_id is not null`,
    [hash],
  )
}

/** Makes every link to a subject lead nowhere. */
export async function replaceSubjectLinks(tx: Transaction, tenantId: string, subjectIds: readonly string[], now: Date): Promise<void> {
  await tx.run(
    sql(
      'identity.replace-subject-links',
      `update mailed_links set replaced_at = $3
       where tenant_id = $1 and subject_id = any ($2::uuid[]) and used_at is null and replaced_at is null`,
      [tenantId, subjectIds, now],
    ),
  )
}

/** The same, locked until the transaction ends: of all who follow it at once, one finds it unused. */
export async function lockLink(tx: Transaction, hash: Buffer): Promise<LinkState | undefined> {
  const [row] = await tx.run(
    sql<LinkState>(
      'identity.lock-link',
      `select ${state} from mailed_links where token_hash = $1 and (user_id is not null or subject_id is not null) for update`,
      [hash],
    ),
  )
  return row
}

export async function useLink(tx: Transaction, hash: Buffer, now: Date): Promise<void> {
  await tx.run(sql('identity.use-link', 'update mailed_links set used_at = $2 where token_hash = $1', [hash, now]))
}

export type StandingRow = LinkState & { tenant_id: string; user_id: string | null; subject_id: string | null }

/** A locator: what a link stands for, whatever it leads to. */
export function findStanding(hash: Buffer): Statement<StandingRow> {
  return sql<StandingRow>(
    'identity.find-standing',
    `select ${state}, tenant_id, user_id, subject_id from mailed_links where token_hash = $1 and (user_id is not null or subject_id is not null)`,
    [hash],
  )
}

/** How many links for the same were mailed since then. */
export async function countAlike(tx: Transaction, { tenant_id, user_id, subject_id, kind }: StandingRow, since: Date): Promise<number> {
  const [row] = await tx.run(
    sql<{ links: number }>(
      'identity.count-alike',
      `select count(*)::integer as links from mailed_links
       where tenant_id = $1 and user_id is not distinct from $2::uuid and subject_id is not distinct from $3::uuid and kind = $4 and made_at > $5`,
      [tenant_id, user_id, subject_id, kind, since],
    ),
  )
  return row?.links ?? 0
}

/** A fresh link has taken the place of this one. */
export async function replaceLink(tx: Transaction, hash: Buffer, now: Date): Promise<void> {
  await tx.run(
    sql('identity.replace-link', 'update mailed_links set replaced_at = $2 where token_hash = $1 and replaced_at is null', [hash, now]),
  )
}

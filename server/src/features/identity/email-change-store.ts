import { type Statement, sql, type Transaction } from '../../platform/database.ts'
import type { Sealed } from '../../security/vault/index.ts'
import { insertNames } from './account-store.ts'

type Owner = { tenantId: string; userId: string }
export type EmailChangeRow = {
  id: string
  user_id: string
  content: Buffer
  confirmed_at: Date | null
  undone_at: Date | null
  /** The session that goes on when it is confirmed. */
  asked_in: string | null
  /** So do the others. */
  keeps_sessions: boolean
}
const columns = 'id, user_id, content, confirmed_at, undone_at, asked_in, keeps_sessions'

type NewChange = Owner & { id: string; content: Sealed; askedIn: string; keepsSessions: boolean; now: Date }

export async function insertEmailChange(tx: Transaction, made: NewChange): Promise<void> {
  await tx.run(
    sql(
      'identity.insert-email-change',
      `insert into email_changes (tenant_id, id, user_id, content, asked_at, asked_in, keeps_sessions) values ($1, $2, $3, $4, $5, $6, $7)`,
      [made.tenantId, made.id, made.userId, made.content.bytes, made.now, made.askedIn, made.keepsSessions],
    ),
  )
}

/** The changes that a user asked for and did not confirm, and how many they asked for since then. */
export async function openChanges(tx: Transaction, { tenantId, userId }: Owner, since: Date): Promise<{ ids: string[]; asked: number }> {
  const rows = await tx.run(
    sql<{ id: string; open: boolean; recent: boolean }>(
      'identity.open-email-changes',
      `select id, confirmed_at is null as open, asked_at > $3 as recent from email_changes where tenant_id = $1 and user_id = $2`,
      [tenantId, userId, since],
    ),
  )
  return { ids: rows.flatMap((row) => (row.open ? [row.id] : [])), asked: rows.filter((row) => row.recent).length }
}

export function findEmailChange(id: string): Statement<EmailChangeRow> {
  return sql<EmailChangeRow>(
    'identity.find-email-change',
    `select ${columns} from email_changes where tenant_id = ctx_tenant() and id = $1`,
    [id],
  )
}

export async function endEmailChange(tx: Transaction, id: string, how: 'confirmed' | 'undone', now: Date): Promise<void> {
  await tx.run(
    how === 'confirmed'
      ? sql('identity.confirm-email-change', 'update email_changes set confirmed_at = $2 where tenant_id = ctx_tenant() and id = $1', [
          id,
          now,
        ])
      : sql('identity.undo-email-change', 'update email_changes set undone_at = $2 where tenant_id = ctx_tenant() and id = $1', [id, now]),
  )
}

export type NewAddress = Owner & { hash: Buffer; profile: Sealed; now: Date }

/** The address by which a user signs in from now on. The former one leads nowhere and stays theirs. False where another account has it, or had it. */
export async function moveAddress(tx: Transaction, { tenantId, userId, hash, profile, now }: NewAddress): Promise<boolean> {
  await tx.run(
    sql(
      'identity.move-address',
      'update users set email_index = $3, profile = $4, email_verified_at = $5 where tenant_id = $1 and id = $2',
      [tenantId, userId, hash, profile.bytes, now],
    ),
  )
  await tx.run(
    sql(
      'identity.leave-address',
      `update sign_in_names set kind = 'former-email' where tenant_id = $1 and user_id = $2 and kind = 'email'`,
      [tenantId, userId],
    ),
  )
  const back = await tx.run(
    sql(
      'identity.return-to-address',
      `update sign_in_names set kind = 'email'
       where tenant_id = $1 and user_id = $2 and name_hash = $3 and kind = 'former-email' returning kind`,
      [tenantId, userId, hash],
    ),
  )
  return back.length === 1 || insertNames(tx, tenantId, userId, [{ hash, kind: 'email' }])
}

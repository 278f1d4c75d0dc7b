import { type Statement, sql, type Transaction } from '../../platform/database.ts'
import type { Sealed } from '../../security/vault/index.ts'
import type { Owner } from './factor-store.ts'

export type NewPasskey = Owner & { id: string; credential: Sealed; credentialHash: Buffer; counter: number; bound: boolean; now: Date }

/** False where the authenticator's passkey is registered already, for whomever. */
export async function insertPasskey(tx: Transaction, made: NewPasskey): Promise<boolean> {
  await tx.run(
    sql(
      'identity.insert-passkey',
      'insert into passkeys (tenant_id, id, user_id, credential, counter, registered_at, device_bound) values ($1, $2, $3, $4, $5, $6, $7)',
      [made.tenantId, made.id, made.userId, made.credential.bytes, made.counter, made.now, made.bound],
    ),
  )
  const located = await tx.run(
    sql(
      'identity.locate-passkey',
      `insert into passkey_locators (credential_hash, tenant_id, user_id, passkey_id) values ($1, $2, $3, $4)
       on conflict do nothing returning passkey_id`,
      [made.credentialHash, made.tenantId, made.userId, made.id],
    ),
  )
  return located.length === 1
}

/** A locator: whose passkey it is. */
export function findPasskey(hash: Buffer): Statement<{ tenant_id: string; user_id: string; passkey_id: string }> {
  return sql('identity.find-passkey', 'select tenant_id, user_id, passkey_id from passkey_locators where credential_hash = $1', [hash])
}

export type PasskeyRow = { id: string; credential: Buffer; registered_at: Date; used_at: Date | null; device_bound: boolean }

export function listPasskeys({ tenantId, userId }: Owner): Statement<PasskeyRow> {
  return sql<PasskeyRow>(
    'identity.list-passkeys',
    'select id, credential, registered_at, used_at, device_bound from passkeys where tenant_id = $1 and user_id = $2 order by id',
    [tenantId, userId],
  )
}

/** Locks one of a user's passkeys. */
export async function lockPasskey(
  tx: Transaction,
  { tenantId, userId }: Owner,
  id: string,
): Promise<{ credential: Buffer; counter: number } | undefined> {
  const [row] = await tx.run(
    sql<{ credential: Buffer; counter: string }>(
      'identity.lock-passkey',
      'select credential, counter::text from passkeys where tenant_id = $1 and user_id = $2 and id = $3 for update',
      [tenantId, userId, id],
    ),
  )
  return row && { credential: row.credential, counter: Number(row.counter) }
}

/** What it says of itself is kept anew: of one from before it was asked, nothing is known until then. */
export async function usePasskey(
  tx: Transaction,
  { tenantId, id, counter, bound, now }: { tenantId: string; id: string; counter: number; bound: boolean; now: Date },
): Promise<void> {
  await tx.run(
    sql('identity.use-passkey', 'update passkeys set counter = $3, used_at = $4, device_bound = $5 where tenant_id = $1 and id = $2', [
      tenantId,
      id,
      counter,
      now,
      bound,
    ]),
  )
}

export async function renamePasskeyRow(tx: Transaction, tenantId: string, id: string, credential: Sealed): Promise<void> {
  await tx.run(
    sql('identity.rename-passkey', 'update passkeys set credential = $3 where tenant_id = $1 and id = $2', [
      tenantId,
      id,
      credential.bytes,
    ]),
  )
}

export async function dropPasskey(tx: Transaction, tenantId: string, id: string): Promise<void> {
  await tx.run(sql('identity.drop-passkey', 'delete from passkeys where tenant_id = $1 and id = $2', [tenantId, id]))
}

/** Spends a challenge; false where it has been. */
export async function spendChallenge(tx: Transaction, hash: Buffer, now: Date): Promise<boolean> {
  const spent = await tx.run(
    sql(
      'identity.spend-challenge',
      'insert into answered_challenges (challenge_hash, answered_at) values ($1, $2) on conflict do nothing returning challenge_hash',
      [hash, now],
    ),
  )
  return spent.length === 1
}

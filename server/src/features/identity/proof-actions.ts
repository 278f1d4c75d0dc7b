import type { Transaction } from '../../platform/database.ts'
import type { Operation } from '../../security/operation.ts'
import { newSecret } from '../../security/vault/index.ts'
import type { IdentityKeep } from './identity-keep.ts'
import { own } from './session-actions.ts'
import { proveSession } from './session-store.ts'

/** An answer, and the cookie by which a browser's session speaks from then on. */
export type Proven<T> = { told: T; cookie: string | undefined }

/**
 * The caller's session is proven now, at that level. A session of a browser gets another secret with it, and what it spoke by until now is dead: who had
 * come by the old cookie does not share in what the proof opens. [B283]
 */
export async function proveAnew(tx: Transaction, keep: IdentityKeep, op: Operation, level: 1 | 2): Promise<string | undefined> {
  const { session } = own(op)
  const secret = session.cookie ? newSecret() : undefined
  await proveSession(tx, {
    tenantId: op.tenantId,
    id: session.id,
    assurance: level,
    secretHash: secret === undefined ? null : keep.secrets.hash(secret),
    at: keep.identities.places.of(session.id, op.origin),
    now: op.now,
  })
  return secret && `${session.id}.${secret}`
}

// A request sent again because its answer was lost finds what the first one made: with an Idempotency-Key nothing is made twice. [T24]
import type { Transaction } from '../platform/database.ts'
import { refuse } from '../platform/refusal.ts'
import type { Keep } from './keep.ts'
import type { Operation } from './operation.ts'
import { claimKey, findClaim, forgetClaims, noteTold } from './store.ts'
import type { Resource } from './trace.ts'
import { canonicalBytes, frame, type JsonValue } from './vault/index.ts'

const remembered = 24 * 60 * 60 * 1000

/**
 * The id of what an earlier request of the same user with this Idempotency-Key and content made in the last 24 hours; undefined where this is the
 * first, or no key was sent, and `making` may be made. Whoever asks at the same moment waits for the first to commit; if it does not, the next
 * is the first. Refuses IDEMPOTENCY_MISMATCH where the key came with another content.
 */
export async function madeBefore(
  keep: Keep,
  tx: Transaction,
  op: Operation,
  making: Resource,
  content: JsonValue,
): Promise<string | undefined> {
  const key = await keyOf(keep, op)
  if (key === undefined) return undefined
  const digest = await keep.vault.auditMac(op.tenantId, frame('wardkeep-retry/1', making.type, canonicalBytes(content)))
  const claim = claimKey({ key, digest, madeId: making.id, at: op.now })
  const [, [claimed]] = await tx.runAll([forgetClaims(new Date(op.now.getTime() - remembered)), claim])
  if (claimed !== undefined) return undefined
  const [earlier] = await tx.run(findClaim(key))
  if (earlier === undefined || !digest.equals(earlier.content_hash)) return refuse('IDEMPOTENCY_MISMATCH')
  return earlier.made_id
}

/** Keeps what a first request says besides what it made, for whoever sends it again; nothing protected. */
export async function keepTold(keep: Keep, tx: Transaction, op: Operation, told: JsonValue): Promise<void> {
  const key = await keyOf(keep, op)
  if (key !== undefined) await tx.run(noteTold(key, told))
}

/** What `keepTold` kept for the same request. */
export async function toldBefore(keep: Keep, tx: Transaction, op: Operation): Promise<JsonValue | undefined> {
  const key = await keyOf(keep, op)
  const [claim] = key === undefined ? [] : await tx.run(findClaim(key))
  return claim?.told ?? undefined
}

async function keyOf(keep: Keep, { retryKey, tenantId, actor }: Operation): Promise<Buffer | undefined> {
  return retryKey === undefined ? undefined : keep.vault.auditMac(tenantId, frame('wardkeep-retry-key/1', actor.userId ?? '', retryKey))
}

// A change is journalled by what stood before and after it, as digests under the organisation's key: provable, and never readable. [B107]
import type { Keep } from './keep.ts'
import type { Operation } from './operation.ts'
import type { Resource } from './trace.ts'
import { canonicalBytes, frame, type JsonValue } from './vault/index.ts'

export type Change = { of: Resource; before?: JsonValue; after?: JsonValue }

/** 32 zero bytes stand for nothing: before a creation, after a removal. */
const nothing = Buffer.alloc(32)

/** Puts the digests of a change into the operation's event; 64 bytes, before and after. Format: docs/formats/journal.md, "What was changed". */
export async function traceChange(keep: Keep, op: Operation, { of, before, after }: Change): Promise<void> {
  const [was, is] = await Promise.all([changeDigest(keep, op.tenantId, of, before), changeDigest(keep, op.tenantId, of, after)])
  op.trace.change = Buffer.concat([was, is])
}

/** HMAC-SHA-256 under the organisation's audit key, over the kind and id of the thing and its content as canonical JSON (RFC 8785). */
export async function changeDigest(keep: Keep, tenantId: string, of: Resource, content: JsonValue | undefined): Promise<Buffer> {
  if (content === undefined) return nothing
  return keep.vault.auditMac(tenantId, frame('wardkeep-change/1', of.type, of.id, canonicalBytes(content)))
}

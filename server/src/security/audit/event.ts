// The journal's event as bytes: what the HMAC and, once sealed, the Merkle leaf are computed over. Format: docs/formats/journal.md.
import type { AuditCode } from '@wardkeep/contract/audit.ts'
import type { Resource } from '../trace.ts'
import { canonicalBytes, type Sealed } from '../vault/index.ts'

export type Outcome = 'allowed' | 'denied' | 'failed'

export type JournalEvent = {
  tenantId: string
  id: string
  actorId: string | null
  actorRole: string
  via: string
  sessionId: string | null
  action: AuditCode
  outcome: Outcome
  reason: string | null
  rule: string | null
  patientIds: readonly string[]
  resource: Resource | null
  fields: readonly string[] | null
  /** Digests of what stood before and after a change, 64 bytes. */
  change: Buffer | null
  purpose: string | null
  onBehalfOf: string | null
  requestId: string
  who: Sealed
  addressIndex: Buffer
}

/**
 * RFC 8785 canonical JSON of everything the application knew when it wrote the event. `at` and `sequence` are the database's: the id, a
 * UUIDv7, carries the application's time inside the HMAC, and a verifier compares the two.
 */
export function eventBytes(event: JournalEvent): Buffer {
  return canonicalBytes({
    action: event.action,
    actor: event.actorId,
    address: event.addressIndex.toString('base64'),
    ...(event.change && { change: event.change.toString('base64') }),
    fields: event.fields,
    id: event.id,
    onBehalfOf: event.onBehalfOf,
    outcome: event.outcome,
    patients: event.patientIds,
    purpose: event.purpose,
    reason: event.reason,
    request: event.requestId,
    resource: event.resource && { id: event.resource.id, type: event.resource.type, version: event.resource.version ?? null },
    role: event.actorRole,
    rule: event.rule,
    session: event.sessionId,
    tenant: event.tenantId,
    v: 1,
    via: event.via,
    who: event.who.bytes.toString('base64'),
  })
}

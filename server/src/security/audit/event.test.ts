// The journal's published vectors: whoever verifies a trail without us starts from these.
import { createHash, createHmac, createSecretKey } from 'node:crypto'
import { expect, test } from 'vitest'
import { sealWithNonce } from '../vault/envelope.ts'
import { frame } from '../vault/framing.ts'
import { canonicalBytes, Sealed } from '../vault/index.ts'
import { vectors } from '../vault/vault.fixture.ts'
import { eventBytes, type JournalEvent } from './event.ts'

const { cases } = vectors('journal')
const bytes = (hex: string) => Buffer.from(hex, 'hex')

test('the published events are these bytes, under this HMAC and, with the time of the database, this leaf', () => {
  expect(cases).toHaveLength(3)
  for (const { what, row, canonical, auditKey, mac, leaf } of cases) {
    const written = eventBytes(eventOf(row))
    expect(written.toString('utf8'), what).toBe(canonical)
    expect(createHmac('sha256', bytes(auditKey)).update(written).digest('hex'), what).toBe(mac)

    const leafBytes = canonicalBytes({ ...JSON.parse(canonical), at: row.at })
    expect(leafBytes.toString('utf8'), what).toBe(leaf.canonical)
    expect(createHash('sha256').update(bytes('00')).update(leafBytes).digest('hex'), what).toBe(leaf.hash)
  }
})

test('the published events seal who acted, and index the address, as the formats of the vault say', () => {
  for (const { what, row, who, address } of cases) {
    const place = { tenantId: row.tenant_id, table: 'audit_events', column: 'who', rowId: row.id }
    const sealed = sealWithNonce(who.key, createSecretKey(bytes(who.key.hex)), place, who.value, bytes(who.nonce))
    expect(sealed.bytes.toString('hex'), what).toBe(row.who)
    const message = frame('wardkeep-index/1', 'address', who.value.address)
    expect(createHmac('sha256', bytes(address.indexKey)).update(message).digest('hex'), what).toBe(row.address_index)
  }
})

test('the published keys are those of the published key store, and an event’s id carries the time of the application', () => {
  const { installation, tenant, patient } = vectors('key-store').unwrapped
  const known = [installation.audit, installation.identity, installation.index, tenant.audit, tenant.identity, tenant.index, patient]
  for (const { what, row, auditKey, who, address } of cases) {
    for (const key of [auditKey, who.key.hex, address.indexKey]) expect(known, what).toContain(key)
    const told = Number.parseInt(row.id.replaceAll('-', '').slice(0, 12), 16)
    expect(Math.abs(new Date(row.at).getTime() - told), what).toBeLessThan(5 * 60_000)
  }
})

/** A row of the journal in the vectors' JSON: columns as in the schema, bytes as hex. */
type Row = Record<'tenant_id' | 'id' | 'actor_role' | 'via' | 'request_id' | 'who' | 'address_index', string> &
  Record<'actor_id' | 'session_id' | 'reason' | 'rule' | 'purpose' | 'on_behalf_of', string | null> &
  Record<'resource_type' | 'resource_id', string | null> &
  Pick<JournalEvent, 'action' | 'outcome' | 'fields'> & { patient_ids: string[]; resource_version: number | null }

function eventOf(row: Row): JournalEvent {
  return {
    tenantId: row.tenant_id,
    id: row.id,
    actorId: row.actor_id,
    actorRole: row.actor_role,
    via: row.via,
    sessionId: row.session_id,
    action: row.action,
    outcome: row.outcome,
    reason: row.reason,
    rule: row.rule,
    patientIds: row.patient_ids,
    resource: resourceOf(row),
    fields: row.fields,
    change: null,
    purpose: row.purpose,
    onBehalfOf: row.on_behalf_of,
    requestId: row.request_id,
    who: Sealed.fromDatabase(bytes(row.who)),
    addressIndex: bytes(row.address_index),
  }
}

function resourceOf({ resource_type: type, resource_id: id, resource_version: version }: Row): JournalEvent['resource'] {
  if (type === null || id === null) return null
  return { type, id, ...(version === null ? {} : { version }) }
}

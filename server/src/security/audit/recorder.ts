// Turns what an operation did into the journal's event. Names, addresses and user agents go in sealed under the actor's own key.
import { type AuditCode, shownBy } from '@wardkeep/contract/audit.ts'
import { LRUCache } from 'lru-cache'
import type { Statement } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Operation } from '../operation.ts'
import { isPatientRole } from '../policy.ts'
import type { Resource, Trace } from '../trace.ts'
import { INSTALLATION_TENANT, type KeyOwner, type Sealed, type Vault } from '../vault/index.ts'
import { eventBytes, type JournalEvent, type Outcome } from './event.ts'
import { type SignedEvent, writeEvents } from './store.ts'

const longestUserAgent = 512
const mostPatients = 100

export type Ending = { outcome: Outcome; reason?: string }
/** A consequence of an operation that the journal tells apart from it, like a session that was ended by a reused token. */
export type Consequence = { action: AuditCode; resource?: Resource; patientIds?: readonly string[] }

export class Recorder {
  readonly #vault: Vault
  readonly #addresses = new LRUCache<string, Buffer>({ max: 10_000 })
  readonly #sealed = new WeakMap<Trace, { for: string; who: Sealed }>()

  constructor(vault: Vault) {
    this.#vault = vault
  }

  /** Unwraps and seals what writing the event will need, so that `statements` can run between a flush and its Sync, while the database waits. */
  async prepare(op: Operation): Promise<void> {
    const { tenantId, owner } = whose(op)
    if (!this.#addresses.has(`${tenantId} ${op.origin.address}`)) {
      const scope = tenantId === INSTALLATION_TENANT ? 'installation' : { tenantId }
      this.#addresses.set(`${tenantId} ${op.origin.address}`, await this.#vault.blindIndex(scope, 'address', op.origin.address))
    }
    if (!this.#vault.isReady(tenantId, owner)) await this.#vault.makeReady(tenantId, owner)
    this.#sealed.set(op.trace, this.#seal(op, op.trace.eventId))
  }

  /** The statements that write the operation's one event, and its consequences. Call `prepare` before. */
  statements(op: Operation, ending: Ending, consequences: readonly Consequence[] = []): Statement[] {
    return writeEvents(this.events(op, ending, consequences))
  }

  /** The same as rows, so that the events of many operations can be written by one insert. */
  events(op: Operation, ending: Ending, consequences: readonly Consequence[] = []): SignedEvent[] {
    const event = this.#event(op, ending)
    const more = consequences.map((consequence) => this.#whole(op, { ...event, ...consequenceOf(op, consequence) }))
    return [this.#whole(op, event), ...more].map((whole) => ({ ...whole, mac: this.#mac(whole) }))
  }

  #event(op: Operation, ending: Ending): Omit<JournalEvent, 'who'> {
    const { trace, actor } = op
    const by = trace.by ?? actor
    if (op.action === 'none') throw new Error('An operation that declares no event cannot write one')
    return {
      tenantId: by.tenantId,
      id: trace.eventId,
      actorId: by.userId ?? null,
      actorRole: by.role,
      via: trace.by ? 'none' : actor.via,
      sessionId: actor.session?.id ?? actor.key?.id ?? null,
      action: op.action,
      outcome: ending.outcome,
      reason: ending.reason ?? null,
      rule: trace.rule ?? null,
      patientIds: [...trace.patientIds].slice(0, mostPatients),
      resource: trace.resource ?? null,
      fields: trace.fields ?? (ending.outcome === 'allowed' ? shownBy[op.action] : undefined) ?? null,
      change: (ending.outcome === 'allowed' && trace.change) || null,
      purpose: trace.purpose ?? op.purpose ?? null,
      // Where the token says for whom, so does every event, whatever came of it.
      onBehalfOf: op.actor.actingFor ?? ((ending.outcome === 'allowed' && trace.onBehalfOf) || null),
      requestId: op.requestId,
      addressIndex: this.#addresses.get(`${by.tenantId} ${op.origin.address}`) ?? refuse('UNAVAILABLE'),
    }
  }

  #whole(op: Operation, event: Omit<JournalEvent, 'who'>): JournalEvent {
    const prepared = this.#sealed.get(op.trace)
    const fits = event.id === op.trace.eventId && prepared?.for === sealedFor(op)
    return { ...event, who: (fits ? prepared : this.#seal(op, event.id)).who }
  }

  #seal(op: Operation, eventId: string): { for: string; who: Sealed } {
    const { tenantId, owner, name } = whose(op)
    const place = { tenantId, table: 'audit_events', column: 'who', rowId: eventId }
    const who = { address: op.origin.address, name, userAgent: op.origin.userAgent.slice(0, longestUserAgent) }
    return { for: sealedFor(op), who: this.#vault.sealNow(owner, place, who) ?? refuse('UNAVAILABLE') }
  }

  #mac(event: JournalEvent): Buffer {
    return this.#vault.auditMacNow(event.tenantId, eventBytes(event)) ?? refuse('UNAVAILABLE')
  }
}

function consequenceOf(op: Operation, { action, resource, patientIds }: Consequence): Partial<JournalEvent> {
  return { id: newId(op.now), action, resource: resource ?? null, patientIds: patientIds ?? [], fields: null, change: null }
}

/** Who an envelope of an event speaks of: a sign-in turns out to be somebody's only after its event was prepared. */
function sealedFor({ trace, actor }: Operation): string {
  const { tenantId, userId = '', role } = trace.by ?? actor
  return `${tenantId} ${userId} ${role}`
}

/** Whose event it is and whose key seals who they are: a patient's own, the tenant's for its staff, the installation's for strangers. */
function whose(op: Operation): { tenantId: string; name: string; owner: KeyOwner } {
  const { tenantId, name, role, patientId } = op.trace.by ?? op.actor
  if (tenantId === INSTALLATION_TENANT) return { tenantId, name, owner: { kind: 'installation' } }
  if (isPatientRole(role) && patientId !== undefined) return { tenantId, name, owner: { kind: 'patient', patientId } }
  return { tenantId, name, owner: { kind: 'tenant' } }
}

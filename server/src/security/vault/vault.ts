// Seals the protected values of a row for one place under the key of whom they are about, and opens them nowhere else.
import { createHmac, type KeyObject } from 'node:crypto'
import type { JsonValue } from './canonical.ts'
import { EnvelopeError, type EnvelopeKey, openEnvelope, type Place, readEnvelopeKey, sealEnvelope } from './envelope.ts'
import { frame } from './framing.ts'
import { INSTALLATION_TENANT } from './ids.ts'
import type { KeyRing } from './key-ring.ts'
import { type KeyStore, KeyUnavailable } from './key-store.ts'
import type { Sealed } from './sealed.ts'

/** Whose key seals: a patient's own, the tenant's (staff, invitations), or the installation's (only for tenant 0). */
export type KeyOwner = { kind: 'patient'; patientId: string } | { kind: 'tenant' } | { kind: 'installation' }

export type IndexScope = 'installation' | { tenantId: string }
export type ToSeal = { owner: KeyOwner; place: Place; value: JsonValue }
export type ToOpen = { place: Place; sealed: Sealed }

/** The `…Now` forms do the same without a promise and give undefined when a key is not unwrapped yet; the other form then unwraps it. */
export class Vault {
  readonly #keys: KeyStore

  constructor(keys: KeyStore) {
    this.#keys = keys
  }

  /** Makes the tenant's keys unless they are there. */
  createTenant(tenantId: string): Promise<void> {
    return this.#keys.createTenant(tenantId)
  }

  /** Makes the patient's key unless it is there. Call it before the transaction that inserts the patient: a key without a patient harms nobody. */
  createPatient(tenantId: string, patientId: string): Promise<void> {
    return this.#keys.createPatient(tenantId, patientId)
  }

  /** Destroys the patient's key: nothing sealed under it opens again. True where there was a key. */
  shredPatient(tenantId: string, patientId: string): Promise<boolean> {
    return this.#keys.shredPatient(tenantId, patientId)
  }

  /** Drops a patient's unwrapped key from this process, for a shredding that another process did. */
  forgetPatient(tenantId: string, patientId: string): void {
    this.#keys.forgetPatient(tenantId, patientId)
  }

  /** Seals a value for one place. Throws `KeyUnavailable`; `TypeError` where the value is not JSON. */
  async seal(owner: KeyOwner, place: Place, value: JsonValue): Promise<Sealed> {
    return sealUnder(owner, place, value, await this.#ring(place.tenantId, owner))
  }

  sealNow(owner: KeyOwner, place: Place, value: JsonValue): Sealed | undefined {
    const ring = this.#ringNow(place.tenantId, owner)
    return ring && sealUnder(owner, place, value, ring)
  }

  /** Whether an event of this tenant can be sealed under this owner's key and signed at once, by the `…Now` forms. */
  isReady(tenantId: string, owner: KeyOwner): boolean {
    const keys = tenantId === INSTALLATION_TENANT ? this.#keys.installation : this.#keys.tenantNow(tenantId)
    return keys !== undefined && this.#ringNow(tenantId, owner) !== undefined
  }

  /** Unwraps what `isReady` asks for. Throws `KeyUnavailable`. */
  async makeReady(tenantId: string, owner: KeyOwner): Promise<void> {
    if (tenantId !== INSTALLATION_TENANT) await this.#keys.tenant(tenantId)
    await this.#ring(tenantId, owner)
  }

  sealMany(list: readonly ToSeal[]): Promise<Sealed[]> {
    return Promise.all(list.map(({ owner, place, value }) => this.sealNow(owner, place, value) ?? this.seal(owner, place, value)))
  }

  /** The value sealed for this place. Throws `EnvelopeError` for an envelope altered, moved, unknown, or whose key is gone. */
  async open(place: Place, sealed: Sealed): Promise<JsonValue> {
    const name = readEnvelopeKey(sealed)
    return openUnder(name, place, sealed, await this.#ring(place.tenantId, ownerOf(name)).catch(asEnvelopeError))
  }

  openNow(place: Place, sealed: Sealed): JsonValue | undefined {
    const name = readEnvelopeKey(sealed)
    const ring = this.#ringNow(place.tenantId, ownerOf(name))
    return ring && openUnder(name, place, sealed, ring)
  }

  openMany(list: readonly ToOpen[]): Promise<JsonValue[]> {
    return Promise.all(list.map(({ place, sealed }) => this.openNow(place, sealed) ?? this.open(place, sealed)))
  }

  /**
   * 32 bytes that stand for a text in a search, alike only for the same scope, purpose and text (HMAC-SHA-256).
   * `normalised` is what the caller made of the text so that equal things are equal.
   */
  async blindIndex(scope: IndexScope, purpose: string, normalised: string): Promise<Buffer> {
    const keys = scope === 'installation' ? this.#keys.installation : await this.#keys.tenant(scope.tenantId)
    return hmac(keys.index.active.key, frame('wardkeep-index/1', purpose, normalised))
  }

  /** HMAC-SHA-256 of a journal row under the tenant's audit key; tenant 0 is the installation's. */
  async auditMac(tenantId: string, bytes: Uint8Array): Promise<Buffer> {
    return this.auditMacNow(tenantId, bytes) ?? hmac((await this.#keys.tenant(tenantId)).audit.active.key, bytes)
  }

  auditMacNow(tenantId: string, bytes: Uint8Array): Buffer | undefined {
    const keys = tenantId === INSTALLATION_TENANT ? this.#keys.installation : this.#keys.tenantNow(tenantId)
    return keys && hmac(keys.audit.active.key, bytes)
  }

  async #ring(tenantId: string, owner: KeyOwner): Promise<KeyRing> {
    if (owner.kind === 'patient') return this.#keys.patient(tenantId, owner.patientId)
    if (owner.kind === 'tenant') return (await this.#keys.tenant(tenantId)).identity
    return this.#installationRing(tenantId)
  }

  #ringNow(tenantId: string, owner: KeyOwner): KeyRing | undefined {
    if (owner.kind === 'patient') return this.#keys.patientNow(tenantId, owner.patientId)
    if (owner.kind === 'tenant') return this.#keys.tenantNow(tenantId)?.identity
    return this.#installationRing(tenantId)
  }

  #installationRing(tenantId: string): KeyRing {
    if (tenantId !== INSTALLATION_TENANT) throw new EnvelopeError('The installation key seals only for tenant 0.')
    return this.#keys.installation.identity
  }
}

function sealUnder({ kind }: KeyOwner, place: Place, value: JsonValue, { id, active }: KeyRing): Sealed {
  return sealEnvelope({ kind, id, version: active.version }, active.key, place, value)
}

function openUnder(name: EnvelopeKey, place: Place, sealed: Sealed, ring: KeyRing): JsonValue {
  const key = name.id === ring.id ? ring.version(name.version) : undefined
  if (key === undefined) throw new EnvelopeError('The envelope names a key that is not in the key store.')
  return openEnvelope(key, place, sealed)
}

// A patient's key has the patient's id, so the header alone leads to it; the tenant always comes from the place.
function ownerOf({ kind, id }: EnvelopeKey): KeyOwner {
  return kind === 'patient' ? { kind, patientId: id } : { kind }
}

function asEnvelopeError(error: unknown): never {
  if (error instanceof KeyUnavailable) throw new EnvelopeError('The envelope names a key that is not in the key store.')
  throw error
}

function hmac(key: KeyObject, message: Uint8Array): Buffer {
  return createHmac('sha256', key).update(message).digest()
}

// Keys live apart from the data: a folder of wrapped keys, opened by the root key; unwrapped they live only in a bounded cache.
import type { KeyObject } from 'node:crypto'
import { join } from 'node:path'
import { LRUCache } from 'lru-cache'
import { assertUuid } from './ids.ts'
import { changeTokenKeys, type InstallationKeys, type KeyStoreOptions, openInstallationKeys, readTokenKeys } from './installation-keys.ts'
import { createKeyFile, destroyKeyFile, readKeyFile } from './key-file.ts'
import type { KeyRing } from './key-ring.ts'
import { newPatientFile, newTenantFile, openPatientFile, openTenantFile, type TenantKeys } from './tenant-keys.ts'
import { lastTurn, lookEveryMs, publishedAheadMs, type TokenKeys, turned, withNextKey } from './token-keys.ts'

/** No key of that tenant or patient is in the key store: it was never made, or it was shredded. */
export class KeyUnavailable extends Error {
  override readonly name = 'KeyUnavailable'
  constructor() {
    super('The key is not in the key store.')
  }
}

/**
 * Opens the key store in a folder, making it on the first open. Several processes may open (and make) it at once.
 * Throws `WrongRootKey`, `WrongSecretKey`, `WeakKey` or `KeyStoreDamaged`, and then has written nothing.
 */
export async function openKeyStore(options: KeyStoreOptions): Promise<KeyStore> {
  return new KeyStore(options.folder, await openInstallationKeys(options))
}

/** Bounds of the cache of unwrapped keys. A patient's key is read again after five minutes, so another process' shredding reaches us by then. */
const CACHE = { tenants: 1000, patients: 20_000, patientMs: 5 * 60_000 }

export class KeyStore {
  readonly installation: InstallationKeys
  readonly #folder: string
  readonly #tenants = new LRUCache<string, TenantKeys>({ max: CACHE.tenants })
  readonly #patients = new LRUCache<string, KeyRing>({ max: CACHE.patients, ttl: CACHE.patientMs, ttlResolution: 1000 })
  #shreds = 0
  #token: TokenKeys
  #tokenLookedAt = Number.NEGATIVE_INFINITY

  constructor(folder: string, installation: InstallationKeys) {
    this.#folder = folder
    this.installation = installation
    this.#token = installation.token
  }

  get installationId(): string {
    return this.installation.id
  }

  /** A key for one purpose from the installation's secret and SECRET_KEY. */
  derive(purpose: string): KeyObject {
    return this.installation.derive(purpose)
  }

  /** The keys of access tokens, as the file had them at most half a minute before `now`. */
  async tokenKeys(now: Date): Promise<TokenKeys> {
    const known = this.tokenKeysNow(now)
    if (known !== undefined) return known
    this.#token = await readTokenKeys(this.#folder, this.installation)
    this.#tokenLookedAt = now.getTime()
    return this.#token
  }

  /** The same, if this process has looked lately enough. */
  tokenKeysNow(now: Date): TokenKeys | undefined {
    return Math.abs(now.getTime() - this.#tokenLookedAt) < lookEveryMs ? this.#token : undefined
  }

  /** Publishes one more key of access tokens and gives when it begins to sign. Its callers take turns. */
  async addTokenKey(now: Date): Promise<Date> {
    const from = new Date(now.getTime() + publishedAheadMs)
    await changeTokenKeys(this.#folder, this.installation, (stored, id, wrapping) => turned(withNextKey(stored, id, wrapping, from), now))
    this.#tokenLookedAt = Number.NEGATIVE_INFINITY
    return from
  }

  /** Removes the keys of access tokens that nobody believes any more. Its callers take turns. Gives when the last key began, or is, to sign. */
  async tidyTokenKeys(now: Date): Promise<Date> {
    let last = now
    await changeTokenKeys(this.#folder, this.installation, (stored) => {
      last = lastTurn(stored)
      return turned(stored, now)
    })
    return last
  }

  /** Makes the tenant's keys unless they are there. */
  async createTenant(tenantId: string): Promise<void> {
    const path = this.#tenantPath(tenantId)
    if ((await readKeyFile(path)) === undefined) await createKeyFile(path, newTenantFile(this.installation.wrapping, tenantId))
    await this.tenant(tenantId)
  }

  /** Makes the patient's key unless it is there. */
  async createPatient(tenantId: string, patientId: string): Promise<void> {
    const path = this.#patientPath(tenantId, patientId)
    const tenant = await this.tenant(tenantId)
    if ((await readKeyFile(path)) === undefined) await createKeyFile(path, newPatientFile(tenant, tenantId, patientId))
    await this.patient(tenantId, patientId)
  }

  /** Destroys the patient's key: nothing sealed under it opens again. True where there was a key. */
  async shredPatient(tenantId: string, patientId: string): Promise<boolean> {
    const destroyed = await destroyKeyFile(this.#patientPath(tenantId, patientId))
    this.forgetPatient(tenantId, patientId)
    return destroyed
  }

  /** Drops the unwrapped key from this process, for a shredding that another process did. */
  forgetPatient(tenantId: string, patientId: string): void {
    this.#shreds += 1
    this.#patients.delete(`${tenantId}/${patientId}`)
  }

  /** Throws `KeyUnavailable`. */
  async tenant(tenantId: string): Promise<TenantKeys> {
    const cached = this.tenantNow(tenantId)
    if (cached !== undefined) return cached
    const text = await readKeyFile(this.#tenantPath(tenantId))
    if (text === undefined) throw new KeyUnavailable()
    const keys = openTenantFile(this.installation.wrapping, tenantId, text)
    this.#tenants.set(tenantId, keys)
    return keys
  }

  /** Throws `KeyUnavailable`. */
  async patient(tenantId: string, patientId: string): Promise<KeyRing> {
    const cached = this.patientNow(tenantId, patientId)
    if (cached !== undefined) return cached
    const shreds = this.#shreds
    const text = await readKeyFile(this.#patientPath(tenantId, patientId))
    if (text === undefined) throw new KeyUnavailable()
    const key = openPatientFile(await this.tenant(tenantId), tenantId, patientId, text)
    // Without this, a read that began before a shredding would bring the key back into the cache after it.
    if (shreds === this.#shreds) this.#patients.set(`${tenantId}/${patientId}`, key)
    return key
  }

  /** The tenant's keys if they are unwrapped already. */
  tenantNow(tenantId: string): TenantKeys | undefined {
    return this.#tenants.get(tenantId)
  }

  /** The patient's key if it is unwrapped already. */
  patientNow(tenantId: string, patientId: string): KeyRing | undefined {
    return this.#patients.get(`${tenantId}/${patientId}`)
  }

  #tenantPath(tenantId: string): string {
    assertUuid(tenantId)
    return join(this.#folder, 'tenants', `${tenantId}.json`)
  }

  #patientPath(tenantId: string, patientId: string): string {
    assertUuid(tenantId)
    assertUuid(patientId)
    return join(this.#folder, 'tenants', tenantId, 'patients', patientId.slice(-2), `${patientId}.json`)
  }
}

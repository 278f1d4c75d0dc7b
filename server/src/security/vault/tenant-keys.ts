import { type KeyObject, randomUUID } from 'node:crypto'
import { KeyStoreDamaged, parsePatientFile, parseTenantFile } from './key-records.ts'
import { type KeyRing, makeWrappedKey, openWrappedKey } from './key-ring.ts'

export type TenantKeys = {
  /** Wraps this tenant's patient keys. */
  wrapping: KeyRing
  index: KeyRing
  audit: KeyRing
  identity: KeyRing
  certifier: KeyRing
}

/** The text of a new tenant's key file. */
export function newTenantFile(root: KeyObject, tenantId: string): string {
  const key = makeWrappedKey(root, tenantId, 'tenant', randomUUID())
  const wrapping = openWrappedKey(() => root, tenantId, 'tenant', key).active.key
  const make = (purpose: string) => makeWrappedKey(wrapping, tenantId, purpose, randomUUID())
  const keys = { index: make('index'), audit: make('audit'), identity: make('identity'), certifier: make('certifier') }
  return toText({ format: 'wardkeep-keys/1', kind: 'tenant', id: tenantId, key, keys })
}

/** Throws `KeyStoreDamaged` where the file is not this tenant's. */
export function openTenantFile(root: KeyObject, tenantId: string, text: string): TenantKeys {
  const file = parseTenantFile(text)
  if (file.id !== tenantId) throw misplaced()
  const wrapping = openWrappedKey(() => root, tenantId, 'tenant', file.key)
  const open = (purpose: keyof typeof file.keys) =>
    openWrappedKey((version) => wrapping.version(version), tenantId, purpose, file.keys[purpose])
  return { wrapping, index: open('index'), audit: open('audit'), identity: open('identity'), certifier: open('certifier') }
}

/** The text of a new patient's key file. */
export function newPatientFile(tenant: TenantKeys, tenantId: string, patientId: string): string {
  const { key: wrapping, version: under } = tenant.wrapping.active
  const key = makeWrappedKey(wrapping, tenantId, 'patient', patientId)
  const versions = key.versions.map((version) => ({ ...version, under }))
  return toText({ format: 'wardkeep-keys/1', kind: 'patient', tenant: tenantId, key: { ...key, versions } })
}

/** Throws `KeyStoreDamaged` where the file is not this patient's. */
export function openPatientFile(tenant: TenantKeys, tenantId: string, patientId: string, text: string): KeyRing {
  const file = parsePatientFile(text)
  if (file.tenant !== tenantId || file.key.id !== patientId) throw misplaced()
  return openWrappedKey((version) => tenant.wrapping.version(version), tenantId, 'patient', file.key)
}

function misplaced(): KeyStoreDamaged {
  return new KeyStoreDamaged('A file of the key store is not the one its place names.')
}

function toText(file: object): string {
  return `${JSON.stringify(file, null, 2)}\n`
}

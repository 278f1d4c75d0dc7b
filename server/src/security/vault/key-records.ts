import { Ajv, type ValidateFunction } from 'ajv'

/** NIST SP 800-57: a `created` key is known but not used yet, an `active` one protects, a `retired` one only opens and verifies. */
export type KeyState = 'created' | 'active' | 'retired'

/** One version of a key. `under` is the version of the key that wraps it. */
export type WrappedVersion = { version: number; state: KeyState; under: number; wrapped: string }
export type WrappedKey = { id: string; versions: WrappedVersion[] }

/** A version of the key of access tokens. `from` is when it begins to sign (RFC 3339); a store that was made before keys took turns says none. */
export type WrappedTokenVersion = WrappedVersion & { from?: string }
export type WrappedTokenKey = { id: string; versions: WrappedTokenVersion[] }

export type InstallationPurpose = 'index' | 'audit' | 'identity' | 'secret' | 'token'
export type TenantPurpose = 'index' | 'audit' | 'identity' | 'certifier'

/** installation.json. The two checks tell a wrong root key or SECRET_KEY from a damaged file. */
export type InstallationFile = {
  format: 'wardkeep-keys/1'
  kind: 'installation'
  id: string
  rootKeyCheck: string
  secretKeyCheck: string
  keys: Record<Exclude<InstallationPurpose, 'token'>, WrappedKey> & { token: WrappedTokenKey }
}

/** tenants/<id>.json. `key` is wrapped by the root key and wraps the others. */
export type TenantFile = {
  format: 'wardkeep-keys/1'
  kind: 'tenant'
  id: string
  key: WrappedKey
  keys: Record<TenantPurpose, WrappedKey>
}

/** tenants/<tenant>/patients/<last two hex>/<id>.json. The key's id is the patient's. */
export type PatientFile = { format: 'wardkeep-keys/1'; kind: 'patient'; tenant: string; key: WrappedKey }

/** The key store cannot be trusted as it is: a file is missing, unreadable or does not fit its place. */
export class KeyStoreDamaged extends Error {
  override readonly name = 'KeyStoreDamaged'
}

export function parseInstallationFile(text: string): InstallationFile {
  return parse(text, isInstallationFile)
}

export function parseTenantFile(text: string): TenantFile {
  return parse(text, isTenantFile)
}

export function parsePatientFile(text: string): PatientFile {
  return parse(text, isPatientFile)
}

const string = { type: 'string' }
const whole = { type: 'integer', minimum: 1, maximum: 0xffffffff }
const wrappedVersion = shape({ version: whole, state: { enum: ['created', 'active', 'retired'] }, under: whole, wrapped: string })
const wrappedKey = keyOf(wrappedVersion)
const instant = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' }
const wrappedTokenKey = keyOf({ ...wrappedVersion, properties: { ...wrappedVersion.properties, from: instant } })

const ajv = new Ajv()
const isInstallationFile = ajv.compile<InstallationFile>(
  keyFile('installation', {
    id: string,
    rootKeyCheck: string,
    secretKeyCheck: string,
    keys: shape({ index: wrappedKey, audit: wrappedKey, identity: wrappedKey, secret: wrappedKey, token: wrappedTokenKey }),
  }),
)
const isTenantFile = ajv.compile<TenantFile>(
  keyFile('tenant', {
    id: string,
    key: wrappedKey,
    keys: shape({ index: wrappedKey, audit: wrappedKey, identity: wrappedKey, certifier: wrappedKey }),
  }),
)
const isPatientFile = ajv.compile<PatientFile>(keyFile('patient', { tenant: string, key: wrappedKey }))

function keyFile(kind: string, properties: object): object {
  return shape({ format: { const: 'wardkeep-keys/1' }, kind: { const: kind }, ...properties })
}

function keyOf(version: object) {
  return shape({ id: string, versions: { type: 'array', minItems: 1, items: version } })
}

function shape(properties: object) {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}

function parse<T>(json: string, fits: ValidateFunction<T>): T {
  const value = readJson(json)
  if (!fits(value)) throw new KeyStoreDamaged('A file of the key store is not of the form this version reads.')
  return value
}

function readJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

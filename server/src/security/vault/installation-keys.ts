// Opens the keys of the installation itself; a wrong root key or SECRET_KEY is told before anything is written. [F89]
import { createSecretKey, hkdfSync, type KeyObject, randomUUID, timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'
import { createKeyFile, listFolder, readKeyFile, replaceKeyFile } from './key-file.ts'
import { type InstallationFile, KeyStoreDamaged, parseInstallationFile, type WrappedTokenKey } from './key-records.ts'
import { type KeyRing, makeWrappedKey, openWrappedKey } from './key-ring.ts'
import { checkSecretKey, type RootKey } from './root-key.ts'
import { openTokenKeys, type TokenKeys } from './token-keys.ts'

/** The root key is not the one this key store was made with. Nothing was written. */
export class WrongRootKey extends Error {
  override readonly name = 'WrongRootKey'
}

/** SECRET_KEY is not the one this key store was made with (or was not set then, or is not set now). Nothing was written. */
export class WrongSecretKey extends Error {
  override readonly name = 'WrongSecretKey'
}

export type InstallationKeys = {
  id: string
  /** Wraps tenant keys. */
  wrapping: KeyObject
  index: KeyRing
  audit: KeyRing
  identity: KeyRing
  /** As they were when the store was opened; `KeyStore.tokenKeys` says how they are. */
  token: TokenKeys
  /** A key of its own for each purpose, from the stored secret and SECRET_KEY. */
  derive: (purpose: string) => KeyObject
}

export type KeyStoreOptions = { folder: string; rootKey: RootKey; secretKey?: string }

/** Whether a key store has been made in this folder. */
export async function peekKeyStore(folder: string): Promise<boolean> {
  return (await readKeyFile(installationPath(folder))) !== undefined
}

/** Reads installation.json, making it on the first open. Throws `WrongRootKey`, `WrongSecretKey`, `KeyStoreDamaged` or `WeakKey`. */
export async function openInstallationKeys({ folder, rootKey, secretKey }: KeyStoreOptions): Promise<InstallationKeys> {
  if (secretKey !== undefined) checkSecretKey(secretKey)
  const file = parseInstallationFile(await readOrMake({ folder, rootKey, secretKey }))
  if (!sameText(file.rootKeyCheck, rootKeyCheck(rootKey, file.id))) {
    throw new WrongRootKey('The root key is not the one that the key store in this folder was made with.')
  }
  const wrapping = wrappingKey(rootKey, file.id)
  const open = (purpose: Exclude<keyof InstallationFile['keys'], 'token'>) =>
    openWrappedKey(() => wrapping, file.id, purpose, file.keys[purpose])
  const derive = secretDeriver(open('secret').active.key, secretKey)
  if (!sameText(file.secretKeyCheck, secretKeyCheck(derive))) {
    throw new WrongSecretKey('SECRET_KEY is not the one that the key store in this folder was made with.')
  }
  const token = openTokenKeys(() => wrapping, file.id, file.keys.token)
  return { id: file.id, wrapping, index: open('index'), audit: open('audit'), identity: open('identity'), token, derive }
}

type Opened = Pick<InstallationKeys, 'id' | 'wrapping'>

/** The keys of access tokens as the file has them now. Throws `KeyStoreDamaged`. */
export async function readTokenKeys(folder: string, { id, wrapping }: Opened): Promise<TokenKeys> {
  return openTokenKeys(() => wrapping, id, (await readAgain(folder)).keys.token)
}

/** Puts another set of them into the file, if `change` gives one that differs. Its callers take turns. Whether the file was changed. */
export async function changeTokenKeys(
  folder: string,
  { id, wrapping }: Opened,
  change: (stored: WrappedTokenKey, owner: string, under: KeyObject) => WrappedTokenKey,
): Promise<boolean> {
  const file = await readAgain(folder)
  const token = change(file.keys.token, id, wrapping)
  if (JSON.stringify(token) === JSON.stringify(file.keys.token)) return false
  openTokenKeys(() => wrapping, id, token)
  await replaceKeyFile(installationPath(folder), toText({ ...file, keys: { ...file.keys, token } }))
  return true
}

// Twice, since the first may have met the file at the moment in which it was replaced and its old blocks overwritten.
async function readAgain(folder: string): Promise<InstallationFile> {
  const read = async () => parseInstallationFile((await readKeyFile(installationPath(folder))) ?? '')
  return read().catch(read)
}

async function readOrMake(options: KeyStoreOptions): Promise<string> {
  const path = installationPath(options.folder)
  const found = await readKeyFile(path)
  if (found !== undefined) return found
  const hasTenants = (await listFolder(join(options.folder, 'tenants'))).length > 0
  if (!hasTenants) await createKeyFile(path, toText(newInstallationFile(options)))
  // Looked at again where there are tenants: another process may just have made the installation and them.
  const made = await readKeyFile(path)
  if (made === undefined && hasTenants)
    throw new KeyStoreDamaged('The key store has keys of tenants but its installation.json is missing; restore it from its backup.')
  return made ?? ''
}

function newInstallationFile({ rootKey, secretKey }: KeyStoreOptions): InstallationFile {
  const id = randomUUID()
  const wrapping = wrappingKey(rootKey, id)
  const make = (purpose: string) => makeWrappedKey(wrapping, id, purpose, randomUUID())
  const token = make('token')
  const from = new Date().toISOString()
  const keys = {
    index: make('index'),
    audit: make('audit'),
    identity: make('identity'),
    secret: make('secret'),
    token: { ...token, versions: token.versions.map((version) => ({ ...version, from })) },
  }
  const secret = openWrappedKey(() => wrapping, id, 'secret', keys.secret).active.key
  return {
    format: 'wardkeep-keys/1',
    kind: 'installation',
    id,
    rootKeyCheck: rootKeyCheck(rootKey, id),
    secretKeyCheck: secretKeyCheck(secretDeriver(secret, secretKey)),
    keys,
  }
}

function wrappingKey(rootKey: RootKey, installationId: string): KeyObject {
  return createSecretKey(rootKey.derive(installationId, 'wardkeep/wrapping/1'))
}

function rootKeyCheck(rootKey: RootKey, installationId: string): string {
  return rootKey.derive(installationId, 'wardkeep/root-key-check/1').toString('base64url')
}

// The stored half survives a new root key (only its wrapping changes); SECRET_KEY is the half that is in no file at all.
function secretDeriver(stored: KeyObject, secretKey: string | undefined): (purpose: string) => KeyObject {
  return (purpose) => createSecretKey(Buffer.from(hkdfSync('sha256', stored, secretKey ?? '', `wardkeep/${purpose}/1`, 32)))
}

function secretKeyCheck(derive: (purpose: string) => KeyObject): string {
  return derive('secret-key-check').export().toString('base64url')
}

function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}

function toText(file: InstallationFile): string {
  return `${JSON.stringify(file, null, 2)}\n`
}

function installationPath(folder: string): string {
  return join(folder, 'installation.json')
}

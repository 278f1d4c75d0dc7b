// The copy of the keys for the safe: made beside a running server or without it, and put back where the key store was lost. [V11.4.4]
import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { passwordReasons } from '@wardkeep/contract/passwords/index.ts'
import { codeOf } from '../platform/error-code.ts'
import { systemOperation } from '../security/operation.ts'
import { brokenRules } from '../security/passwords/index.ts'
import { turnAtTokenKeys } from '../security/store.ts'
import {
  createCarriedFile,
  createKeyFile,
  FolderTaken,
  INSTALLATION_TENANT,
  type KeyCopy,
  type KeyCopyFault,
  KeyCopyRefused,
  largestKeyCopy,
  openKeyCopy,
  peekKeyStore,
  putBack,
  readKeyFile,
  readKeyFolder,
  sealKeyCopy,
  WrongRootKey,
  WrongSecretKey,
} from '../security/vault/index.ts'
import { CannotGoOn } from './cannot-go-on.ts'
import { openHost, readHost } from './host.ts'
import type { Streams } from './streams.ts'

export type KeyCopyAsked = { file: string; passphrase: string; json: boolean }

/** Seals the key store, the root key and SECRET_KEY into a new file, reads it back, and leaves an event of the installation. */
export async function copyKeys({ file, passphrase, json }: KeyCopyAsked, streams: Streams): Promise<void> {
  const broken = brokenRules(passphrase, { policy: 'length', names: [] })
  if (broken.length > 0) throw new CannotGoOn(...broken.map((rule) => `The passphrase ${passwordReasons[rule]}.`))
  const { config, secrets } = readHost()
  const host = await openHost(streams)
  const now = host.clock.now()
  const op = systemOperation(INSTALLATION_TENANT, 'host command', 'keys.copied', now)
  let written = false
  const copying = host.keep.db.transact(op, async (tx) => {
    await tx.run(turnAtTokenKeys())
    op.trace.admitted('system:host', { resource: { type: 'installation', id: host.keys.installationId } })
    const rootKey = secrets.rootKey ?? (await readFile(join(config.dataFolder, 'root.key'), 'utf8')).trim()
    const { secretKey } = secrets
    const copy = { rootKey, ...(secretKey !== undefined && { secretKey }), files: await readKeyFolder(join(config.dataFolder, 'keys')) }
    const bytes = await sealKeyCopy(copy, passphrase, { installationId: host.keys.installationId, now })
    if (bytes.length > largestKeyCopy) throw new CannotGoOn('The key store is too large for one copy; back up its folder instead.')
    if (!(await createCarriedFile(file, bytes).catch(unwritable)))
      throw new CannotGoOn('There is a file of that name already; nothing was written.')
    written = true
    await openKeyCopy(await readFile(file), passphrase)
    return count(copy)
  })
  const counted = await copying
    .catch(async (cause: unknown) => {
      if (written) await rm(file, { force: true })
      throw cause
    })
    .finally(host.close)
  tell(
    streams,
    json,
    counted,
    'The keys of',
    'are sealed in that file. Put it into a safe, the passphrase elsewhere, and destroy the copy before it.',
  )
}

/** Puts the keys of a copy back where none are, and what the settings do not hold of the others beside them. Every key has opened before the first is written. */
export async function restoreKeys({ file, passphrase, json }: KeyCopyAsked, streams: Streams): Promise<void> {
  const { config, secrets } = readHost()
  const folder = join(config.dataFolder, 'keys')
  if (await peekKeyStore(folder)) taken(folder)
  const copy = await openKeyCopy(await readCopy(file), passphrase).catch(told)
  const { rootKey = copy.rootKey, secretKey = copy.secretKey } = secrets
  const beside: [name: string, text: string][] = [
    ...(secrets.rootKey === undefined ? [['root.key', copy.rootKey] satisfies [string, string]] : []),
    ...(secrets.secretKey === undefined && copy.secretKey !== undefined ? [['secret.key', copy.secretKey] satisfies [string, string]] : []),
  ]
  await mkdir(config.dataFolder, { recursive: true, mode: 0o700 })
  for (const [name, text] of beside) await mustFit(join(config.dataFolder, name), text)
  const writeBeside = async () => {
    for (const [name, text] of beside) await createKeyFile(join(config.dataFolder, name), `${text}\n`)
  }
  const opener = { rootKey, ...(secretKey !== undefined && { secretKey }) }
  const counted = await putBack(folder, copy, opener, writeBeside).catch((cause: unknown) =>
    cause instanceof FolderTaken ? taken(folder) : told(cause),
  )
  const also = beside.map(
    ([name]) => `${join(config.dataFolder, name)} was written too; name it by ${settingOf[name]}, or keep it elsewhere.`,
  )
  tell(streams, json, { ...counted, wrote: beside.map(([name]) => name) }, 'The keys of', ['are back.', ...also].join(' '))
}

const settingOf: Record<string, string> = { 'root.key': 'WARDKEEP_ROOT_KEY_FILE', 'secret.key': 'SECRET_KEY_FILE' }

const sentences: Record<KeyCopyFault, string> = {
  form: 'This is no copy of keys of a form that this version reads; nothing was written.',
  cheap: 'This copy asks less of who tries passphrases than any copy of ours; nothing was written.',
  passphrase: 'The passphrase is not the one of this copy, or its first line was altered; nothing was written.',
  altered: 'This copy was altered or cut off since it was made; nothing was written.',
}

function told(cause: unknown): never {
  if (cause instanceof KeyCopyRefused) throw new CannotGoOn(sentences[cause.fault])
  if (cause instanceof WrongRootKey)
    throw new CannotGoOn('The root key of the settings is not the one of this copy; unset it, and restore again. Nothing was written.')
  if (cause instanceof WrongSecretKey)
    throw new CannotGoOn('The SECRET_KEY of the settings is not the one of this copy; unset it, and restore again. Nothing was written.')
  throw cause
}

function taken(folder: string): never {
  throw new CannotGoOn(`There is a key store in ${folder} already; move it away first. Nothing was written.`)
}

async function mustFit(path: string, text: string): Promise<void> {
  const found = await readKeyFile(path)
  if (found !== undefined && found.trim() !== text)
    throw new CannotGoOn(`${path} holds another key; move it away first. Nothing was written.`)
}

async function readCopy(path: string): Promise<Buffer> {
  const file = await open(path).catch(unreadable)
  try {
    if ((await file.stat()).size > largestKeyCopy) throw new KeyCopyRefused('form')
    return await file.readFile()
  } catch (cause) {
    return cause instanceof KeyCopyRefused ? told(cause) : unreadable(cause)
  } finally {
    await file.close()
  }
}

function unreadable(cause: unknown): never {
  throw new CannotGoOn(`The copy cannot be read (${codeOf(cause) ?? 'unknown reason'}).`)
}

function unwritable(cause: unknown): never {
  throw new CannotGoOn(`The copy cannot be written there (${codeOf(cause) ?? 'unknown reason'}).`)
}

function count({ files }: KeyCopy): { organisations: number; patients: number } {
  const paths = Object.keys(files)
  const patients = paths.filter((path) => path.includes('/patients/')).length
  return { organisations: paths.filter((path) => path.startsWith('tenants/')).length - patients, patients }
}

type Counted = { organisations: number; patients: number }

function tell({ out }: Streams, json: boolean, counted: Counted & { wrote?: string[] }, before: string, after: string): void {
  const { organisations, patients } = counted
  const things = `${organisations} ${organisations === 1 ? 'organisation' : 'organisations'} and ${patients} ${patients === 1 ? 'patient' : 'patients'}`
  out.write(json ? `${JSON.stringify(counted)}\n` : `${before} ${things} ${after}\n`)
}

// The key store's folder as a copy holds it, and put back whole or not at all: it takes its place only when every key in it has opened.
import { randomBytes } from 'node:crypto'
import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type KeyCopy, KeyCopyRefused } from './key-copy.ts'
import { createKeyFile, isCode, listFolder, readKeyFile, syncFolder } from './key-file.ts'
import { openKeyStore } from './key-store.ts'
import { parseRootKey } from './root-key.ts'

/** Every key file of a key store, by its path in the folder. What is made meanwhile may be missing; what is destroyed meanwhile is. */
export async function readKeyFolder(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
  const files: Record<string, string> = {}
  for (const path of names) {
    const text = await readKeyFile(path)
    if (text !== undefined) files[path.slice(folder.length + 1).replaceAll('\\', '/')] = text
  }
  return files
}

type Opener = { rootKey: string; secretKey?: string }
export type PutBack = { organisations: number; patients: number }

/**
 * Puts the key store of a copy into a folder that is not there yet. Throws `KeyCopyRefused` where not every key opens, `WrongRootKey` or `WrongSecretKey`
 * where these are not the copy's, and `FolderTaken`; nothing is there then that was not before.
 * `beforehand` is done when every key has opened and before the folder is there.
 */
export async function putBack(folder: string, { files }: KeyCopy, opener: Opener, beforehand: () => Promise<void>): Promise<PutBack> {
  if ((await listFolder(folder)).length > 0) throw new FolderTaken()
  const draft = `${folder}.${randomBytes(8).toString('hex')}.new`
  try {
    for (const [path, text] of Object.entries(files)) await createKeyFile(join(draft, path), text)
    const counted = await openAll(draft, Object.keys(files), opener)
    await beforehand()
    await rename(draft, folder).catch((cause: unknown) => Promise.reject(isCode(cause, 'ENOTEMPTY') ? new FolderTaken() : cause))
    await syncFolder(join(folder, '..'))
    return counted
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

/** Something lies already where the key store would be put. */
export class FolderTaken extends Error {
  override readonly name = 'FolderTaken'
}

async function openAll(folder: string, paths: readonly string[], { rootKey, secretKey }: Opener): Promise<PutBack> {
  if (!paths.includes('installation.json')) throw new KeyCopyRefused('form')
  const keys = await openKeyStore({ folder, rootKey: parseRootKey(rootKey), ...(secretKey !== undefined && { secretKey }) })
  const counted = { organisations: 0, patients: 0 }
  for (const path of paths) {
    const [, tenantId, patientId] = /^tenants\/([^/.]+)(?:\/patients\/..\/([^/.]+))?\.json$/.exec(path) ?? []
    if (tenantId === undefined) continue
    if (patientId === undefined) await keys.tenant(tenantId)
    else await keys.patient(tenantId, patientId)
    counted[patientId === undefined ? 'organisations' : 'patients'] += 1
  }
  return counted
}

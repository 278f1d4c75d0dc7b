// A key file is there whole or not at all, is made by exactly one process, and after destruction nothing of it is left in its folder.
import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** The file's text, or undefined where there is none. */
export async function readKeyFile(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/**
 * Writes a new file, durable when it returns. False, and nothing changed, where the file is already there:
 * of several processes that create at once exactly one sees true, and the others read what it wrote.
 */
export async function createKeyFile(path: string, text: string): Promise<boolean> {
  await makeFolder(dirname(path))
  const draft = `${path}.${randomBytes(8).toString('hex')}.new`
  await writeDurably(draft, 'wx', Buffer.from(text, 'utf8'))
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  } finally {
    await unlink(draft)
    await syncFolder(dirname(path))
  }
}

/**
 * Writes a file for somebody to carry away, durable and readable by its owner alone when it returns. False, and nothing changed, where something has that
 * name. Where the file system has no hard links, as many sticks have none, it is made in its place.
 */
export async function createCarriedFile(path: string, bytes: Uint8Array): Promise<boolean> {
  const draft = `${path}.${randomBytes(8).toString('hex')}.new`
  try {
    await writeDurably(draft, 'wx', bytes)
    await link(draft, path).catch((cause: unknown) => {
      if (isCode(cause, 'EEXIST')) throw cause
      return writeInPlace(path, bytes)
    })
    return true
  } catch (cause) {
    if (isCode(cause, 'EEXIST')) return false
    throw cause
  } finally {
    await unlink(draft).catch(() => {})
    await syncFolder(dirname(path)).catch(() => {})
  }
}

/**
 * Puts a new text in the place of a file that is there, whole or not at all, and overwrites the blocks of the old one. Its callers take turns:
 * of two at once the later would undo the earlier.
 */
export async function replaceKeyFile(path: string, text: string): Promise<void> {
  const older = await open(path, 'r+')
  try {
    const draft = `${path}.${randomBytes(8).toString('hex')}.new`
    await writeDurably(draft, 'wx', Buffer.from(text, 'utf8'))
    await rename(draft, path)
    await syncFolder(dirname(path))
    await older.write(randomBytes((await older.stat()).size), 0, undefined, 0)
    await older.sync()
  } finally {
    await older.close()
  }
}

/** Overwrites and removes the file and any draft of it that a crash left behind. True where there was one. */
export async function destroyKeyFile(path: string): Promise<boolean> {
  const folder = dirname(path)
  const names = await listFolder(folder)
  const doomed = names.filter((name) => name === basename(path) || name.startsWith(`${basename(path)}.`))
  for (const name of doomed) await overwriteAndUnlink(join(folder, name))
  if (doomed.length > 0) await syncFolder(folder)
  return doomed.length > 0
}

/** Names in a folder; none where there is no folder. */
export async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return []
    throw error
  }
}

async function overwriteAndUnlink(path: string): Promise<void> {
  try {
    const file = await open(path, 'r+')
    try {
      await file.write(randomBytes((await file.stat()).size), 0, undefined, 0)
      await file.sync()
    } finally {
      await file.close()
    }
    await unlink(path)
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error
  }
}

async function writeDurably(path: string, flags: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, flags, 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Nothing is left of what could not be written to its end. */
async function writeInPlace(path: string, bytes: Uint8Array): Promise<void> {
  await writeDurably(path, 'wx', bytes).catch(async (cause: unknown) => {
    if (!isCode(cause, 'EEXIST')) await unlink(path).catch(() => {})
    throw cause
  })
}

async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made))
}

export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return // a folder cannot be opened there; NTFS journals the entry itself
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

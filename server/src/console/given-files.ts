// Sources name their files after their patients: a file is told by its place in the row, never by its name.
import { glob, open, readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { BundleRefused } from '../features/importing/index.ts'
import { codeOf } from '../platform/error-code.ts'
import { CannotGoOn } from './cannot-go-on.ts'

const largest = 64 * 1024 * 1024

/** The files that a command line means, each once: a file, a folder (its `*.json`), or a pattern. Refuses an argument that leads to none. */
export async function findFiles(given: readonly string[]): Promise<string[]> {
  const found = new Set<string>()
  for (const [place, argument] of given.entries()) {
    const files = await filesAt(argument)
    if (files.length === 0) throw new CannotGoOn(`Argument ${place + 1} of ${given.length} leads to no file; nothing was written.`)
    for (const file of files) found.add(resolve(file))
  }
  return [...found]
}

/** A file's bytes, and a mark that differs when the file was changed. Refuses one that cannot be read or is larger than 64 MiB. */
export async function readGivenFile(path: string): Promise<{ bytes: Buffer; mark: string }> {
  const file = await open(path).catch(unreadable)
  try {
    const { size, mtimeMs, ino } = await file.stat()
    if (size > largest) throw new BundleRefused('the file', 'is larger than 64 MiB')
    return { bytes: await file.readFile(), mark: `${ino} ${size} ${mtimeMs}` }
  } catch (cause) {
    return unreadable(cause)
  } finally {
    await file.close()
  }
}

async function filesAt(argument: string): Promise<string[]> {
  const named = await stat(argument).catch(() => undefined)
  if (named?.isFile()) return [argument]
  if (named?.isDirectory()) return jsonIn(argument)
  const matched: string[] = []
  for await (const entry of glob(argument, { withFileTypes: true })) if (entry.isFile()) matched.push(join(entry.parentPath, entry.name))
  return matched.toSorted()
}

async function jsonIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => !entry.isDirectory() && entry.name.endsWith('.json')).map((entry) => entry.name)
  return names.toSorted().map((name) => join(folder, name))
}

function unreadable(cause: unknown): never {
  if (cause instanceof BundleRefused) throw cause
  throw new BundleRefused('the file', `cannot be read (${codeOf(cause) ?? 'unknown reason'})`)
}

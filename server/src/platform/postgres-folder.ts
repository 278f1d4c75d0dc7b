// The folder of the embedded PostgreSQL: it is either absent or whole, whatever moment a first start is killed at.
import { once } from 'node:events'
import { constants } from 'node:fs'
import { access, link, mkdir, mkdtemp, open, readdir, readFile, realpath, rename, rm, unlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { codeOf } from './error-code.ts'
import { newId } from './ids.ts'
import { type Account, giveOne, spawnAs } from './postgres-account.ts'
import type { PostgresPrograms } from './postgres-package.ts'
import { isAlive } from './process-alive.ts'

export type PostgresUser = 'postgres' | 'wardkeep_owner' | 'wardkeep_app'
export type Passwords = Record<PostgresUser, string>

/** Where things lie: the cluster itself and, beside it, its passwords (0600) and its log. */
export type Place = { cluster: string; passwords: string; log: string }

/**
 * Looks at the folder and writes nothing into it. `made` tells whether a cluster of that version is there.
 * Throws one sentence if the folder cannot be written, holds something else, or a cluster of another version.
 */
export async function openPlace(folder: string, version: string): Promise<Place & { made: boolean }> {
  const { place, names } = await look(folder)
  if (names.length > 0) await mustBeOfVersion(version, place.cluster, names)
  return { ...place, made: names.length > 0 }
}

/** Where things lie for a folder, links followed; the folder need not exist. */
export async function findPlace(folder: string): Promise<Place> {
  const cluster = await realpath(folder).catch(async () =>
    join(await realpath(dirname(folder)).catch(() => dirname(folder)), basename(folder)),
  )
  return { cluster, passwords: `${cluster}-secrets.json`, log: join(dirname(cluster), 'log', `${basename(cluster)}.log`) }
}

/** Reads the passwords beside the cluster; where there is no cluster yet, makes them. Of two processes that make them at once, both get the same. */
export async function openPasswords(place: Place & { made: boolean }): Promise<Passwords> {
  const found = await readPasswords(place)
  if (found) return found
  if (place.made) throw new Error(`The passwords of the database in ${place.cluster} are missing: ${place.passwords} must be put back.`)
  await placeWhole(place.passwords, JSON.stringify({ postgres: random(), wardkeep_owner: random(), wardkeep_app: random() }))
  return openPasswords({ ...place, made: true })
}

/** The passwords beside the cluster, or undefined where the file is absent. */
export async function readPasswords(place: Place): Promise<Passwords | undefined> {
  const file = await readFile(place.passwords, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  })
  if (file === undefined) return undefined
  const { postgres, wardkeep_owner, wardkeep_app }: Record<string, unknown> = JSON.parse(file)
  return { postgres: String(postgres), wardkeep_owner: String(wardkeep_owner), wardkeep_app: String(wardkeep_app) }
}

/** Makes the cluster in a folder beside and moves it into place in one step. Of two processes that do so at once the first wins, and both go on with its cluster. */
export async function initialise(place: Place, programs: PostgresPrograms, account: Account, password: string): Promise<void> {
  await sweep(place)
  const nursery = await mkdtemp(`${place.cluster}.new-${process.pid}-`)
  try {
    const passwordFile = join(nursery, 'password')
    await writeFile(passwordFile, password, { mode: 0o600 })
    for (const path of [nursery, passwordFile]) await giveOne(account, path)
    await initdb(join(nursery, 'cluster'), passwordFile, programs, account)
    await rename(join(nursery, 'cluster'), place.cluster)
    await settle(dirname(place.cluster))
  } catch (cause) {
    if (codeOf(cause) !== 'ENOTEMPTY' && codeOf(cause) !== 'EEXIST')
      throw new Error(`The database in ${place.cluster} could not be made.`, { cause })
  } finally {
    await rm(nursery, { recursive: true, force: true })
  }
}

async function look(folder: string): Promise<{ place: Place; names: string[] }> {
  try {
    await mkdir(dirname(folder), { recursive: true })
    const place = await findPlace(folder)
    await access(dirname(place.cluster), constants.W_OK)
    return { place, names: await namesIn(place.cluster) }
  } catch (cause) {
    throw new Error(`The database folder ${folder} cannot be written.`, { cause })
  }
}

async function namesIn(cluster: string): Promise<string[]> {
  try {
    await access(cluster, constants.W_OK)
    return await readdir(cluster)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

async function mustBeOfVersion(ours: string, cluster: string, names: string[]): Promise<void> {
  if (!names.includes('PG_VERSION')) throw new Error(`The folder ${cluster} holds something else than a database.`)
  const version = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim()
  if (version === ours) return
  throw new Error(`The database in ${cluster} was made by PostgreSQL ${version}, and this version of Wardkeep brings PostgreSQL ${ours}.`)
}

function random(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')
}

// A link, unlike a rename, never replaces what another process placed first.
async function placeWhole(path: string, content: string): Promise<void> {
  const draft = `${path}.${newId(new Date())}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
    await link(draft, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    await file.close()
    await unlink(draft)
  }
  await settle(dirname(path))
}

async function settle(folder: string): Promise<void> {
  const handle = await open(folder)
  await handle.sync().finally(() => handle.close())
}

// A first start that was killed leaves its unfinished folder behind, named after its process.
async function sweep(place: Place): Promise<void> {
  const prefix = `${basename(place.cluster)}.new-`
  for (const name of await readdir(dirname(place.cluster))) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN
    if (pid > 0 && !isAlive(pid)) await discard(join(dirname(place.cluster), name))
  }
}

// Its initdb may outlive it for a moment and write on; the next start tries again.
async function discard(nursery: string): Promise<void> {
  await rm(nursery, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined)
}

async function initdb(cluster: string, passwordFile: string, programs: PostgresPrograms, account: Account): Promise<void> {
  // Both order text by code point; up to version 16 there is no provider but the system's.
  const builtin = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const locale = ['--encoding=UTF8', ...(Number(programs.version) >= 17 ? builtin : ['--locale=C.UTF-8'])]
  const args = [
    `--pgdata=${cluster}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--data-checksums',
    ...locale,
  ]
  const child = spawnAs(account, programs.initdb, args, ['ignore', 'ignore', 'pipe'])
  const [complaint, [code]] = await Promise.all([child.stderr ? text(child.stderr) : '', once(child, 'exit')])
  if (code !== 0) throw new Error(`initdb ended with ${code}: ${complaint.trim()}`)
}

// A real PostgreSQL without an installation: a direct child of ours that stops with us, recovers after kill -9, and serves one server at a time.
import { setTimeout } from 'node:timers/promises'
import { Client, type ClientConfig } from 'pg'
import { codeOf } from './error-code.ts'
import { chooseAccount, giveTo } from './postgres-account.ts'
import {
  findPlace,
  initialise,
  openPasswords,
  openPlace,
  type Passwords,
  type Place,
  type PostgresUser,
  readPasswords,
} from './postgres-folder.ts'
import { openPostgresPackage, type PostgresPrograms } from './postgres-package.ts'
import {
  type Child,
  type Exit,
  foldersToEnter,
  isPostmaster,
  launch,
  readPostmaster,
  removeStalePid,
  socketPort,
  stopPostmaster,
} from './postgres-process.ts'
import { prepareDatabase, prepareRoles } from './roles.ts'
import { type HeldLock, holdServerLock, ServerLockHeld, takeServerLock } from './server-lock.ts'

export type PostgresLog = { info(details: object, message: string): void; warn(details: object, message: string): void }

/** `options` connects as a role, to database `wardkeep` unless another is named; `exited` resolves only if PostgreSQL goes away without `stop`. */
export type EmbeddedPostgres = {
  options(user: PostgresUser, database?: string): ClientConfig
  stop(): Promise<void>
  exited: Promise<Exit>
}

/**
 * Starts PostgreSQL on the folder (absolute), making cluster, roles and database `wardkeep` on the first start, and holds the server lock until `stop`.
 * It runs the PostgreSQL that npm brought, or other programs where they are given.
 * Throws an error of one sentence if another server runs on the folder, or the folder or this machine cannot serve.
 */
export async function startEmbeddedPostgres(folder: string, log: PostgresLog, given?: PostgresPrograms): Promise<EmbeddedPostgres> {
  const programs = given ?? (await openPostgresPackage())
  const place = await openPlace(folder, programs.version)
  const account = await chooseAccount(place.cluster, foldersToEnter(place), programs.postgres)
  const passwords = await openPasswords(place)
  if (place.made) await stopOrphan(place, passwords, log)
  if (!place.made) await initialise(place, programs, account, passwords.postgres)
  for (let attempt = 1; attempt <= 5; attempt++) {
    await giveTo(account, place.cluster)
    const child = await launch(place, programs, account)
    const started = await settleIn(child, place, passwords)
    if (started) {
      log.info({ folder: place.cluster, account: account.name }, 'PostgreSQL started')
      return started
    }
    // Another server may have been quicker on the same folder, or the last processes of a killed one may still be leaving.
    await setTimeout(200)
    await stopOrphan(place, passwords, log)
  }
  throw new Error(`PostgreSQL did not start on ${place.cluster}, for the reasons in ${place.log}.`)
}

/** Joins the PostgreSQL that a server runs on the folder, or null if none answers. `stop` only leaves it. */
export async function joinEmbeddedPostgres(folder: string): Promise<EmbeddedPostgres | null> {
  const place = await findPlace(folder)
  const passwords = await readPasswords(place)
  const socketFolder = (await readPostmaster(place))?.socketFolder
  if (!passwords || !socketFolder) return null
  const options = optionsOf(socketFolder, passwords)
  const client = await connect(options('postgres', 'postgres'))
  if (!client) return null
  let leaving = false
  const exited = new Promise<Exit>((resolve) => {
    client.once('end', () => leaving || resolve({ code: null, signal: null }))
  })
  const stop = async () => {
    leaving = true
    await client.end()
  }
  return { options, stop, exited }
}

async function stopOrphan(place: Place, passwords: Passwords, log: PostgresLog): Promise<void> {
  const deadline = performance.now() + 30_000
  for (let found = await readPostmaster(place); found; found = await readPostmaster(place)) {
    const ours = await isPostmaster(found.pid, place)
    const lock = await tryLock(found.socketFolder, place, passwords)
    if (lock) {
      if (!ours) throw new Error(`PostgreSQL already runs on ${place.cluster}, where this process cannot reach it.`)
      log.warn({ folder: place.cluster, pid: found.pid }, 'stopping the PostgreSQL that a killed server left running')
      await stopPostmaster(found, place)
      await lock.end().catch(() => undefined)
    } else if (!ours) return removeStalePid(found, place)
    else if (performance.now() > deadline) throw new Error(`PostgreSQL already runs on ${place.cluster} and does not answer.`)
    else await setTimeout(20)
  }
}

async function tryLock(socketFolder: string | undefined, place: Place, passwords: Passwords): Promise<Client | undefined> {
  if (!socketFolder) return undefined
  const client = await connect(optionsOf(socketFolder, passwords)('postgres', 'postgres')).catch((error: unknown) => {
    throw explain(error, place) ?? error
  })
  if (!client) return undefined
  // A server that just started its PostgreSQL takes the lock in a moment: who overtakes it here would take its child for an orphan.
  await setTimeout(200)
  return takeServerLock(client).catch((error: unknown) => {
    if (error instanceof ServerLockHeld) throw explain(error, place)
    return undefined
  })
}

async function settleIn(child: Child, place: Place, passwords: Passwords): Promise<EmbeddedPostgres | undefined> {
  const options = optionsOf(child.socketFolder, passwords)
  let lock: HeldLock | undefined
  try {
    const client = await firstConnection(child, options('postgres', 'postgres'), place)
    if (!client) return undefined
    lock = await holdServerLock(options('postgres', 'postgres'))
    await prepare(client, options, passwords)
    return handle(child, lock, options)
  } catch (error) {
    await lock?.release()
    const explained = explain(error, place)
    if (!explained && (await leaves(child))) return undefined
    await child.stop()
    throw explained ?? error
  }
}

// Whether PostgreSQL goes by itself, told to by another server: that one then holds the lock, and the next look at the folder says so.
async function leaves(child: Child): Promise<boolean> {
  return Promise.race([child.exited.then(() => true), setTimeout(2_000, false, { ref: false })])
}

// No time limit while it lives: after a crash it answers only when its log is replayed, and cutting that short would start it over.
async function firstConnection(child: Child, config: ClientConfig, place: Place): Promise<Client | undefined> {
  while (child.running()) {
    const client = await connect(config)
    // Who answers may be another server's, whose postmaster is about to make ours leave.
    if (client && (await readPostmaster(place))?.pid === child.pid) return client
    await client?.end()
    await setTimeout(20)
  }
  return undefined
}

const notYet = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P03', '53300', undefined])

async function connect(config: ClientConfig): Promise<Client | undefined> {
  const client = new Client(config)
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    if (notYet.has(codeOf(error))) return undefined
    throw error
  }
}

function explain(error: unknown, place: Place): Error | undefined {
  if (error instanceof ServerLockHeld) return new Error(`Another Wardkeep server is already running on ${place.cluster}.`)
  if (!codeOf(error)?.startsWith('28')) return undefined
  return new Error(`The passwords in ${place.passwords} are not those of the database in ${place.cluster}.`, { cause: error })
}

async function prepare(client: Client, options: EmbeddedPostgres['options'], passwords: Passwords): Promise<void> {
  await prepareRoles(client, { ownerPassword: passwords.wardkeep_owner, appPassword: passwords.wardkeep_app })
  const { rowCount } = await client.query("select from pg_database where datname = 'wardkeep'")
  if (rowCount === 0) await client.query('create database wardkeep owner wardkeep_owner')
  await client.end()
  const inside = new Client(options('postgres'))
  inside.on('error', () => undefined)
  await inside.connect()
  await prepareDatabase(inside).finally(() => inside.end())
}

function handle(child: Child, lock: HeldLock, options: EmbeddedPostgres['options']): EmbeddedPostgres {
  let stopping = false
  const exited = new Promise<Exit>((resolve) => {
    child.exited.then(async (exit) => {
      await lock.release()
      if (!stopping) resolve(exit)
    })
  })
  const stop = async () => {
    stopping = true
    await lock.release()
    await child.stop()
  }
  return { options, stop, exited }
}

function optionsOf(socketFolder: string, passwords: Passwords): EmbeddedPostgres['options'] {
  return (user, database = 'wardkeep') => ({ host: socketFolder, port: socketPort, user, password: passwords[user], database, ssl: false })
}

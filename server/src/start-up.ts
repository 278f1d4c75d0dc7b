// Configuration → keys → database → stamp: what must stand before anything is served. Every failure is one sentence, and nothing is written before it is sure.
import { access, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg, { type ClientConfig } from 'pg'
import type { Config } from './config/config.ts'
import type { Secrets } from './config/secrets.ts'
import { DatabaseClock } from './platform/clock.ts'
import { Connections } from './platform/database.ts'
import { joinEmbeddedPostgres, startEmbeddedPostgres } from './platform/embedded-postgres.ts'
import { codeOf } from './platform/error-code.ts'
import type { Log } from './platform/log.ts'
import { type Migration, migrate, mustBeCurrent, readMigrations } from './platform/migrations.ts'
import { prepareDatabase, prepareRoles } from './platform/roles.ts'
import { assertRuntimeRole, CannotStart, readStamp, stamp } from './security/installation.ts'
import { goOnFromLatest, keepTime, keptEveryMs } from './security/latest-time.ts'
import {
  BreachedPasswords,
  type KeyStore,
  newRootKeyText,
  openKeyStore,
  parseRootKey,
  peekKeyStore,
  UnfitList,
  Vault,
} from './security/vault/index.ts'

export type Ground = {
  keys: KeyStore
  connections: Connections
  clock: DatabaseClock
  isNew: boolean
  close(): Promise<void>
  databaseDied: Promise<unknown>
}

export async function layGround(config: Config, secrets: Secrets, log: Log): Promise<Ground> {
  await mustBeWritable(config.dataFolder)
  return standOn(config, secrets, log, () => (config.embeddedDatabase ? startEmbedded(config, log) : openServer(secrets)))
}

/**
 * The ground of an installation that stands already, for the host's own commands: beside a running server, or with a PostgreSQL started
 * for the while. It makes and migrates nothing that a running server stands on.
 */
export async function joinGround(config: Config, secrets: Secrets, log: Log): Promise<Ground> {
  const stands = (await peekKeyStore(join(config.dataFolder, 'keys'))) && (!config.embeddedDatabase || (await hasCluster(config)))
  if (!stands) throw notInstalled(config)
  await mustBeWritable(config.dataFolder)
  const open = async () => (config.embeddedDatabase ? startOrJoin(config, log) : openServerAsItIs(secrets))
  return standOn(config, secrets, log, open, { mustBeStamped: true })
}

async function standOn(
  config: Config,
  secrets: Secrets,
  log: Log,
  open: () => Promise<OpenDatabase>,
  { mustBeStamped = false } = {},
): Promise<Ground> {
  const keyFolder = join(config.dataFolder, 'keys')
  const keysStood = await peekKeyStore(keyFolder)
  const root = await findRootKey(config, secrets, keysStood)
  const keyOptions = {
    folder: keyFolder,
    rootKey: parseRootKey(root.text),
    ...(secrets.secretKey === undefined ? {} : { secretKey: secrets.secretKey }),
  }
  if (keysStood) await openKeyStore(keyOptions) // a wrong key is told before the database is touched

  const database = await open()
  const connections = new Connections(database.app)
  try {
    const stamped = await readStamp(connections, config.profile)
    if (mustBeStamped && stamped === undefined) throw notInstalled(config)
    if (!keysStood && stamped !== undefined) {
      throw new CannotStart(
        `The database is in use, but there is no key store in ${keyFolder}; put it back, since nothing can be read without it.`,
      )
    }
    await assertRuntimeRole(connections)
    await root.keep()
    const keys = await openKeyStore(keyOptions)
    const clock = new DatabaseClock()
    await clock.measure(() => connections.time())
    const behindMs = await goOnFromLatest(connections, clock)
    if (behindMs > 0)
      log.error({ behindMs }, 'the clock of the database went back since the last start; time stands still until it has caught up')
    const isNew = await stamp(connections, new Vault(keys), keys.installationId, config.profile, clock.now())
    const keeping = () => keepTime(connections, clock)
    await keeping()
    const measuring = setInterval(
      () =>
        void clock
          .measure(() => connections.time())
          .then(keeping)
          .catch(() => {}),
      keptEveryMs,
    )
    return {
      keys,
      connections,
      clock,
      isNew,
      databaseDied: database.died,
      close: async () => {
        clearInterval(measuring)
        await keeping().catch(() => {})
        await connections.close()
        await database.stop()
      },
    }
  } catch (cause) {
    await connections.close()
    await database.stop()
    throw cause
  }
}

/** The list of breached passwords that the settings name, opened and looked at. */
export async function openBreached({ breachedFile }: Config): Promise<BreachedPasswords | undefined> {
  if (breachedFile === undefined) return undefined
  return BreachedPasswords.open(breachedFile).catch((cause: unknown) => {
    if (cause instanceof UnfitList)
      throw new CannotStart('BREACHED_PASSWORDS_FILE must name a text file of lines HASH:count by SHA-1, ordered by hash.')
    throw new CannotStart(`BREACHED_PASSWORDS_FILE names a file that cannot be opened (${codeOf(cause) ?? 'unknown reason'}).`)
  })
}

/** Throws a sentence where the address is in use; nothing is kept open. */
export async function mustBeFree(host: string, port: number): Promise<void> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (cause) => reject(new CannotStart(portSentence(codeOf(cause), host, port))))
    probe.listen(port, host, () => probe.close(() => resolve()))
  })
}

function portSentence(code: string | undefined, host: string, port: number): string {
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is already in use; stop what listens there, or set PORT.`
  return `Wardkeep cannot listen on ${host} port ${port} (${code ?? 'unknown reason'}); set HOST or PORT.`
}

async function mustBeWritable(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await access(folder, 2)
  } catch (cause) {
    throw new CannotStart(
      `The data folder ${folder} cannot be written (${codeOf(cause) ?? 'unknown reason'}); set WARDKEEP_DATA to a folder that can.`,
    )
  }
}

/** The root key from the settings; in the demo, else, one of its own beside the key store, which `keep` writes once all else is sure. */
async function findRootKey(config: Config, secrets: Secrets, keysStood: boolean): Promise<{ text: string; keep(): Promise<void> }> {
  const keep = async () => {}
  if (secrets.rootKey !== undefined) return { text: secrets.rootKey, keep }
  if (config.profile === 'production')
    throw new CannotStart('WARDKEEP_ROOT_KEY is not set; production takes its root key from WARDKEEP_ROOT_KEY or WARDKEEP_ROOT_KEY_FILE.')
  const path = join(config.dataFolder, 'root.key')
  const kept = await readFile(path, 'utf8').catch((cause: unknown) => (codeOf(cause) === 'ENOENT' ? undefined : Promise.reject(cause)))
  if (kept !== undefined) return { text: kept.trim(), keep }
  if (keysStood) throw new CannotStart(`The root key ${path} is missing, and the key store beside it opens with no other; put it back.`)
  const made = newRootKeyText()
  return { text: made, keep: () => writeFile(path, `${made}\n`, { mode: 0o600, flag: 'wx' }) }
}

type OpenDatabase = { app: ClientConfig; died: Promise<unknown>; stop(): Promise<void> }

async function startEmbedded(config: Config, log: Log): Promise<OpenDatabase> {
  const postgres = await startEmbeddedPostgres(clusterOf(config), log)
  try {
    await bringUp({ ...postgres.options('wardkeep_owner'), setting: 'the embedded database' })
  } catch (cause) {
    await postgres.stop()
    throw cause
  }
  return { app: postgres.options('wardkeep_app'), died: postgres.exited, stop: () => postgres.stop() }
}

/** Started first, since that also ends a PostgreSQL which a killed server left; where a server runs, it refuses, and is joined as it is. */
async function startOrJoin(config: Config, log: Log): Promise<OpenDatabase> {
  return startEmbedded(config, log).catch(async (cause: unknown) => {
    const postgres = await joinEmbeddedPostgres(clusterOf(config)).catch(() => null)
    if (postgres === null) throw cause
    return { app: postgres.options('wardkeep_app'), died: postgres.exited, stop: () => postgres.stop() }
  })
}

async function hasCluster(config: Config): Promise<boolean> {
  return access(join(clusterOf(config), 'PG_VERSION')).then(
    () => true,
    () => false,
  )
}

function clusterOf(config: Config): string {
  return join(config.dataFolder, 'postgres')
}

function notInstalled(config: Config): CannotStart {
  const where = config.embeddedDatabase ? `in ${config.dataFolder}` : `in ${config.dataFolder} and the database of DATABASE_URL`
  return new CannotStart(`There is no installation ${where} yet; start the server once, or set WARDKEEP_DATA to where one stands.`)
}

/** A PostgreSQL of the operator's: DATABASE_OWNER_URL migrates and makes the roles where it may; without it the schema must be current already. */
async function openServer(secrets: Secrets): Promise<OpenDatabase> {
  if (secrets.databaseOwnerUrl !== undefined) {
    const owner = { connectionString: secrets.databaseOwnerUrl, setting: 'DATABASE_OWNER_URL' }
    await withClient(owner, async (client) => {
      await prepareRoles(client, {}).catch((cause: unknown) => (codeOf(cause) === '42501' ? undefined : Promise.reject(cause)))
      await prepareDatabase(client).catch((cause: unknown) => (codeOf(cause) === '42501' ? undefined : Promise.reject(cause)))
    })
    await bringUp(owner)
  }
  return openServerAsItIs(secrets)
}

async function openServerAsItIs(secrets: Secrets): Promise<OpenDatabase> {
  const app: ClientConfig = { connectionString: secrets.databaseUrl ?? '' }
  const migrations = await ownMigrations()
  await withClient({ ...app, setting: 'DATABASE_URL' }, (client) => mustBeCurrent(client, migrations))
  return { app, died: new Promise(() => {}), stop: async () => {} }
}

async function bringUp(owner: Reached): Promise<void> {
  const migrations = await ownMigrations()
  await withClient(owner, (client) => migrate(client, migrations))
}

function ownMigrations(): Promise<Migration[]> {
  return readMigrations(new URL('../migrations/', import.meta.url))
}

/** `setting`: what an operator looks at where it cannot be reached. */
type Reached = ClientConfig & { setting: string }

async function withClient<T>({ setting, ...config }: Reached, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(config)
  await client.connect().catch((cause: unknown) => {
    throw new CannotStart(`PostgreSQL does not answer to ${setting} (${codeOf(cause) ?? 'connection failed'}).`)
  })
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

// Configuration → keys → database → stamp: what must stand before anything is served. Every failure is one sentence, and nothing is written before it is sure.
import { access, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg, { type ClientConfig } from 'pg'
import type { Config } from './config/config.ts'
import type { Secrets } from './config/secrets.ts'
import { DatabaseClock } from './platform/clock.ts'
import { Connections } from './platform/database.ts'
import { startEmbeddedPostgres } from './platform/embedded-postgres.ts'
import { codeOf } from './platform/error-code.ts'
import type { Log } from './platform/log.ts'
import { migrate, readMigrations } from './platform/migrations.ts'
import { prepareDatabase, prepareRoles } from './platform/roles.ts'
import { assertRuntimeRole, CannotStart, readStamp, stamp } from './security/installation.ts'
import { type KeyStore, newRootKeyText, openKeyStore, parseRootKey, peekKeyStore, Vault } from './security/vault/index.ts'

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
  const keyFolder = join(config.dataFolder, 'keys')
  const keysStood = await peekKeyStore(keyFolder)
  const root = await findRootKey(config, secrets, keysStood)
  const keyOptions = {
    folder: keyFolder,
    rootKey: parseRootKey(root.text),
    ...(secrets.secretKey === undefined ? {} : { secretKey: secrets.secretKey }),
  }
  if (keysStood) await openKeyStore(keyOptions) // a wrong key is told before the database is touched

  const database = config.embeddedDatabase ? await openEmbedded(config, log) : await openServer(secrets)
  try {
    const connections = new Connections(database.app)
    if (!keysStood && (await readStamp(connections, config.profile)) !== undefined) {
      throw new CannotStart(
        `The database is in use, but there is no key store in ${keyFolder}; put it back, since nothing can be read without it.`,
      )
    }
    await assertRuntimeRole(connections)
    await root.keep()
    const keys = await openKeyStore(keyOptions)
    const clock = new DatabaseClock()
    await clock.measure(() => connections.time())
    const isNew = await stamp(connections, new Vault(keys), keys.installationId, config.profile, clock.now())
    const measuring = setInterval(() => void clock.measure(() => connections.time()).catch(() => {}), 60_000)
    return {
      keys,
      connections,
      clock,
      isNew,
      databaseDied: database.died,
      close: async () => {
        clearInterval(measuring)
        await connections.close()
        await database.stop()
      },
    }
  } catch (cause) {
    await database.stop()
    throw cause
  }
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

async function openEmbedded(config: Config, log: Log): Promise<OpenDatabase> {
  const postgres = await startEmbeddedPostgres(join(config.dataFolder, 'postgres'), log)
  try {
    await bringUp(postgres.options('wardkeep_owner'))
  } catch (cause) {
    await postgres.stop()
    throw cause
  }
  return { app: postgres.options('wardkeep_app'), died: postgres.exited, stop: () => postgres.stop() }
}

/** A PostgreSQL of the operator's: DATABASE_OWNER_URL migrates and makes the roles where it may; without it the schema must be current already. */
async function openServer(secrets: Secrets): Promise<OpenDatabase> {
  const app: ClientConfig = { connectionString: secrets.databaseUrl ?? '' }
  if (secrets.databaseOwnerUrl !== undefined) {
    const owner: ClientConfig = { connectionString: secrets.databaseOwnerUrl }
    await withClient(owner, async (client) => {
      await prepareRoles(client, {}).catch((cause: unknown) => (codeOf(cause) === '42501' ? undefined : Promise.reject(cause)))
      await prepareDatabase(client).catch((cause: unknown) => (codeOf(cause) === '42501' ? undefined : Promise.reject(cause)))
    })
    await bringUp(owner)
  }
  return { app, died: new Promise(() => {}), stop: async () => {} }
}

async function bringUp(owner: ClientConfig): Promise<void> {
  const migrations = await readMigrations(new URL('../migrations/', import.meta.url))
  await withClient(owner, (client) => migrate(client, migrations))
}

async function withClient<T>(config: ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(config)
  await client.connect().catch((cause: unknown) => {
    throw new CannotStart(`PostgreSQL does not answer (${codeOf(cause) ?? 'connection failed'}); see DATABASE_URL and DATABASE_OWNER_URL.`)
  })
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

// Once a test run: one PostgreSQL, one key folder, one template database with the cast in it.
import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { DatabaseClock } from '../src/platform/clock.ts'
import { Connections } from '../src/platform/database.ts'
import { migrate, readMigrations } from '../src/platform/migrations.ts'
import { Recorder } from '../src/security/audit/recorder.ts'
import { Database } from '../src/security/database.ts'
import { stamp } from '../src/security/installation.ts'
import { newRootKeyText, openKeyStore, Passwords, parseRootKey, Signers, Vault } from '../src/security/vault/index.ts'
import type { TestGround } from './ground.ts'
import { castHashCost } from './people.ts'
import { startTestPostgres } from './test-postgres.ts'
import { makeWorld } from './world.ts'

/** What statfs(2) calls a file system in memory. */
const tmpfs = 0x01021994

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'wardkeep-tests-'))
  const { postgres, sentence } = await startTestPostgres(join(folder, 'postgres'))
  console.log(sentence)
  const rootKey = newRootKeyText()
  const keys = await openKeyStore({ folder: join(folder, 'keys'), rootKey: parseRootKey(rootKey) })

  const owner = new pg.Client(postgres.options('wardkeep_owner'))
  await owner.connect()
  await migrate(owner, await readMigrations(new URL('../migrations/', import.meta.url)))
  await owner.end()

  const connections = new Connections(postgres.options('wardkeep_app'), 2)
  const vault = new Vault(keys)
  const keep = { vault, db: new Database(connections, new Recorder(vault), async () => undefined) }
  const now = new DatabaseClock().now()
  await stamp(connections, vault, keys.installationId, 'demo', now)
  const world = await makeWorld({ keep, passwords: new Passwords(keys, castHashCost), signers: new Signers(keys), now })
  await connections.close()

  const ground: TestGround = {
    keyFolder: join(folder, 'keys'),
    rootKey,
    template: 'wardkeep',
    strategy: (await statfs(folder)).type === tmpfs ? 'file_copy' : 'wal_log',
    postgresLog: join(folder, 'log', 'postgres.log'),
    superuser: plain(postgres.options('postgres', 'postgres')),
    owner: plain(postgres.options('wardkeep_owner')),
    app: plain(postgres.options('wardkeep_app')),
    world,
  }
  project.provide('ground', ground)
  return async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

function plain({ host, port, user, password, database }: pg.ClientConfig): TestGround['app'] {
  return { host: host ?? '', port: port ?? 5432, user: user ?? '', password: String(password ?? ''), database: database ?? '' }
}

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { fileURLToPath } from 'node:url'
import { Client, type ClientConfig } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { type EmbeddedPostgres, joinEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'

const isRoot = process.getuid?.() === 0
const fixture = fileURLToPath(new URL('./embedded-postgres.fixture.ts', import.meta.url))

test('a fresh folder and a folder used before both answer a query, durably set and off the network', async () => {
  const folder = await freshFolder()
  const first = await start(folder)
  await query(first.options('wardkeep_owner'), 'create table kept as select 1 as one')
  await first.stop()
  const second = await start(folder)
  expect(await query(second.options('wardkeep_owner'), 'select one from kept')).toEqual([{ one: 1 }])
  const names = "('fsync','synchronous_commit','full_page_writes','data_checksums','jit','TimeZone','listen_addresses','log_statement')"
  const settings = await query(second.options('wardkeep_app'), `select name, setting from pg_settings where name in ${names}`)
  expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    data_checksums: 'on',
    jit: 'off',
    TimeZone: 'UTC',
    listen_addresses: '',
    log_statement: 'none',
  })
  expect((await stat(`${folder}-secrets.json`)).mode & 0o777).toBe(0o600)
})

test('a server killed with -9 loses no acknowledged row, and its successor is up in less than 10 seconds', async () => {
  const folder = await freshFolder()
  const server = runServer(folder, 1_000_000)
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]()
  let acknowledged = 0
  for (let line = await lines.next(); acknowledged < 200; line = await lines.next()) acknowledged = Number(line.value) || 0
  server.process.kill('SIGKILL')
  for (let line = await lines.next(); !line.done; line = await lines.next()) acknowledged = Number(line.value)
  const begun = performance.now()
  const warnings: string[] = []
  const successor = await start(folder, [], warnings)
  expect(performance.now() - begun).toBeLessThan(10_000)
  expect(warnings).toEqual(['stopping the PostgreSQL that a killed server left running'])
  const [found] = await query(successor.options('wardkeep_owner'), 'select count(*)::int as rows from acknowledged where number <= $1', [
    acknowledged,
  ])
  expect(found).toEqual({ rows: acknowledged })
})

test('a server killed with -9 while it makes its first database leaves nothing half-made', async () => {
  const folder = await freshFolder()
  const server = runServer(folder, 0)
  await expect.poll(async () => (await namesBeside(folder)).some((name) => name.startsWith('postgres.new-')), { interval: 5 }).toBe(true)
  server.process.kill('SIGKILL')
  await once(server.process, 'exit')
  expect(await namesBeside(folder)).not.toContain('postgres')
  const successor = await start(folder)
  expect(await query(successor.options('wardkeep_app'), 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a second server on the same folder is refused while the first lives, and does it no harm', async () => {
  const folder = await freshFolder()
  const first = await start(folder)
  await expect(start(folder)).rejects.toThrow(`Another Wardkeep server is already running on ${folder}.`)
  expect(await query(first.options('wardkeep_app'), 'select 1 as one')).toEqual([{ one: 1 }])
})

test('of two servers started at once on a fresh folder exactly one runs', async () => {
  const folder = await freshFolder()
  const [one, other] = await Promise.allSettled([start(folder), start(folder)])
  expect([one.status, other.status].toSorted()).toEqual(['fulfilled', 'rejected'])
  const winner = one.status === 'fulfilled' ? one.value : other.status === 'fulfilled' ? other.value : undefined
  expect(winner && (await query(winner.options('wardkeep_app'), 'select 1 as one'))).toEqual([{ one: 1 }])
  const loser = one.status === 'rejected' ? one : other.status === 'rejected' ? other : undefined
  expect(loser?.reason).toEqual(new Error(`Another Wardkeep server is already running on ${folder}.`))
})

test('PostgreSQL stops when its server exits', async () => {
  const folder = await freshFolder()
  const server = runServer(folder, 1)
  expect(await once(server.process, 'exit')).toEqual([0, null])
  await expect.poll(() => readdir(folder)).not.toContain('postmaster.pid')
})

test('the death of PostgreSQL is told, and a stop is not a death', async () => {
  const folder = await freshFolder()
  const postgres = await start(folder)
  const [pid] = (await readFile(join(folder, 'postmaster.pid'), 'utf8')).split('\n')
  process.kill(Number(pid), 'SIGKILL')
  expect(await postgres.exited).toEqual({ code: null, signal: 'SIGKILL' })
  const again = await start(folder)
  await again.stop()
  expect(await Promise.race([again.exited, 'still pending'])).toBe('still pending')
})

test('a postmaster.pid that names a process of somebody else does not keep the server from starting', async () => {
  const folder = await freshFolder()
  await (await start(folder)).stop()
  await writeFile(join(folder, 'postmaster.pid'), `${process.pid}\n${folder}\n1\n5432\n${folder}\n\n0 0\nready\n`)
  const postgres = await start(folder)
  expect(await query(postgres.options('wardkeep_app'), 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a console joins the running database, and finds none where none runs', async () => {
  const folder = await freshFolder()
  expect(await joinEmbeddedPostgres(folder)).toBeNull()
  expect(await namesBeside(folder)).toEqual([])
  const postgres = await start(folder)
  const joined = await joinEmbeddedPostgres(folder)
  expect(joined && (await query(joined.options('wardkeep_owner'), 'select 1 as one'))).toEqual([{ one: 1 }])
  await joined?.stop()
  expect(await query(postgres.options('wardkeep_app'), 'select 1 as one')).toEqual([{ one: 1 }])
  await postgres.stop()
  expect(await joinEmbeddedPostgres(folder)).toBeNull()
})

test('a folder whose path is too long for a socket is served all the same', async () => {
  const folder = join(await freshFolder(), 'a'.repeat(100), 'postgres')
  const postgres = await start(folder)
  const joined = await joinEmbeddedPostgres(folder)
  expect(joined && (await query(joined.options('wardkeep_app'), 'select 1 as one'))).toEqual([{ one: 1 }])
  await joined?.stop()
  const socketFolder = postgres.options('postgres').host ?? ''
  expect((await stat(socketFolder)).mode & 0o777).toBe(0o700)
  await postgres.stop()
  await expect(stat(socketFolder)).rejects.toThrow('ENOENT')
})

test.runIf(isRoot)(
  'root runs PostgreSQL as nobody, and in a user namespace where a parent folder bars nobody, on the same files',
  async () => {
    const folder = await freshFolder()
    const used: unknown[] = []
    for (const mode of [0o755, 0o700, 0o755]) {
      await chmod(join(folder, '..'), mode)
      const postgres = await start(folder, used)
      await query(postgres.options('wardkeep_owner'), 'create table if not exists kept (at timestamptz default now())')
      await query(postgres.options('wardkeep_owner'), 'insert into kept default values')
      await postgres.stop()
    }
    const open = nobodyReaches(fixture) ? 'nobody' : 'namespace'
    expect(used).toEqual([open, 'namespace', open])
  },
)

test.runIf(isRoot)('where neither nobody nor a user namespace reaches the folder, one sentence names it', async () => {
  const folder = await freshFolder()
  await chmod(join(folder, '..'), 0o700)
  await chown(join(folder, '..'), 12345, 12345)
  await expect(start(folder)).rejects.toThrow(new RegExp(`^PostgreSQL cannot run on ${folder}, since [^.]+ can reach it and \\S+\\.$`))
  expect(await namesBeside(folder)).toEqual([])
})

test('a folder that cannot be written is refused in one sentence', async () => {
  const file = join(await freshFolder(), '..', 'file')
  await writeFile(file, '')
  await expect(start(join(file, 'postgres'))).rejects.toThrow(`The database folder ${file}/postgres cannot be written.`)
})

test('a folder that holds something else, or the database of another version, is refused and left alone', async () => {
  const folder = await freshFolder()
  await mkdir(folder)
  await writeFile(join(folder, 'letter.txt'), 'mine')
  await expect(start(folder)).rejects.toThrow(`The folder ${folder} holds something else than a database.`)
  await writeFile(join(folder, 'PG_VERSION'), '17\n')
  await expect(start(folder)).rejects.toThrow(
    `The database in ${folder} was made by PostgreSQL 17, and this version of Wardkeep brings PostgreSQL 18.`,
  )
  expect([await namesBeside(folder), (await readdir(folder)).toSorted()]).toEqual([['postgres'], ['PG_VERSION', 'letter.txt']])
})

test('a database whose passwords are gone or not its own is refused in one sentence', async () => {
  const folder = await freshFolder()
  await (await start(folder)).stop()
  const passwords = JSON.parse(await readFile(`${folder}-secrets.json`, 'utf8'))
  await rm(`${folder}-secrets.json`)
  await expect(start(folder)).rejects.toThrow(
    `The passwords of the database in ${folder} are missing: ${folder}-secrets.json must be put back.`,
  )
  await writeFile(`${folder}-secrets.json`, JSON.stringify({ ...passwords, postgres: 'wrong' }))
  await expect(start(folder)).rejects.toThrow(`The passwords in ${folder}-secrets.json are not those of the database in ${folder}.`)
})

test('neither a value nor the text of a statement reaches the log of PostgreSQL', async () => {
  const folder = await freshFolder()
  const postgres = await start(folder)
  const owner = postgres.options('wardkeep_owner')
  await query(owner, 'create table people (name text unique, born date)')
  await query(owner, 'insert into people (name) values ($1)', ['Canary-Pia'])
  await expect(query(owner, 'insert into people (name) values ($1)', ['Canary-Pia'])).rejects.toThrow('duplicate key')
  await expect(query(owner, 'insert into people (born) values ($1)', ['Canary-date'])).rejects.toThrow('invalid input syntax')
  await expect(query(owner, "select 'Canary-text' from nowhere")).rejects.toThrow('does not exist')
  await expect(query(owner, "do $$ begin raise warning 'Canary-warning'; end $$")).resolves.toEqual([])
  await postgres.stop()
  const log = await readFile(join(folder, '..', 'log', 'postgres.log'), 'utf8')
  expect(log).toContain('ready to accept connections')
  expect(log).not.toContain('Canary')
})

// The programs of PostgreSQL lie in this clone, which may itself lie under a folder that bars nobody.
function nobodyReaches(path: string): boolean {
  return spawnSync('/usr/bin/test', ['-r', path], { uid: 65534, gid: 65534 }).status === 0
}

type Log = Parameters<typeof startEmbeddedPostgres>[1]

async function start(folder: string, accounts: unknown[] = [], warnings: string[] = []): Promise<EmbeddedPostgres> {
  const log: Log = {
    info: (details) => void accounts.push('account' in details && details.account),
    warn: (_, message) => void warnings.push(message),
  }
  const postgres = await startEmbeddedPostgres(folder, log)
  onTestFinished(() => postgres.stop())
  return postgres
}

async function freshFolder(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'embedded-'))
  onTestFinished(() => rm(parent, { recursive: true, force: true }))
  return join(parent, 'postgres')
}

async function namesBeside(folder: string): Promise<string[]> {
  return readdir(join(folder, '..'))
}

function runServer(folder: string, rows: number): { process: ChildProcess; stdout: NodeJS.ReadableStream } {
  const server = spawn(process.execPath, [fixture, folder, `${rows}`], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void server.kill('SIGKILL'))
  return { process: server, stdout: server.stdout }
}

async function query(options: ClientConfig, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new Client(options)
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(text, values)).rows
  } finally {
    await client.end()
  }
}

import { randomUUID } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@wardkeep/client'
import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import type { TestGround } from './ground.ts'
import { emptyFolder, readAccounts, refusedStart, startServer } from './process.ts'

test("a server on the operator's own PostgreSQL migrates it as its owner, runs below row security, and starts again without the owner", async () => {
  const { owner, app, sql } = await emptyDatabase()
  const data = await emptyFolder()
  const named = { DATABASE_URL_FILE: await secretFile(app) }
  const first = await startServer(data, { ...named, DATABASE_OWNER_URL_FILE: await secretFile(owner) })
  expect((await fetch(`${first.url}/health/ready`)).status).toBe(200)
  const [account] = await readAccounts(data)
  const stranger = createClient({ baseUrl: first.url, credentials: { kind: 'bearer', token: () => undefined } })
  expect(await stranger.login({ body: { login: account?.login ?? '', password: account?.password ?? '' } })).toHaveProperty('accessToken')
  await first.stop()

  expect(await sql("select distinct tableowner from pg_tables where schemaname = 'public'")).toEqual([{ tableowner: 'wardkeep_owner' }])
  expect((await sql('select from patients')).length).toBeGreaterThan(0)

  const again = await startServer(data, named)
  expect((await fetch(`${again.url}/health/ready`)).status).toBe(200)
  expect(await again.stop()).toBe(0)
}, 60_000)

test('without its owner, a database that cannot be entered or lacks a migration is refused in a sentence, and nothing is made', async () => {
  const { app, owner, sql } = await emptyDatabase()
  const told = async (data: string, url: string) =>
    (await refusedStart({ WARDKEEP_DATA: data, PORT: '0', DATABASE_URL_FILE: await secretFile(url) })).output
  const lacking =
    'The database lacks migrations of this version of Wardkeep; start the server once with DATABASE_OWNER_URL set, which applies them.'
  const data = await emptyFolder()
  expect(await told(data, app)).toContain(lacking)
  expect(await told(data, app.replace(/own_[0-9a-f]+/, 'nowhere'))).toContain('PostgreSQL does not answer to DATABASE_URL (3D000).')
  expect(await sql("select from pg_tables where schemaname = 'public'")).toEqual([])
  expect(await readdir(data)).toEqual([])

  const first = await startServer(data, { DATABASE_URL_FILE: await secretFile(app), DATABASE_OWNER_URL_FILE: await secretFile(owner) })
  await first.stop()
  await sql('delete from schema_migrations where version = (select max(version) from schema_migrations)')
  expect(await told(data, app)).toContain(lacking)
  await sql("update schema_migrations set digest = 'another' where version = 1")
  expect(await told(data, app)).toContain('The migration 0001_foundation.sql differs from the one this database was made with.')
}, 60_000)

async function emptyDatabase() {
  const ground = inject('ground')
  const name = `own_${randomUUID().replaceAll('-', '')}`
  const superuser = await connect(ground.superuser)
  await superuser.query(`create database ${name} owner wardkeep_owner template template0 encoding 'UTF8'`)
  const inside = await connect({ ...ground.superuser, database: name })
  onTestFinished(async () => {
    await inside.end()
    await superuser.query(`drop database ${name} with (force)`)
    await superuser.end()
  })
  const sql = async (text: string) => (await inside.query<Record<string, unknown>>(text)).rows
  return { owner: addressOf({ ...ground.owner, database: name }), app: addressOf({ ...ground.app, database: name }), sql }
}

/** As an operator writes it; a PostgreSQL on a socket is named by its folder. */
function addressOf({ host, port, user, password, database }: TestGround['app']): string {
  return `postgres://${user}:${encodeURIComponent(password)}@/${database}?host=${encodeURIComponent(host)}&port=${port}`
}

async function secretFile(content: string): Promise<string> {
  const path = join(await emptyFolder(), 'secret')
  await writeFile(path, `${content}\n`, { mode: 0o600 })
  return path
}

async function connect(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(config)
  await client.connect()
  return client
}

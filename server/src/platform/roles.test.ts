import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestPostgres } from '../../tests/test-postgres.ts'
import type { EmbeddedPostgres } from './embedded-postgres.ts'
import { prepareRoles } from './roles.ts'

let folder: string
let postgres: EmbeddedPostgres

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roles-'))
  postgres = (await startTestPostgres(join(folder, 'postgres'))).postgres
})

afterAll(async () => {
  await postgres?.stop()
  await rm(folder, { recursive: true, force: true })
})

const attributes = `
  select rolname, rolcanlogin, rolinherit, rolsuper or rolbypassrls or rolreplication or rolcreaterole or rolcreatedb as powerful
  from pg_roles where rolname like 'wardkeep%' order by rolname`

const asTheyShouldBe = [
  { rolname: 'wardkeep_app', rolcanlogin: true, rolinherit: false, powerful: false },
  { rolname: 'wardkeep_auditor', rolcanlogin: false, rolinherit: true, powerful: false },
  { rolname: 'wardkeep_backup', rolcanlogin: false, rolinherit: true, powerful: false },
  { rolname: 'wardkeep_gate', rolcanlogin: false, rolinherit: true, powerful: false },
  { rolname: 'wardkeep_owner', rolcanlogin: true, rolinherit: true, powerful: false },
]

test('no role of ours has power over the cluster, and one that was given some loses it', async () => {
  await as('postgres', async (superuser) => {
    expect((await superuser.query(attributes)).rows).toEqual(asTheyShouldBe)
    await superuser.query('alter role wardkeep_app superuser bypassrls inherit; alter role wardkeep_gate login; drop role wardkeep_backup')
    // Up to PostgreSQL 15 a membership has no word of its own: the member role's `inherit`, given above, is all there is.
    const { rows } = await superuser.query("select current_setting('server_version_num')::int >= 160000 as explicit")
    if (rows[0].explicit) await superuser.query('grant wardkeep_auditor to wardkeep_app with inherit true')
    await prepareRoles(superuser, {})
    await prepareRoles(superuser, {})
    expect((await superuser.query(attributes)).rows).toEqual(asTheyShouldBe)
  })
})

test('the app may become the auditor for a transaction, and has nothing of the auditor before', async () => {
  await as('wardkeep_owner', async (owner) => {
    await owner.query(
      'create table journal (entry int); grant select on journal to wardkeep_auditor; grant usage on schema public to wardkeep_app',
    )
  })
  await as('wardkeep_app', async (app) => {
    await expect(app.query('select from journal')).rejects.toThrow('permission denied')
    await app.query('begin; set local role wardkeep_auditor')
    await expect(app.query('select from journal')).resolves.toMatchObject({ rowCount: 0 })
    await app.query('rollback')
    await expect(app.query('create table own (entry int)')).rejects.toThrow('permission denied')
    await expect(app.query('create temporary table own (entry int)')).rejects.toThrow('permission denied')
    for (const role of ['wardkeep_owner', 'wardkeep_gate', 'wardkeep_backup', 'postgres']) {
      await expect(app.query(`set role ${role}`)).rejects.toThrow('permission denied')
    }
  })
})

test('the owner may give a view to the gate, and finds the extension that exclusion constraints need', async () => {
  await as('wardkeep_owner', async (owner) => {
    await owner.query('create schema doors; grant create, usage on schema doors to wardkeep_gate')
    await owner.query('create view doors.sessions as select 1 as one; alter view doors.sessions owner to wardkeep_gate')
    await owner.query('create table rooms (name text, during tstzrange, exclude using gist (name with =, during with &&))')
  })
})

test('the owner may run the preparation where nothing is to be done, and is refused without telling a password where something is', async () => {
  await as('wardkeep_owner', async (owner) => {
    await prepareRoles(owner, {})
    const refusal: unknown = await prepareRoles(owner, { appPassword: 'marked-password' }).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: '42501', message: 'permission denied to set the password of role wardkeep_app' })
    expect(JSON.stringify(refusal)).not.toContain('marked-password')
  })
})

async function as(user: 'postgres' | 'wardkeep_owner' | 'wardkeep_app', work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client(postgres.options(user))
  await client.connect()
  await work(client).finally(() => client.end())
}

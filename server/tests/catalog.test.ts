import { readFile } from 'node:fs/promises'
import { auditCodes } from '@wardkeep/contract/audit.ts'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { printSchema } from '../src/platform/database-schema.ts'
import { openClinic } from './clinic.ts'

/** Read before a tenant is known, so without row security; only keyed hashes and ids in them. A new name here is a reviewed change. */
const locators = [
  'anonymous_counts',
  'answered_challenges',
  'calendar_feeds',
  'case_receipts',
  'installation',
  'known_devices',
  'latest_time',
  'mailed_links',
  'passkey_locators',
  'refresh_tokens',
  'schema_migrations',
  'sign_in_attempts',
  'sign_in_challenges',
  'sign_in_failed_names',
  'sign_in_locks',
  'sign_in_names',
  'sign_in_tallies',
  'sign_on_domains',
  'sign_on_flows',
]

test('[A17] every tenant table forces row security with USING and WITH CHECK, its keys lead with the tenant, and the runtime role owns and bypasses nothing', async () => {
  const clinic = await openClinic()
  const tables = await clinic.sql(`
    select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced, pg_get_userbyid(c.relowner) as owner,
      coalesce((select bool_or(p.cmd in ('ALL', 'SELECT') and p.qual is not null) from pg_policies p where p.tablename = c.relname), false) as uses,
      coalesce((select bool_or(p.cmd in ('ALL', 'INSERT') and p.with_check is not null) from pg_policies p where p.tablename = c.relname), false) as checks,
      (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0] where i.indrelid = c.oid and i.indisprimary) as first_key
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition order by 1`)
  const ofTenants = tables.filter((table) => !locators.includes(String(table.name)))
  expect(ofTenants.map((table) => table.name)).toEqual(
    expect.arrayContaining(['users', 'doctors', 'organisations', 'patients', 'records', 'audit_events']),
  )
  for (const table of ofTenants) {
    expect(table, String(table.name)).toMatchObject({
      forced: true,
      uses: true,
      checks: true,
      owner: 'wardkeep_owner',
      first_key: 'tenant_id',
    })
  }

  const plainKeys = await clinic.sql(`
    select k.conname, k.conrelid::regclass::text as of from pg_constraint k
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace and k.conparentid = 0
      and (select attname from pg_attribute where attrelid = k.conrelid and attnum = k.conkey[1]) <> 'tenant_id'`)
  expect(plainKeys).toEqual([])

  const [role] = await clinic.sqlAsApp(
    {},
    `select rolname::text, rolsuper, rolbypassrls, rolinherit from pg_roles where rolname = current_user`,
  )
  expect(role).toEqual({ rolname: 'wardkeep_app', rolsuper: false, rolbypassrls: false, rolinherit: false })
  expect(await clinic.sql(`select relname from pg_class where relowner = 'wardkeep_app'::regrole`)).toEqual([])

  const promised = await clinic.sql(`
    select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'
      and (table_name, column_name) in (('users', 'tenant_id'), ('users', 'password_hash'), ('users', 'role'), ('doctors', 'languages'),
        ('doctors', 'private_pool'), ('doctors', 'vacation_from'), ('organisations', 'tenant_id'), ('request_counts', 'requests')) order by 1`)
  expect(promised).toHaveLength(8)
})

test('[C18 part] without a context the runtime role sees no row of any tenant table, and a forgotten WHERE shows only the caller’s own', async () => {
  const clinic = await openClinic()
  for (const table of ['users', 'patients', 'doctors', 'sessions', 'appointments', 'records', 'care_relations', 'organisations']) {
    const rows = await clinic.sqlAsApp({}, `select count(*)::integer as n from ${table}`)
    expect(rows, table).toEqual([{ n: 0 }])
  }
})

test('the audit codes of the contract are those of the database, to the letter', async () => {
  const clinic = await openClinic()
  const rows = await clinic.sql('select unnest(enum_range(null::audit_code))::text as code')
  expect(rows.map((row) => row.code)).toEqual(Object.keys(auditCodes))
})

test('schema.sql is what the migrations make; after a change run `npm run schema`', async () => {
  const clinic = await openClinic()
  const client = new pg.Client({ ...inject('ground').owner, database: clinic.databaseName })
  await client.connect()
  try {
    expect(await printSchema(client)).toBe(await readFile(new URL('../schema.sql', import.meta.url), 'utf8'))
  } finally {
    await client.end()
  }
})

// Forward-only migrations: numbered plain SQL, each in its own transaction, never edited once released (its digest is kept and compared).
import { readdir, readFile } from 'node:fs/promises'
import type { ClientBase } from 'pg'
import { codeOf } from './error-code.ts'

export type Migration = { version: number; name: string; text: string; digest: string }

export async function readMigrations(folder: URL): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, folder), 'utf8')
      const bytes = await crypto.subtle.digest('SHA-256', Buffer.from(text))
      return { version: Number(name.slice(0, 4)), name, text, digest: Buffer.from(bytes).toString('hex') }
    }),
  )
}

/**
 * Brings the database up to the last migration; two processes at once do it once. Answers how many were applied.
 * Throws a sentence where the database is newer than this program, or a migration was changed after it was applied.
 */
export async function migrate(owner: ClientBase, migrations: readonly Migration[]): Promise<number> {
  await owner.query(`select pg_advisory_lock(hashtext('wardkeep migrations'))`)
  try {
    await owner.query(`create table if not exists schema_migrations (
      version integer primary key, name text not null, digest text not null, applied_at timestamptz not null default clock_timestamp())`)
    await owner.query('grant select on schema_migrations to wardkeep_app')
    const applied = await owner.query<Applied>(listApplied)
    mustBeOurs(applied.rows, migrations)
    const missing = migrations.slice(applied.rows.length)
    for (const migration of missing) await apply(owner, migration)
    await owner.query(`select prepare_audit_months(current_date - 31, 14)`)
    return missing.length
  } finally {
    await owner.query(`select pg_advisory_unlock(hashtext('wardkeep migrations'))`)
  }
}

/**
 * For a start that may not migrate: throws a sentence where the database lacks a migration of this program, has one that this program does not
 * know, or has one that differs.
 */
export async function mustBeCurrent(client: ClientBase, migrations: readonly Migration[]): Promise<void> {
  const applied = await client.query<Applied>(listApplied).catch((cause: unknown) => {
    if (codeOf(cause) === undefinedTable) return { rows: [] }
    throw cause
  })
  mustBeOurs(applied.rows, migrations)
  if (applied.rows.length < migrations.length)
    throw new Error(
      'The database lacks migrations of this version of Wardkeep; start the server once with DATABASE_OWNER_URL set, which applies them.',
    )
}

type Applied = { version: number; digest: string }
const listApplied = 'select version, digest from schema_migrations order by version'
const undefinedTable = '42P01'

async function apply(owner: ClientBase, migration: Migration): Promise<void> {
  await owner.query('begin')
  try {
    await owner.query(migration.text)
    await owner.query('insert into schema_migrations (version, name, digest) values ($1, $2, $3)', [
      migration.version,
      migration.name,
      migration.digest,
    ])
    await owner.query('commit')
  } catch (cause) {
    await owner.query('rollback')
    throw new Error(`The migration ${migration.name} failed; the database is as it was before it.`, { cause })
  }
}

function mustBeOurs(applied: readonly Applied[], migrations: readonly Migration[]): void {
  applied.forEach((row, place) => {
    const ours = migrations[place]
    if (ours === undefined)
      throw new Error('The database was migrated by a newer version of Wardkeep; run that version, or restore a backup.')
    if (ours.version !== row.version || ours.digest !== row.digest)
      throw new Error(`The migration ${ours.name} differs from the one this database was made with.`)
  })
}

// The PostgreSQL that the tests run on: the one that npm brought, or with WARDKEEP_TEST_POSTGRES one that is installed on this system.
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { findInstalledPostgres } from '../../scripts/installed-postgres.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { openPostgresPackage, type PostgresPrograms } from '../src/platform/postgres-package.ts'

/**
 * Starts it as our child on a folder of its own; `sentence` says which version answered.
 * WARDKEEP_TEST_POSTGRES is a major version (`15`) or an absolute folder of programs; throws a sentence where nothing is installed there.
 */
export async function startTestPostgres(
  folder: string,
  asked = process.env.WARDKEEP_TEST_POSTGRES,
): Promise<{ postgres: EmbeddedPostgres; sentence: string }> {
  const programs = asked ? await findInstalledPostgres(asked) : undefined
  const careless = await withoutWaiting(programs ?? (await openPostgresPackage()))
  const postgres = await startEmbeddedPostgres(folder, { info: () => {}, warn: () => {} }, careless.programs).finally(careless.remove)
  const place = programs ? dirname(programs.postgres) : 'the package that npm brought'
  return { postgres, sentence: `The tests run on PostgreSQL ${await versionOf(postgres)} from ${place}.` }
}

/**
 * The same programs, but nothing is waited for until it lies on the disk: a thousand databases are made and dropped in a run, nine hundred files each,
 * and no test pulls the plug of this machine. What a killed server and a killed PostgreSQL keep does not hang on it; the server's own settings are
 * untouched, and looked at in embedded-postgres.test.ts.
 */
async function withoutWaiting(programs: PostgresPrograms): Promise<{ programs: PostgresPrograms; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'wardkeep-postgres-'))
  await chmod(folder, 0o755) // PostgreSQL may run under another account
  const postgres = join(folder, 'postgres')
  const theirs = `'${programs.postgres.replaceAll("'", `'\\''`)}'`
  await writeFile(postgres, `#!/bin/sh\nexec ${theirs} "$@" -c fsync=off -c full_page_writes=off\n`, { mode: 0o755 })
  return { programs: { ...programs, postgres }, remove: () => rm(folder, { recursive: true, force: true }) }
}

async function versionOf(postgres: EmbeddedPostgres): Promise<string> {
  const client = new Client(postgres.options('postgres', 'postgres'))
  await client.connect()
  try {
    const { rows } = await client.query<{ server_version: string }>('show server_version')
    return rows[0]?.server_version ?? 'of an unknown version'
  } finally {
    await client.end()
  }
}

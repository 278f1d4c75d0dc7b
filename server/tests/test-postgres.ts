// The PostgreSQL that the tests run on: the one that npm brought, or with WARDKEEP_TEST_POSTGRES one that is installed on this system.
import { dirname } from 'node:path'
import { Client } from 'pg'
import { findInstalledPostgres } from '../../scripts/installed-postgres.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'

/**
 * Starts it as our child on a folder of its own; `sentence` says which version answered.
 * WARDKEEP_TEST_POSTGRES is a major version (`15`) or an absolute folder of programs; throws a sentence where nothing is installed there.
 */
export async function startTestPostgres(
  folder: string,
  asked = process.env.WARDKEEP_TEST_POSTGRES,
): Promise<{ postgres: EmbeddedPostgres; sentence: string }> {
  const programs = asked ? await findInstalledPostgres(asked) : undefined
  const postgres = await startEmbeddedPostgres(folder, { info: () => {}, warn: () => {} }, programs)
  const place = programs ? dirname(programs.postgres) : 'the package that npm brought'
  return { postgres, sentence: `The tests run on PostgreSQL ${await versionOf(postgres)} from ${place}.` }
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

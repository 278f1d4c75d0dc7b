// A PostgreSQL of a benchmark's own, with the product's tables in it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../server/src/platform/embedded-postgres.ts'
import { migrate, readMigrations } from '../server/src/platform/migrations.ts'

/** Gives it with its empty folder; `close` stops it and takes the folder away, and goes after all connections to it. */
export async function openOwnPostgres() {
  const folder = await mkdtemp(join(tmpdir(), 'wardkeep-bench-'))
  const postgres = await startEmbeddedPostgres(join(folder, 'postgres'), { info: () => {}, warn: () => {} })
  const close = async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
  const owner = new pg.Client(postgres.options('wardkeep_owner'))
  try {
    await owner.connect()
    await migrate(owner, await readMigrations(new URL('../server/migrations/', import.meta.url)))
  } catch (cause) {
    await close()
    throw cause
  } finally {
    await owner.end()
  }
  return { folder, options: postgres.options, close }
}

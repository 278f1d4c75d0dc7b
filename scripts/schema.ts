// `npm run schema`: writes server/schema.sql, the sum of the migrations, from a throw-away database.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { printSchema } from '../server/src/platform/database-schema.ts'
import { startEmbeddedPostgres } from '../server/src/platform/embedded-postgres.ts'
import { migrate, readMigrations } from '../server/src/platform/migrations.ts'

const folder = await mkdtemp(join(tmpdir(), 'wardkeep-schema-'))
const postgres = await startEmbeddedPostgres(join(folder, 'postgres'), { info: () => {}, warn: () => {} })
try {
  const owner = new pg.Client(postgres.options('wardkeep_owner'))
  await owner.connect()
  try {
    await migrate(owner, await readMigrations(new URL('../server/migrations/', import.meta.url)))
    await writeFile(new URL('../server/schema.sql', import.meta.url), await printSchema(owner))
  } finally {
    await owner.end()
  }
} finally {
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}

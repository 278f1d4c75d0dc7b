// `npm run test:postgres-15`: the server's tests on the PostgreSQL of that version which this system has, instead of the one that npm brings.
import { run } from './command.ts'
import { findInstalledPostgres } from './installed-postgres.ts'

const [asked = '', ...wanted] = process.argv.slice(2)
try {
  await findInstalledPostgres(asked)
  const { code } = await run('node', ['scripts/test.ts', '--project=server', ...wanted], {
    show: true,
    env: { WARDKEEP_TEST_POSTGRES: asked },
  })
  process.exitCode = code
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

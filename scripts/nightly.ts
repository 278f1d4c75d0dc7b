// `npm run nightly`: the long suites, one after the other; every one runs, whatever became of the one before.
import config from '../vitest.config.ts'
import { run } from './command.ts'
import { findChromium } from './debian.ts'
import { findInstalledPostgres } from './installed-postgres.ts'

type Step = { name: string; args: string[]; env?: Record<string, string>; lacks(): Promise<string | undefined> }

const steps: Step[] = [
  {
    name: 'the long tests',
    args: ['scripts/test.ts', '--project=nightly'],
    lacks: async () => (hasProject('nightly') ? undefined : 'vitest.config.ts has no project of that name'),
  },
  {
    name: 'the journeys, answers coming late',
    args: ['scripts/test.ts', '--project=journeys'],
    env: { WARDKEEP_LATE: '1' },
    lacks: async () => (findChromium() === undefined ? 'there is no Chromium on this system' : undefined),
  },
  { name: 'the server on PostgreSQL 15', args: ['scripts/test-on-postgres.ts', '15'], lacks: async () => withoutPostgres('15') },
]

const told: string[] = []
for (const { name, args, env = {}, lacks } of steps) {
  const begun = performance.now()
  const lacking = await lacks()
  const code = lacking === undefined ? (await run('node', args, { show: true, env })).code : 0
  const seconds = ((performance.now() - begun) / 1000).toFixed(0)
  told.push(lacking === undefined ? `${code === 0 ? '✔' : '✘'} ${name} (${seconds} s)` : `– ${name}, skipped: ${lacking}`)
  if (code !== 0) process.exitCode = 1
}
console.log(told.join('\n'))

function hasProject(wanted: string): boolean {
  const projects = config.test?.projects ?? []
  return projects.some((project) => typeof project === 'object' && 'test' in project && project.test?.name === wanted)
}

async function withoutPostgres(version: string): Promise<string | undefined> {
  return findInstalledPostgres(version).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
}

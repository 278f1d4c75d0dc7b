// `npm run ci`: all that CI asks, step by step, the cheap ones first. `-- --fast` leaves out the journeys.
import { run } from './command.ts'

type Step = { name: string; program: string; args: string[]; show?: boolean }

const fast = process.argv.includes('--fast')
const steps: Step[] = [
  { name: 'types', program: 'tsc', args: ['--project', 'tsconfig.json'] },
  { name: 'types of the web app', program: 'tsc', args: ['--project', 'web/tsconfig.json'] },
  { name: 'lint', program: 'biome', args: ['ci', '--error-on-warnings', '--colors=off', '.'] },
  { name: 'secrets', program: 'node', args: ['scripts/secrets.ts'] },
  { name: 'packages', program: 'npm', args: ['ls', '--all', '--parseable'] },
  { name: 'web app', program: 'node', args: ['scripts/build.ts'] },
  {
    name: fast ? 'tests without journeys' : 'tests',
    program: 'node',
    args: ['scripts/test.ts', ...(fast ? ['--project=!journeys'] : [])],
    show: true,
  },
]

for (const step of steps) {
  const begun = performance.now()
  const { code, output } = await run(step.program, step.args, { show: step.show ?? false })
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  console.log(`${code === 0 ? '✔' : '✘'} ${step.name} (${seconds} s)`)
  if (code === 0) continue
  console.log(output.trimEnd())
  process.exitCode = 1
  break
}

// Whether the time of an answer tells who has an account: signs in with a wrong password by a known and an unknown name in turn, and gives the area
// under the ROC curve (0.5: it tells nothing) by the Mann-Whitney statistic. `node bench/timing.ts [--pairs 400]`
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { makeWorld } from './world.ts'

const { values } = parseArgs({ options: { pairs: { type: 'string', default: '400' } } })
const pairs = Number(values.pairs)
const world = await makeWorld({ doctors: 16, patientsEach: 1 })
const port = 18_091
const server = spawn(process.execPath, [fileURLToPath(new URL('secured.ts', import.meta.url))], {
  env: {
    ...process.env,
    WARDKEEP_BENCH: JSON.stringify({
      app: world.app,
      keyFolder: world.keyFolder,
      rootKey: world.rootKey,
      port,
      trustedProxies: ['127.0.0.1'],
    }),
  },
  stdio: ['ignore', 'pipe', 'inherit'],
})
await new Promise<void>((resolve) => server.stdout.once('data', () => resolve()))
const counts = new pg.Client(world.app)
await counts.connect()

const known: number[] = []
const unknown: number[] = []
for (let n = -40; n < pairs; n += 1) {
  const place = (n + 40) % world.doctors.length
  // In a random order, so that neither kind always comes after the other.
  const kinds = Math.random() < 0.5 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)
  for (const kind of kinds) {
    const login = kind === 'known' ? (world.doctors[place]?.login ?? '') : `nobody${place}@bench.example`
    const ms = await timed(login, n + 40, kind)
    if (n >= 0) (kind === 'known' ? known : unknown).push(ms)
  }
  // Before a name or an address locks.
  if ((n + 40) % 32 === 31) await counts.query('delete from sign_in_attempts')
}
await counts.end()
server.kill('SIGTERM')
await new Promise((resolve) => server.once('exit', resolve))
await world.stop()

console.log(`${pairs} pairs of a known and an unknown name, each with a wrong password`)
console.log(`median ms: known ${median(known).toFixed(2)}, unknown ${median(unknown).toFixed(2)}`)
// Of the statistic where both kinds take alike (Mann and Whitney, 1947).
const error = Math.sqrt((2 * pairs + 1) / (12 * pairs * pairs))
console.log(`AUC: ${auc(known, unknown).toFixed(3)}, standard error ${error.toFixed(3)} (aim: 0.470 to 0.530)`)

async function timed(login: string, n: number, kind: string): Promise<number> {
  const begun = performance.now()
  const answer = await fetch(`http://127.0.0.1:${port}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': `198.18.${n >> 8}.${n & 255}` },
    body: JSON.stringify({ login, password: 'Wrong-Horse-7-Battery' }),
  })
  await answer.arrayBuffer()
  const ms = performance.now() - begun
  if (answer.status !== 401) throw new Error(`${kind}: ${answer.status}, where 401 was to be measured`)
  return ms
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}

/** The share of pairs in which the first kind took longer; equal times count half. */
function auc(one: readonly number[], other: readonly number[]): number {
  let longer = 0
  for (const a of one) for (const b of other) longer += a > b ? 1 : a === b ? 0.5 : 0
  return longer / (one.length * other.length)
}

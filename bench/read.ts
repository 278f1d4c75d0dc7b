// `node bench/read.ts [seconds] [rounds]`: the secured chart read against the bare one, interleaved, at 1, 8 and 64 connections.
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { load, type Measured } from './load.ts'
import { usageOf } from './usage.ts'
import { makeWorld } from './world.ts'

const [seconds = 5, rounds = 5] = process.argv.slice(2).map(Number)
const world = await makeWorld(1000)
const servers = { bare: await serve('bare.ts', 18_311), secured: await serve('secured.ts', 18_312) }
const grant = Object(
  await (
    await fetch('http://127.0.0.1:18312/api/auth/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: world.login, password: world.password }),
    })
  ).json(),
)
const headers = { authorization: `Bearer ${grant.accessToken}` }
const paths = world.patientIds.map((id) => `/api/patients/${id}`)
const script = join(tmpdir(), `wardkeep-bench-${process.pid}.lua`)

for (const connections of (process.env.CONNS ?? '64,8,1').split(',').map(Number)) {
  const results: Record<'bare' | 'secured', Measured[]> = { bare: [], secured: [] }
  for (let round = 0; round < rounds; round += 1) {
    for (const kind of ['bare', 'secured'] as const) {
      const [before, dbBefore] = await Promise.all([usageOf(servers[kind].pid), usageOf(world.postmaster, { children: true })])
      const measured = await load({ url: servers[kind].url, paths, headers, connections, seconds, script })
      const [after, dbAfter] = await Promise.all([usageOf(servers[kind].pid), usageOf(world.postmaster, { children: true })])
      const requests = measured.perSecond * seconds
      const each = (a: number, b: number) => Math.round(((b - a) * 1e6) / requests)
      console.error(
        kind,
        connections,
        measured.perSecond.toFixed(0),
        'node',
        each(before.cpuSeconds, after.cpuSeconds),
        'database',
        each(dbBefore.cpuSeconds, dbAfter.cpuSeconds),
      )
      results[kind].push(measured)
    }
  }
  const best = (kind: 'bare' | 'secured') => results[kind].reduce((a, b) => (b.perSecond > a.perSecond ? b : a))
  const [bare, secured] = [best('bare'), best('secured')]
  console.log(JSON.stringify({ connections, ratio: Number((secured.perSecond / bare.perSecond).toFixed(3)), bare, secured, all: results }))
}
for (const server of Object.values(servers)) server.stop()
await world.stop()

async function serve(file: string, port: number) {
  const reach = { app: world.app, keyFolder: world.keyFolder, rootKey: world.rootKey, port }
  const args =
    process.env.BENCH_PROFILE && file === 'secured.ts' ? ['--cpu-prof', '--cpu-prof-dir=/tmp/prof', '--cpu-prof-interval=200'] : []
  const child = spawn(process.execPath, [...args, fileURLToPath(new URL(file, import.meta.url))], {
    env: { ...process.env, WARDKEEP_BENCH: JSON.stringify(reach) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()))
  return { pid: child.pid ?? 0, url: `http://127.0.0.1:${port}`, stop: () => child.kill('SIGTERM') }
}

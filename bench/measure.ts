// `node bench/measure.ts [--seconds 4] [--rounds 5] [scenario…]`: each act of the product against the same act bare, interleaved, the best of the rounds.
// Writes bench/results.json; `node bench/report.ts` makes the page and the plots of it.
import { writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { load, type Measured } from './load.ts'
import { type Kind, type Scenario, scenariosOf } from './scenarios.ts'
import { serve, tokenOf } from './serve.ts'
import { usageOf } from './usage.ts'
import { makeWorld } from './world.ts'

/** CPU in microseconds a request, memory in MiB. */
export type Run = Measured & { cpu: { server: number; database: number }; memory: { server: number; database: number } }
export type Line = {
  scenario: string
  title: string
  connections: number
  ratio: number
  bare: Run
  secured: Run
  all: Record<Kind, number[]>
}
export type Results = { at: string; machine: string; node: string; seconds: number; rounds: number; charts: number; lines: Line[] }

const kinds = ['bare', 'secured'] as const
const ports = { bare: 18_311, secured: 18_312 }

const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string', default: '4' }, rounds: { type: 'string', default: '5' } },
  allowPositionals: true,
})
const seconds = Number(values.seconds)
const counted = Number(values.rounds)
const size = { doctors: 16, patientsEach: 125 }

const world = await makeWorld(size)
const servers = { bare: await serve(world, 'bare.ts', ports.bare), secured: await serve(world, 'secured.ts', ports.secured) }
const lines: Line[] = []
const names = scenariosOf(world, { doctors: [], desk: '' })
  .map(({ name }) => name)
  .filter((name) => positionals.length === 0 || positionals.includes(name))
try {
  for (const name of names) {
    const tokens = {
      doctors: await Promise.all(world.doctors.map(({ login }) => tokenOf(servers.secured.url, login))),
      desk: await tokenOf(servers.secured.url, world.desk),
    }
    const scenario = scenariosOf(world, tokens).find((one) => one.name === name)
    const rounds = { bare: 0, secured: 0 }
    for (const connections of scenario?.connections ?? []) if (scenario) lines.push(await compare(scenario, connections, rounds))
  }
} finally {
  for (const server of Object.values(servers)) await server.stop()
  await world.stop()
}
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`
const charts = size.doctors * size.patientsEach
const results: Results = {
  at: new Date().toISOString().slice(0, 10),
  machine,
  node: process.version,
  seconds,
  rounds: counted,
  charts,
  lines,
}
await writeFile(new URL('results.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`)

/** The first round of each kind warms up and is not counted. */
async function compare(scenario: Scenario, connections: number, rounds: Record<Kind, number>): Promise<Line> {
  const runs: Record<Kind, Run[]> = { bare: [], secured: [] }
  for (let turn = 0; turn <= counted; turn += 1) {
    for (const kind of kinds) {
      const run = await measure(scenario, kind, connections, rounds)
      if (run.errors > 0) throw new Error(`${scenario.name}, ${kind}: ${run.errors} of ${run.requests} requests failed`)
      if (turn > 0) runs[kind].push(run)
    }
  }
  const best = (kind: Kind) => runs[kind].reduce((a, b) => (b.perSecond > a.perSecond ? b : a))
  const [bare, secured] = [best('bare'), best('secured')]
  const ratio = secured.perSecond / bare.perSecond
  console.log(
    scenario.name,
    connections,
    'bare',
    bare.perSecond.toFixed(0),
    'secured',
    secured.perSecond.toFixed(0),
    'ratio',
    ratio.toFixed(2),
  )
  const all = { bare: runs.bare.map(({ perSecond }) => perSecond), secured: runs.secured.map(({ perSecond }) => perSecond) }
  return { scenario: scenario.name, title: scenario.title, connections, ratio, bare, secured, all }
}

async function measure(scenario: Scenario, kind: Kind, connections: number, rounds: Record<Kind, number>): Promise<Run> {
  const asked = scenario.asked(kind, rounds[kind])
  rounds[kind] += 1
  const [before, databaseBefore] = await usage(kind)
  const measured = await load({ url: servers[kind].url, asked, inTurn: scenario.inTurn === true, connections, seconds })
  const [after, databaseAfter] = await usage(kind)
  const each = (from: number, to: number) => Math.round(((to - from) * 1e6) / measured.requests)
  return {
    ...measured,
    cpu: { server: each(before.cpuSeconds, after.cpuSeconds), database: each(databaseBefore.cpuSeconds, databaseAfter.cpuSeconds) },
    memory: { server: Math.round(after.memoryMiB), database: Math.round(databaseAfter.memoryMiB) },
  }
}

function usage(kind: Kind) {
  return Promise.all([usageOf(servers[kind].pid), usageOf(world.postmaster, { children: true })])
}

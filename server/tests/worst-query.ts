// Asks each list of the contract, as each role that may, for the worst that the contract allows, and tells how long it took.
import { api, type EndpointName } from '@wardkeep/contract'
import type { RoleName } from '@wardkeep/contract/identity.ts'
import type pg from 'pg'
import type { Connections } from '../src/platform/database.ts'
import type { Keep } from '../src/security/keep.ts'
import { hasPermission } from '../src/security/policy.ts'
import { placeOfUnsealed, sealShown } from './million.ts'
import type { Leaning } from './million-ground.ts'
import { asked, asksOf } from './worst-asks.ts'

export type Measured = { endpoint: EndpointName; caller: string; path: string; status: number; median: number; max: number }
/** `callers`: of each role who asks, with what stands in their Authorization header. */
export type Asking = {
  url: string
  superuser: pg.Client
  keep: Keep
  connections: Connections
  leaning: Leaning
  callers: { role: RoleName; name: string; authorization: () => Promise<string> }[]
  runs: number
  /** Of each list every so manieth question alone. */
  every?: number
  only?: RegExp | undefined
}

/** Every question, each after what it shows was sealed. Throws where a list answers nobody, or as what was not understood, not let in or broken. */
export async function askAll(asking: Asking, told: (measured: Measured) => void = () => {}): Promise<Measured[]> {
  const shown = watch(asking.connections)
  const all: Measured[] = []
  for (const [name, list] of entries()) {
    const { access } = api[name]
    if (asking.only?.test(name) === false) continue
    const callers = asking.callers.filter(({ role }) => (access === 'public' ? role === 'patient' : hasPermission(role, access)))
    const measured: Measured[] = []
    for (const path of asksOf(name, list, asking.leaning).filter((_, place) => place % (asking.every ?? 1) === 0)) {
      for (const caller of callers) {
        const one = { endpoint: name, caller: caller.name, path, ...(await askOne(asking, path, caller.authorization, shown)) }
        if (one.status >= 500 || [400, 401, 429].includes(one.status)) throw new Error(`${one.caller} got ${one.status} for ${one.path}`)
        measured.push(one)
        told(one)
      }
    }
    if (measured.length > 0 && !measured.some(({ status }) => status === 200)) throw new Error(`${name} answered nobody`)
    all.push(...measured)
  }
  return all
}

/** The slowest question of each endpoint, the slowest first. */
export function slowest(all: readonly Measured[]): Measured[] {
  const groups = Map.groupBy(all, ({ endpoint }) => endpoint)
  return [...groups.values()]
    .flatMap((group) => group.toSorted((one, other) => other.median - one.median).slice(0, 1))
    .toSorted((one, other) => other.median - one.median)
}

function entries() {
  return Object.entries(asked).flatMap(([name, list]) => (list === 'one thing' || !isEndpoint(name) ? [] : [[name, list] as const]))
}

function isEndpoint(name: string): name is EndpointName {
  return name in api
}

async function askOne(asking: Asking, path: string, authorization: () => Promise<string>, shown: Set<Buffer>) {
  const ask = async () => {
    const headers = { authorization: await authorization() }
    const begun = performance.now()
    const answer = await fetch(asking.url + path, { headers })
    await answer.arrayBuffer()
    return { status: answer.status, ms: performance.now() - begun }
  }
  for (let turn = 0; turn < 3; turn += 1) {
    shown.clear()
    const { status } = await ask()
    // An answer that never came to its rows has not shown yet what is to be sealed.
    if (shown.size === 0 && status < 500) break
    await sealShown(asking, asking.leaning.tenantId, [...shown])
  }
  const times: number[] = []
  let status = 0
  for (let run = 0; run < asking.runs; run += 1) {
    const told = await ask()
    status = Math.max(status, told.status)
    times.push(told.ms)
  }
  times.sort((one, other) => one - other)
  return { status, median: times[Math.floor(times.length / 2)] ?? 0, max: times.at(-1) ?? 0 }
}

/** What was read where an envelope is yet to be put. */
function watch(connections: Connections): Set<Buffer> {
  const shown = new Set<Buffer>()
  const read = connections.readBatch.bind(connections)
  connections.readBatch = (statements, judge, patience, prelude) =>
    read(
      statements,
      (results) => {
        for (const value of results.flat().flatMap((row) => Object.values(row))) {
          if (Buffer.isBuffer(value) && placeOfUnsealed(value)) shown.add(value)
        }
        return judge(results)
      },
      patience,
      prelude,
    )
  return shown
}

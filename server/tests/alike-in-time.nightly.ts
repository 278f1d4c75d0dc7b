// Whether the time of a 404 tells what is another's from what never was. The measure is told of by itself: each time it must notice one look-up more.
import { randomUUID } from 'node:crypto'
import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { openApp } from '../src/app.ts'
import { sql } from '../src/platform/database.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { foreignThings, seenOf } from './foreign.fixture.ts'

const rounds = 1200
/** Never was, and costs the server one look-up by a key before it is answered like any other that never was. */
const slower = randomUUID()
/** Of a share of rounds where both take alike: half of one by the root of their number. */
const error = 0.5 / Math.sqrt(rounds)

test('[B204-207] an id that is another’s is answered as one that never was: with the same status, body and headers, and of twelve hundred pairs of answers neither is the slower one more often than chance has it, by a measure that notices a single look-up more', async () => {
  const clinic = await openClinic({ openApp: withOneMore })
  const told: string[] = []
  const blind: string[] = []
  for (const { person, path, id } of await foreignThings(clinic)) {
    const authorization = `Bearer ${await clinic.token(person)}`
    expect(await seen(clinic.url + path + id, authorization)).toBe(await seen(clinic.url + path + randomUUID(), authorization))
    const times = await timed(clinic, path, authorization, { foreign: () => id, missing: randomUUID, slower: () => slower })
    const [foreign, control] = [share(times.foreign, times.missing), share(times.slower, times.missing)]
    const what = `${person.key} ${path}: ${foreign.toFixed(3)}, with one look-up more ${control.toFixed(3)}, error ${error.toFixed(3)}`
    console.log(what)
    if (Math.abs(foreign - 0.5) > 4 * error) told.push(what)
    if (control - 0.5 < 6 * error) blind.push(what)
  }
  expect(blind).toEqual([])
  expect(told).toEqual([])
})

async function seen(address: string, authorization: string): Promise<string> {
  const answer = await fetch(address, { headers: { authorization } })
  return seenOf(answer.status, answer.headers, await answer.text())
}

type Kinds = { foreign: () => string; missing: () => string; slower: () => string }
type Times = { [K in keyof Kinds]: number[] }

/** The milliseconds of each kind, one of each in a round, in a new random order every time. */
async function timed({ url }: Clinic, path: string, authorization: string, ids: Kinds): Promise<Times> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => agent.destroy())
  const times: Times = { foreign: [], missing: [], slower: [] }
  for (let round = -200; round < rounds; round += 1) {
    for (const kind of shuffled(['foreign', 'missing', 'slower'] as const)) {
      const address = url + path + ids[kind]()
      const begun = performance.now()
      const status = await statusOf(address, authorization, agent)
      const ms = performance.now() - begun
      if (status !== 404) throw new Error(`${status} where 404 was to be measured`)
      if (round >= 0) times[kind].push(ms)
    }
  }
  return times
}

/** In how many rounds the first took longer than the other: of two that were made one after the other, so that what slows a while slows both. */
function share(one: readonly number[], other: readonly number[]): number {
  const longer = one.filter((ms, round) => ms > (other[round] ?? 0)).length
  return longer / one.length
}

function shuffled<T>(kinds: readonly T[]): T[] {
  return kinds
    .map((kind) => ({ kind, place: Math.random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ kind }) => kind)
}

function statusOf(address: string, authorization: string, agent: Agent): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    // As `fetch` calls itself, by which the session was opened: another browser would be asked for a proof.
    const asked = request(address, { agent, headers: { authorization, 'user-agent': 'node' } }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode))
    })
    asked.on('error', reject)
    asked.end()
  })
}

/** The whole app, with one look-up before whatever is asked of one id: what a guard would cost that looks for the thing before it refuses. */
const withOneMore: typeof openApp = async (parts) => {
  const app = await openApp(parts)
  const { server } = app.http
  const [answer] = server.listeners('request')
  if (answer === undefined) throw new Error('nothing answers')
  const lookUp = sql('test.one-more', 'select id from patients where id = $1', [slower])
  server.removeAllListeners('request')
  server.on('request', (asked: IncomingMessage, reply: ServerResponse) => {
    const before = asked.url?.endsWith(slower) ? parts.connections.batch([lookUp]) : undefined
    if (before === undefined) Reflect.apply(answer, server, [asked, reply])
    else void before.then(() => Reflect.apply(answer, server, [asked, reply]))
  })
  return app
}

// `node bench/slots.ts`: the free slots of one doctor for a month, and who of a thousand doctors is free first, as the history behind them grows; each
// against one plain SQL statement for the same taken times, with nobody signed in and no row security. Prints the table that the page has.
import pg from 'pg'
import { addVisit } from '../server/src/features/scheduling/index.ts'
import { Connections } from '../server/src/platform/database.ts'
import { Recorder } from '../server/src/security/audit/recorder.ts'
import { Database } from '../server/src/security/database.ts'
import { systemOperation } from '../server/src/security/operation.ts'
import { openKeyStore, parseRootKey, Vault } from '../server/src/security/vault/index.ts'
import { userAgent } from './load.ts'
import { serve, tokenOf } from './serve.ts'
import { makeWorld, slotMinutes } from './world.ts'

const dayMs = 86_400_000
const port = 18_313
const turns = 21

const world = await makeWorld({ doctors: 1000, patientsEach: 1 })
const connections = new Connections(world.app, 4)
const vault = new Vault(await openKeyStore({ folder: world.keyFolder, rootKey: parseRootKey(world.rootKey) }))
const keep = { vault, db: new Database(connections, new Recorder(vault), async () => undefined) }
const server = await serve(world, 'secured.ts', port)
const { url } = server
const plain = new pg.Client(world.superuser)
await plain.connect()
try {
  const [one] = world.doctors
  const [doctorId = '', patientId = ''] = [one?.id, one?.patientIds[0]]
  const now = Date.now()
  const [from, month, fortnight] = [0, 30, 14].map((days) => new Date(now + days * dayMs).toISOString())
  const taken = (doctor: string) =>
    `select doctor_id, starts_at, ends_at from appointments where tenant_id = $1 and ${doctor} starts_at < $3 and starts_at > $2 order by starts_at`
  // Every doctor has a visit on each of the next fourteen days; the first also a full morning on thirty.
  const soon = world.doctors.flatMap(({ id, patientIds }) =>
    Array.from({ length: 14 }, (_, day) => visit(id, patientIds[0] ?? '', day + 1, 20)),
  )
  await book([...soon, ...Array.from({ length: 240 }, (_, n) => visit(doctorId, patientId, 1 + Math.floor(n / 8), n % 8))])
  console.log(
    '| past visits of the doctor | visits in all | a month of one doctor, ms | plain SQL, ms | ratio | first of 1,000, ms | plain SQL, ms | ratio |',
  )
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |')
  let before = 0
  for (const past of [0, 1000, 10_000]) {
    await book(
      Array.from({ length: past - before }, (_, n) => visit(doctorId, patientId, -1 - Math.floor((before + n) / 48), (before + n) % 48)),
    )
    before = past
    await plain.query('vacuum analyze')
    const token = await tokenOf(url, world.desk)
    const { rows } = await plain.query('select count(*)::integer as n from appointments')
    const slots = await compare(`/api/doctors/${doctorId}/slots?from=${from}&to=${month}`, token, taken('doctor_id = $4 and'), [
      from,
      month,
      doctorId,
    ])
    const first = await compare('/api/doctors/first-free?limit=25', token, taken(''), [from, fortnight])
    console.log(`| ${[past, rows[0].n, ...slots, ...first].join(' | ')} |`)
  }
} finally {
  await plain.end()
  await server.stop()
  await connections.close()
  await world.stop()
}

function visit(doctorId: string, patientId: string, day: number, slot: number) {
  const midnight = Math.floor(Date.now() / dayMs) * dayMs
  const start = midnight + day * dayMs + slot * slotMinutes * 60_000
  return {
    tenantId: world.tenantId,
    patientId,
    doctorId,
    start: new Date(start),
    end: new Date(start + slotMinutes * 60_000),
    // Where it is past, booked the day before.
    now: new Date(Math.min(Date.now(), start - dayMs)),
  }
}

async function book(visits: ReturnType<typeof visit>[]): Promise<void> {
  for (let at = 0; at < visits.length; at += 500) {
    const op = systemOperation(world.tenantId, 'bench', 'system.seeded', new Date())
    op.trace.admitted('system:bench')
    await keep.db.transact(op, async (tx) => {
      for (const one of visits.slice(at, at + 500))
        if ((await addVisit(tx, keep, one)) === undefined) throw new Error('a time is taken twice')
    })
  }
}

/** Medians of interleaved requests, one at a time, and how many times faster the bare statement is. */
async function compare(path: string, token: string, text: string, values: unknown[]): Promise<string[]> {
  const times = { ours: [] as number[], bare: [] as number[] }
  for (let turn = -3; turn < turns; turn += 1) {
    const ours = await timed(() => ask(path, token))
    const bare = await timed(() => plain.query({ name: text.slice(0, 60) + values.length, text, values: [world.tenantId, ...values] }))
    if (turn < 0) continue
    times.ours.push(ours)
    times.bare.push(bare)
  }
  const [ours, bare] = [median(times.ours), median(times.bare)]
  return [ours.toFixed(1), bare.toFixed(1), (bare / ours).toFixed(2)]
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await act()
  return performance.now() - begun
}

async function ask(path: string, token: string): Promise<void> {
  const answer = await fetch(url + path, { headers: { authorization: `Bearer ${token}`, 'user-agent': userAgent } })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  await answer.arrayBuffer()
}

function median(values: number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}

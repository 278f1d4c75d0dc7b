// `node bench/storm.ts [--attempts 100000]`: 64 clients book random overlapping times, through the product and by the bare constraint: plain SQL into a
// table that has nothing else. Prints the table that the page has, and fails where two visits that stand overlap.
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { type Asked, load } from './load.ts'
import { serve, tokenOf } from './serve.ts'
import { makeWorld } from './world.ts'

const clients = 64
const port = 18_314
const minute = 60_000
/** Seconds of a round; each is at days of its own, so that there is always something free. */
const seconds = 8
const daysEach = 4

const { values } = parseArgs({ options: { attempts: { type: 'string', default: '100000' } } })
const attempts = Number(values.attempts)
const world = await makeWorld({ doctors: 16, patientsEach: 8 })
const server = await serve(world, 'secured.ts', port)
const { url } = server
const superuser = new pg.Client(world.superuser)
await superuser.connect()
try {
  const product = await throughProduct()
  const bare = await byConstraint()
  const cells = ({ made, refused, ms, overlaps }: Told) => [
    (made + refused).toLocaleString('en'),
    made.toLocaleString('en'),
    overlaps,
    Math.round(((made + refused) * 1000) / ms).toLocaleString('en'),
  ]
  const ratio = ((product.made + product.refused) / product.ms / ((bare.made + bare.refused) / bare.ms)).toFixed(2)
  console.log('| | attempts | booked | overlaps | attempts a second |\n| --- | --- | --- | --- | --- |')
  console.log(`| the product | ${cells(product).join(' | ')} |\n| the bare constraint | ${cells(bare).join(' | ')} |\n\nRatio: ${ratio}`)
  if (product.overlaps + bare.overlaps > 0) process.exitCode = 1
} finally {
  await superuser.end()
  await server.stop()
  await world.stop()
}

type Told = { made: number; refused: number; ms: number; overlaps: number }

/** By the desk, which sets the doctor's hours aside for a reason: so any time can be asked for. */
async function throughProduct(): Promise<Told> {
  let [sent, ms] = [0, 0]
  for (let round = 0; sent < attempts; round += 1) {
    const token = await tokenOf(url, world.desk)
    const asked = Array.from({ length: 8000 }, (): Asked => {
      const { doctor, start, end } = anyTime(round)
      const [patientId = ''] = doctor.patientIds
      const body = { doctorId: doctor.id, patientId, start: start.toISOString(), end: end.toISOString(), override: { reason: 'A rush' } }
      return { method: 'POST', path: '/api/appointments', token, body }
    })
    const begun = performance.now()
    const { requests } = await load({ url, asked, inTurn: false, connections: clients, seconds })
    ms += performance.now() - begun
    sent += requests
  }
  const { made, overlaps } = await standing('appointments')
  const { rows } =
    await superuser.query(`select count(*)::integer as n from audit_events where action = 'appointment.booked' and outcome = 'failed'
    and reason = 'SLOT_TAKEN'`)
  return { made, refused: Number(rows[0]?.n), ms, overlaps }
}

async function byConstraint(): Promise<Told> {
  await superuser.query(`create table bare_times (doctor_id uuid not null, starts_at timestamptz not null, ends_at timestamptz not null,
    during tstzrange not null generated always as (tstzrange(starts_at, ends_at)) stored, exclude using gist (doctor_id with =, during with &&));
    grant select, insert on bare_times to wardkeep_app`)
  const pool = new pg.Pool({ ...world.app, max: 8 })
  let left = attempts
  const text = 'insert into bare_times values ($1, $2, $3) on conflict do nothing'
  const client = async () => {
    while (left > 0) {
      left -= 1
      const { doctor, start, end } = anyTime(Math.floor((attempts - left) / 8000))
      await pool.query({ name: 'take', text, values: [doctor.id, start, end] })
    }
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: clients }, client))
  const ms = performance.now() - begun
  await pool.end()
  const { made, overlaps } = await standing('bare_times')
  return { made, refused: attempts - made, ms, overlaps }
}

function anyTime(round: number) {
  const doctor = world.doctors[randomInt(world.doctors.length)] ?? { id: '', patientIds: [] }
  const start = new Date(world.firstSlot.getTime() + ((round * daysEach) % 700) * 1440 * minute + randomInt(daysEach * 288) * 5 * minute)
  return { doctor, start, end: new Date(start.getTime() + (1 + randomInt(9)) * 5 * minute) }
}

async function standing(table: 'appointments' | 'bare_times'): Promise<{ made: number; overlaps: number }> {
  const { rows } =
    await superuser.query(`select count(*)::integer as made, (count(*) filter (where starts_at < before))::integer as overlaps
    from (select starts_at, max(upper(during)) over (partition by doctor_id order by starts_at rows between unbounded preceding and 1 preceding) as before
          from ${table}) times`)
  return { made: Number(rows[0]?.made), overlaps: Number(rows[0]?.overlaps) }
}

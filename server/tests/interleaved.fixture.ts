// What a connection was told for one caller must never be there for the next, however requests mix and break off.
import { setTimeout as later } from 'node:timers/promises'
import { expect } from 'vitest'
import { sql } from '../src/platform/database.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { drAna, drIdan, drOtto, hanna, max, mira, type Person, paul, pia, rita } from './people.ts'

const atOnce = 48
const abortedOf = 7

/** Sends so many mixed requests of everybody of two organisations, every seventh of them broken off at any moment, and expects that nobody noticed the others. */
export async function mixAndBreakOff(requests: number): Promise<void> {
  const clinic = await openClinic({ poolSize: 4 })
  await Promise.all([careFor(clinic, drAna, pia), careFor(clinic, drOtto, hanna)])
  const people = [pia, paul, hanna, drAna, drIdan, drOtto, max, mira, rita]
  const paths = [
    ...[pia, paul, hanna].map((person) => `/api/patients/${clinic.who(person).patientId}`),
    '/api/patients',
    '/api/appointments',
  ]
  const asked = people.flatMap((person) => paths.map((path) => ({ person, path })))
  const ask = async ({ person, path }: (typeof asked)[number], signal?: AbortSignal) => {
    const headers = { authorization: `Bearer ${await clinic.token(person)}` }
    const reply = await fetch(clinic.url + path, { headers, ...(signal ? { signal } : {}) })
    const text = await reply.text()
    return reply.ok ? `${reply.status} ${text}` : `${reply.status}`
  }
  const alone = new Map<string, string>()
  for (const one of asked) alone.set(`${one.person.key} ${one.path}`, await ask(one))
  expect(new Set(alone.values()).size).toBeGreaterThan(5)

  let sent = 0
  let [answered, broken] = [0, 0]
  const wrong: string[] = []
  const caller = async (seed: number) => {
    for (let random = seed; sent < requests; ) {
      const turn = sent++
      random = (random * 1_103_515_245 + 12_345) % 2_147_483_648
      const one = asked[random % asked.length]
      if (one === undefined) continue
      const breakOff = turn % abortedOf === 0 ? new AbortController() : undefined
      if (breakOff) void later(random % 12).then(() => breakOff.abort())
      const answer = await ask(one, breakOff?.signal).catch(() => undefined)
      if (answer === undefined) broken += 1
      else {
        answered += 1
        if (answer !== alone.get(`${one.person.key} ${one.path}`)) wrong.push(`${one.person.key} ${one.path}: ${answer.slice(0, 200)}`)
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, (_, place) => caller(place + 1)))
  expect(wrong.slice(0, 5)).toEqual([])
  expect(answered + broken).toBe(requests)
  expect(broken).toBeGreaterThan(requests / abortedOf / 10)

  expect(await leftBehind(clinic)).toEqual([])
  const events = await clinic.sql(
    `select count(*)::integer as n from audit_events where action in ('patient.read', 'patient.listed', 'appointment.listed')`,
  )
  expect(events[0]?.n).toBeGreaterThanOrEqual(answered)
  expect(events[0]?.n).toBeLessThanOrEqual(requests + asked.length)
  const counted = await clinic.sql(
    `select sum(requests)::integer as n, (select count(*)::integer from audit_events where actor_id is not null) as events from request_counts where subject_id <> tenant_id`,
  )
  expect(counted[0]?.n).toBe(counted[0]?.events)
}

/** The settings of a caller that the pooled connections of the app still hold outside any transaction of a caller. */
async function leftBehind({ connections }: Clinic): Promise<string[]> {
  const names = ['tenant', 'user', 'role', 'patient', 'doctor', 'now', 'batch']
  const settings = names.map((name) => `current_setting('wardkeep.${name}', true)`)
  const text = `select concat(${settings}) as held, pg_backend_pid() as pid, pg_sleep(0.2)`
  const statement = sql<Record<string, unknown>>('test.left-behind', text, [])
  const held = new Map<unknown, string>()
  const note = (rows: Record<string, unknown>[]) => {
    for (const row of rows) held.set(row.pid, String(row.held))
    return []
  }
  const every = Array.from({ length: 8 }, () => [
    connections.readBatch([statement], (all) => note(all.flat())),
    connections.batch([statement], ([rows]) => note(rows)),
  ])
  await Promise.all(every.flat())
  expect(held.size).toBeGreaterThan(4)
  return [...held.values()].filter((text) => text !== '')
}

async function careFor(clinic: Clinic, doctor: Person, patient: Person): Promise<void> {
  await clinic.sql(
    `insert into care_relations (tenant_id, id, patient_id, doctor_id, source, source_id, during)
     values ($1, gen_random_uuid(), $2, $3, 'care-team', gen_random_uuid(), tstzrange(now() - interval '1 day', now() + interval '1 day'))`,
    [clinic.who(patient).tenantId, clinic.who(patient).patientId, clinic.who(doctor).doctorId],
  )
}

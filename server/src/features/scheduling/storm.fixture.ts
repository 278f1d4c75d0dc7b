// Everybody books everything at once: whatever is answered, no two visits that stand overlap for a doctor or a room, and nothing is taken for nobody.
import { randomInt, randomUUID } from 'node:crypto'
import { type Client, createClient } from '@wardkeep/client'
import { expect } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { castPassword, drAna, drIdan, max, type Person, paul, pia, rita } from '../../../tests/people.ts'
import { doctorOf, patientOf } from './visits.fixture.ts'

const clients = 64
const minute = 60_000
const day = 86_400_000
/** So many attempts are made at one day before the storm moves on, and under one sign-in. */
const gust = 2000

/** 64 clients book random overlapping times, with rooms and without, and move or cancel what they got. */
export async function storm(attempts: number): Promise<void> {
  const clinic = await openStormyClinic()
  const office = await signedIn(clinic, max)
  const rooms = [await office.addRoom({ body: { name: 'One' } }), await office.addRoom({ body: { name: 'Two' } })]
  const told: Record<string, number> = {}
  for (let made = 0; made < attempts; made += gust) {
    const staff = await Promise.all([signedIn(clinic, rita), signedIn(clinic, max)])
    const from = tomorrow(clinic) + (made / gust) * day
    let left = Math.min(gust, attempts - made)
    const client = async (place: number) => {
      const by = staff[place % 2] ?? office
      while (left > 0) {
        left -= 1
        const code = await bookAndChange(clinic, by, rooms, from).then(() => 'done', codeOf)
        told[code] = (told[code] ?? 0) + 1
      }
    }
    await Promise.all(Array.from({ length: clients }, (_, place) => client(place)))
  }
  expect(Object.keys(told).sort()).toEqual(['SLOT_TAKEN', 'done'])
  expect(told.done).toBeGreaterThan(attempts / 100)
  await expectOrder(clinic)
}

/**
 * 200 requests at once, for one time or for `together` times, time after time: of four people who book for themselves and for others, each under keys of
 * their own, and each request sent twice. One visit of each time is made, and whoever made it is shown it again.
 */
export async function raceForEach(slots: number, together = 1): Promise<void> {
  const clinic = await openStormyClinic()
  const ana = await signedIn(clinic, drAna)
  const weekly = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '24:00', slotMinutes: 10 }))
  await ana.setAvailability({ params: { id: 'me' }, body: { timeZone: 'UTC', weekly }, version: 1 })
  const before = await counts(clinic)
  const asked = 100 / together
  const wrong: unknown[] = []
  let crowd: Crowd = []
  for (let slot = 0; slot < slots; slot += together) {
    if (slot % 100 === 0) crowd = await crowdOf(clinic)
    const places = Array.from({ length: Math.min(together, slots - slot) }, (_, place) => slot + place)
    const faults = await Promise.all(places.map((place) => raceFor(clinic, crowd, place, asked)))
    wrong.push(...faults.flat())
  }
  expect(wrong.slice(0, 3)).toEqual([])
  const after = await counts(clinic)
  expect({ visits: after.visits - before.visits, shown: after.allowed - before.allowed, refused: after.failed - before.failed }).toEqual({
    visits: slots,
    shown: 3 * slots,
    refused: 2 * (asked - 1) * slots,
  })
  await expectOrder(clinic)
}

/** What went wrong with one time, which is the so-manieth ten minutes of a year that nobody else books. */
async function raceFor(clinic: Clinic, crowd: Crowd, slot: number, asked: number): Promise<unknown[]> {
  const start = tomorrow(clinic) + day + slot * 10 * minute
  const body = { doctorId: doctorOf(clinic, drAna), start: iso(start), end: iso(start + 10 * minute) }
  const calls = Array.from({ length: asked }, (_, place) => {
    const idempotencyKey = randomUUID()
    return () => untilAnswered(() => crowd[place % crowd.length]?.(body, idempotencyKey))
  })
  const answers = await Promise.all(calls.map((send) => Promise.all([send(), send()])))
  const winners = answers.flatMap(([one, other], place) => (isRefused(one) && isRefused(other) ? [] : [{ one, other, place }]))
  const [won] = winners
  const again = await calls[won?.place ?? 0]?.()
  return winners.length === 1 && won?.one === won?.other && again === won?.one ? [] : [{ slot, winners, again }]
}

async function openStormyClinic(): Promise<Clinic> {
  const clinic = await openClinic({ poolSize: 16 })
  await clinic.sql('insert into request_limits select tenant_id, m, m, m, m, m, m from organisations, (select 2000000000 as m) most')
  return clinic
}

async function bookAndChange(clinic: Clinic, by: Client, rooms: readonly { id: string }[], from: number): Promise<void> {
  const start = from + randomInt(24 * 12) * 5 * minute
  const override = { reason: 'A rush' }
  const roomId = rooms[randomInt(3)]?.id
  const doctorId = doctorOf(clinic, randomInt(2) === 0 ? drAna : drIdan)
  const patientId = patientOf(clinic, randomInt(2) === 0 ? pia : paul)
  const time = { start: iso(start), end: iso(start + (1 + randomInt(9)) * 5 * minute) }
  const visit = await by.bookAppointment({ body: { doctorId, ...time, patientId, override, ...(roomId && { roomId }) } })
  const later = start + randomInt(24) * 5 * minute
  const moved = { start: iso(later), end: iso(later + 15 * minute), override }
  const next = randomInt(3)
  if (next === 0) await by.rescheduleAppointment({ params: { id: visit.id }, body: moved })
  if (next === 1) await by.cancelAppointment({ params: { id: visit.id }, body: { reason: 'other' } })
}

async function expectOrder(clinic: Clinic): Promise<void> {
  // Each against the end of all that began before it: in the order of their beginnings that finds every overlap, and does not ask of every pair.
  const overlaps = (column: string) =>
    clinic.sql(`select id from (select id, lower(during) as start, max(upper(during)) over
        (partition by ${column} order by lower(during), id rows between unbounded preceding and 1 preceding) as taken_until
      from appointments where ${column} is not null and status not in ('cancelled', 'noshow')) standing where start < taken_until`)
  expect([await overlaps('doctor_id'), await overlaps('room_id')]).toEqual([[], []])
  const loose = await clinic.sql(`select from occupancies o where not exists
    (select from appointments a where a.occupies = o.holder_id and o.resource_id in (a.doctor_id, a.room_id))`)
  expect(loose).toEqual([])
}

type Crowd = Awaited<ReturnType<typeof crowdOf>>

async function crowdOf(clinic: Clinic) {
  const people = await Promise.all([pia, paul, rita, max].map((person) => signedIn(clinic, person)))
  return people.map((client, place) => {
    const forWhom = place > 1 ? { patientId: patientOf(clinic, place === 2 ? pia : paul) } : {}
    return (time: { doctorId: string; start: string; end: string }, idempotencyKey: string) =>
      client.bookAppointment({ body: { ...time, ...forWhom } }, { idempotencyKey })
  })
}

async function counts(clinic: Clinic): Promise<{ visits: number; allowed: number; failed: number }> {
  const [row] = await clinic.sql(`select (select count(*) from appointments where booked_by is not null)::integer as visits,
    count(*) filter (where outcome = 'allowed')::integer as allowed, count(*) filter (where outcome = 'failed' and reason = 'SLOT_TAKEN')::integer as failed
    from audit_events where action = 'appointment.booked'`)
  return { visits: Number(row?.visits), allowed: Number(row?.allowed), failed: Number(row?.failed) }
}

/** Under a session of their own: a storm outlasts an access token. */
async function signedIn(clinic: Clinic, person: Person): Promise<Client> {
  const grant = await clinic.stranger().login({ body: { login: person.email, password: castPassword } })
  if (!('accessToken' in grant)) throw new Error(`${person.key} was not signed in`)
  return createClient({ baseUrl: clinic.url, credentials: { kind: 'bearer', token: () => grant.accessToken } })
}

function tomorrow(clinic: Clinic): number {
  return Math.ceil(clinic.clock.now().getTime() / day) * day + day
}

function iso(instant: number): string {
  return new Date(instant).toISOString()
}

function codeOf(cause: unknown): string {
  return String(Object(cause).code ?? cause)
}

/** As the web app does: whoever the crowded clinic could not answer asks again, under the same key. */
async function untilAnswered(book: () => Promise<{ id: string }> | undefined): Promise<string | undefined> {
  for (;;) {
    const answer = await book()?.then(({ id }) => id, codeOf)
    if (answer !== 'UNAVAILABLE') return answer
  }
}

function isRefused(answer: string | undefined): boolean {
  return answer === 'SLOT_TAKEN'
}

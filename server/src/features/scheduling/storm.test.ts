// Everybody books everything at once: whatever is answered, no two visits that stand overlap for a doctor or a room. [T24]
import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { drAna, drIdan, max, paul, pia, rita } from '../../../tests/people.ts'
import { doctorOf, patientOf } from './visits.fixture.ts'

const clients = 64
const attempts = 2000
const minute = 60_000

test('[T24 part][F47 part] of 64 clients who book, hold and move random overlapping times, with rooms and without, none gets what another has', async () => {
  const clinic = await openClinic({ poolSize: 16 })
  const staff = await Promise.all([rita, max].map((person) => clinic.as(person)))
  const rooms = [await staff[1]?.addRoom({ body: { name: 'One' } }), await staff[1]?.addRoom({ body: { name: 'Two' } })]
  const from = Math.ceil(clinic.clock.now().getTime() / 3_600_000) * 3_600_000 + 86_400_000
  const told: Record<string, number> = {}
  let left = attempts
  const one = async (client: (typeof staff)[number]) => {
    const start = from + randomInt(24 * 12) * 5 * minute
    const time = { start: new Date(start).toISOString(), end: new Date(start + (1 + randomInt(9)) * 5 * minute).toISOString() }
    const override = { reason: 'A rush' }
    const roomId = rooms[randomInt(3)]?.id
    const doctorId = doctorOf(clinic, randomInt(2) === 0 ? drAna : drIdan)
    const patientId = patientOf(clinic, randomInt(2) === 0 ? pia : paul)
    const visit = await client.bookAppointment({ body: { doctorId, ...time, patientId, override, ...(roomId && { roomId }) } })
    const later = start + randomInt(24) * 5 * minute
    const moved = { start: new Date(later).toISOString(), end: new Date(later + 15 * minute).toISOString(), override }
    const next = randomInt(3)
    if (next === 0) await client.rescheduleAppointment({ params: { id: visit.id }, body: moved })
    if (next === 1) await client.cancelAppointment({ params: { id: visit.id }, body: { reason: 'other' } })
  }
  const client = async (place: number) => {
    while (left > 0) {
      left -= 1
      const by = staff[place % 2]
      if (by === undefined) return
      const code = await one(by).then(
        () => 'done',
        (cause: unknown) => String(Object(cause).code),
      )
      told[code] = (told[code] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, place) => client(place)))
  expect(Object.keys(told).sort()).toEqual(['SLOT_TAKEN', 'done'])
  const overlaps = (column: string) =>
    clinic.sql(`select a.id from appointments a join appointments b on a.${column} = b.${column} and a.id < b.id and a.during && b.during
      where a.status not in ('cancelled', 'noshow') and b.status not in ('cancelled', 'noshow')`)
  expect([await overlaps('doctor_id'), await overlaps('room_id')]).toEqual([[], []])
  const loose = await clinic.sql(`select from occupancies o where not exists
    (select from appointments a where a.occupies = o.holder_id and o.resource_id in (a.doctor_id, a.room_id))`)
  expect(loose).toEqual([])
}, 120_000)

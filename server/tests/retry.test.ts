// A request whose answer was lost is sent again with its Idempotency-Key, and makes nothing twice.
import { expect, test } from 'vitest'
import { assign, note } from '../src/features/records/records.fixture.ts'
import { freeTimes, outcomes, patientOf } from '../src/features/scheduling/visits.fixture.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { drAna, paul, pia } from './people.ts'

test('[T24 part] a booking sent twenty times at once under one key makes one visit, and each caller is shown it', async () => {
  const clinic = await openClinic()
  const { time } = await times(clinic)
  const client = await clinic.as(pia)
  const book = () => client.bookAppointment({ body: { ...time, reason: 'a cough' } }, { idempotencyKey: 'one-and-the-same' })
  const visits = await Promise.all(Array.from({ length: 20 }, book))
  expect(new Set(visits.map((visit) => JSON.stringify(visit))).size).toBe(1)
  expect(await clinic.sql('select from appointments where booked_by is not null')).toHaveLength(1)
  const events = await clinic.events('appointment.booked')
  expect(events).toHaveLength(20)
  expect(new Set(events.map(({ resource_id }) => resource_id))).toEqual(new Set([visits[0]?.id]))
  const made = events.filter(({ rule }) => rule === 'patient:appointment.book:self')
  expect([made.length, events.length - made.length]).toEqual([1, 19])

  await client.cancelAppointment({ params: { id: visits[0]?.id ?? '' }, body: { reason: 'patient-request' } })
  expect(await book()).toMatchObject({ id: visits[0]?.id, status: 'cancelled' })
})

test('a draft sent again under its key is the same draft, also once it was changed', async () => {
  const clinic = await openClinic()
  await assign(clinic, drAna, pia)
  const ana = await clinic.as(drAna)
  const create = () => ana.createRecord({ body: { patientId: patientOf(clinic, pia), ...note } }, { idempotencyKey: '"a-draft"' })
  const first = await create()
  await ana.updateRecord({ params: { id: first.id }, body: { ...note, title: 'Changed' }, version: 1 })
  expect(await create()).toMatchObject({ id: first.id, version: 2, title: 'Changed' })
  expect(await clinic.sql('select from records')).toHaveLength(1)
})

test('[T24 part] the same key with another content is refused and makes nothing, while somebody else may use the same words', async () => {
  const clinic = await openClinic()
  const { time: first, second, third } = await times(clinic)
  const [pias, pauls] = await Promise.all([clinic.as(pia), clinic.as(paul)])
  const key = { idempotencyKey: 'k' }
  await pias.bookAppointment({ body: first }, key)
  for (const other of [second, { ...first, reason: 'more' }])
    await expect(pias.bookAppointment({ body: other }, key)).rejects.toMatchObject({ status: 422, code: 'IDEMPOTENCY_MISMATCH' })
  expect(await clinic.events('appointment.booked')).toMatchObject([
    { outcome: 'allowed' },
    { outcome: 'failed', reason: 'IDEMPOTENCY_MISMATCH' },
    { outcome: 'failed', reason: 'IDEMPOTENCY_MISMATCH' },
  ])
  await pauls.bookAppointment({ body: third }, key)
  expect(await clinic.sql('select from appointments where booked_by is not null')).toHaveLength(2)
})

test('a request that was refused does not hold its key, and after a day the key is new', async () => {
  const clinic = await openClinic()
  const { time: first, second } = await times(clinic)
  const [pias, pauls] = await Promise.all([clinic.as(pia), clinic.as(paul)])
  const taken = await pauls.bookAppointment({ body: first })
  const book = async (body: typeof first) => (await clinic.as(pia)).bookAppointment({ body: body }, { idempotencyKey: 'k' })
  await expect(book(first)).rejects.toMatchObject({ code: 'SLOT_TAKEN' })
  await pauls.cancelAppointment({ params: { id: taken.id }, body: { reason: 'patient-request' } })
  const visit = await book(first)
  await pias.cancelAppointment({ params: { id: visit.id }, body: { reason: 'patient-request' } })
  clinic.clock.pass(86_400 + 1)
  expect((await book(second)).id).not.toBe(visit.id)
})

test('without a key two bookings of one time are two bookings, of which one is refused', async () => {
  const clinic = await openClinic()
  const { time } = await times(clinic)
  const client = await clinic.as(pia)
  const book = () => client.bookAppointment({ body: time })
  expect(await outcomes([book(), book()])).toEqual({ done: 1, refused: { SLOT_TAKEN: 1 } })
})

test.each(['', ' ', 'a b', '"', 'é', 'k'.repeat(256)])('a key that is none is refused by name: %j', async (key) => {
  const clinic = await openClinic()
  const { time } = await times(clinic)
  const answer = await fetch(`${clinic.url}/api/appointments`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await clinic.token(pia)}`,
      'content-type': 'application/json',
      'idempotency-key': Buffer.from(key, 'utf8').toString('latin1'),
    },
    body: JSON.stringify(time),
  })
  expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'BAD_REQUEST', errors: [{ field: 'Idempotency-Key' }] }])
})

async function times(clinic: Clinic) {
  const [time, second, third] = await freeTimes(clinic)
  if (time === undefined || second === undefined || third === undefined) throw new Error('the cast has hours on six days a week')
  return { time, second, third }
}

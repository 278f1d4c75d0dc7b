import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, drIdan, drOtto, hanna, max, paul, pia, rita } from '../../../tests/people.ts'
import { booked, freeTimes, patientOf } from './visits.fixture.ts'

test('[F53] patient, doctor, desk and office each list exactly the visits they may see', async () => {
  const clinic = await openClinic()
  await clinic.sql('delete from care_relations')
  await clinic.sql('delete from appointments')
  const visits = {
    piaAna: await booked(clinic, pia, drAna),
    paulAna: await booked(clinic, paul, drAna),
    paulIdan: await booked(clinic, paul, drIdan),
    hannaOtto: await booked(clinic, hanna, drOtto),
  }
  const listed = async (person: typeof pia) => {
    const { items } = await (await clinic.as(person)).listAppointments()
    return Object.entries(visits).flatMap(([name, { id }]) => (items.some((item) => item.id === id) ? [name] : []))
  }
  expect(await listed(pia)).toEqual(['piaAna'])
  expect(await listed(paul)).toEqual(['paulAna', 'paulIdan'])
  expect(await listed(drAna)).toEqual(['piaAna', 'paulAna'])
  expect(await listed(drIdan)).toEqual(['paulIdan'])
  expect(await listed(drOtto)).toEqual(['hannaOtto'])
  expect(await listed(rita)).toEqual(['piaAna', 'paulAna', 'paulIdan'])
  expect(await listed(max)).toEqual(['piaAna', 'paulAna', 'paulIdan'])
  await expect((await clinic.as(aud)).listAppointments()).rejects.toMatchObject({ status: 403 })
  const [last] = (await clinic.events('appointment.listed')).filter((event) => event.actor_id === clinic.who(drAna).userId)
  expect(last?.patient_ids).toEqual([patientOf(clinic, pia), patientOf(clinic, paul)])
})

test('visits are told in order of their start, page by page, within the span asked for', async () => {
  const clinic = await openClinic()
  const times = (await freeTimes(clinic, paul, drIdan)).slice(0, 5)
  const desk = await clinic.as(rita)
  const ids: string[] = []
  for (const time of times.toReversed())
    ids.unshift((await desk.bookAppointment({ body: { ...time, patientId: patientOf(clinic, paul) } })).id)
  const doctor = await clinic.as(drIdan)
  const walk = async (query: { from?: string; to?: string }) => {
    const seen: string[] = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: { items: { id: string }[]; next: string | null } = await doctor.listAppointments(
        { query: { ...query, limit: 2 } },
        { ...(cursor && { cursor }) },
      )
      expect(page.items.length).toBeLessThanOrEqual(2)
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.next
    }
    return seen
  }
  expect(await walk({})).toEqual(ids)
  expect(await walk({ from: times[1]?.start ?? '', to: times[4]?.start ?? '' })).toEqual(ids.slice(1, 4))
  expect(await walk({ from: times[4]?.end ?? '' })).toEqual([])
  const forged = [Buffer.from('["x","y"]'), Buffer.from('["2026-01-01T00:00:00Z","y"]'), Buffer.from('[1]')]
  for (const cursor of forged.map((bytes) => bytes.toString('base64url'))) {
    await expect(doctor.listAppointments({ query: { cursor } })).rejects.toMatchObject({ status: 400, errors: [{ field: 'cursor' }] })
  }
  await expect(doctor.listAppointments({ query: { from: '0000-01-01T00:00:00Z' } })).rejects.toMatchObject({ errors: [{ field: 'from' }] })
})

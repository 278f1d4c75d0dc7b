import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, drIdan, drOtto, hanna, max, pia, rita } from '../../../tests/people.ts'
import { call, consultation } from '../visit-types/visit-types.fixture.ts'

const dayMs = 86_400_000
type Query = { language?: string; specialty?: string; visitTypeId?: string; from?: string; limit?: number }

test('who is free first is found over all doctors by language, specialty and kind of visit, the soonest first, and nobody of another organisation', async () => {
  const clinic = await openClinic()
  const { search, names, ana, idan } = await setUp(clinic)
  const first = (await search({})).items
  expect(first.map(({ doctor }) => doctor.id).sort()).toEqual([ana, idan].sort())
  for (const { doctor, start } of first)
    expect((await (await clinic.as(pia)).readDoctor({ params: { id: doctor.id } })).firstFree).toBe(start)
  expect(await names({ language: 'he' })).toEqual([drIdan.displayName])
  expect(await names({ language: 'fr' })).toEqual([])
  expect(await names({ specialty: 'General Practice' })).toHaveLength(2)
  expect(await names({ specialty: 'surgery' })).toEqual([])
  expect((await (await clinic.as(hanna)).searchFree()).items.map(({ doctor }) => doctor.displayName)).toEqual([drOtto.displayName])

  // Idan’s first time goes: Ana is first from now on.
  const own = first.find(({ doctor }) => doctor.id === idan)
  const { start = '', end = '' } = own ?? {}
  await (await clinic.as(pia)).bookAppointment({ body: { doctorId: idan, start, end } })
  const after = (await search({})).items
  expect(after.map(({ doctor }) => doctor.id)).toEqual([ana, idan])
  expect(Date.parse(after[1]?.start ?? '')).toBeGreaterThan(Date.parse(start))
  await (await clinic.as(max)).setVacation({ params: { id: ana }, version: 1, body: { active: true } })
  expect(await names({})).toEqual([drIdan.displayName])
})

test('a kind of visit is searched among those who offer it, in its languages, with its notice, and only while it is offered', async () => {
  const clinic = await openClinic()
  const { search, names, idan } = await setUp(clinic)
  const admin = await clinic.as(max)
  const ofIdan = await admin.addVisitType({ body: { ...consultation, doctorIds: [idan], languages: ['he', 'en-GB'] } })
  const { items } = await search({ visitTypeId: ofIdan.id })
  const [only] = items
  expect(items.map(({ doctor }) => doctor.displayName)).toEqual([drIdan.displayName])
  expect(Date.parse(only?.end ?? '') - Date.parse(only?.start ?? '')).toBe(60 * 60_000)
  expect(Date.parse(only?.start ?? '')).toBeGreaterThanOrEqual(clinic.clock.now().getTime() + dayMs)
  expect(await names({ visitTypeId: ofIdan.id, language: 'he' })).toEqual([drIdan.displayName])
  const hebrew = await admin.addVisitType({ body: { ...call, languages: ['he'] } })
  expect(await names({ visitTypeId: hebrew.id, language: 'en' })).toEqual([])
  await expect(search({ visitTypeId: randomUUID() })).rejects.toMatchObject({ status: 404 })
  await admin.changeVisitType({ params: { id: hebrew.id }, version: 1, body: { ...call, active: false } })
  await expect(search({ visitTypeId: hebrew.id })).rejects.toMatchObject({ status: 422, code: 'NOT_OFFERED' })
})

test('the pages hold everybody once, in order, also those who are free at the same moment; one event names no patient', async () => {
  const clinic = await openClinic()
  const { search, ana, idan } = await setUp(clinic)
  const client = await clinic.as(rita)
  const from = new Date(clinic.clock.now().getTime() + 3 * dayMs).toISOString()
  const one = await client.searchFree({ query: { from, limit: 1 } })
  const two = await client.searchFree({ query: { from, limit: 1 } }, { cursor: one.next ?? '' })
  expect([...one.items, ...two.items].map(({ doctor, start }) => [doctor.id, start])).toEqual(
    [ana, idan].sort().map((id) => [id, one.items[0]?.start]),
  )
  expect(Date.parse(one.items[0]?.start ?? '')).toBeGreaterThanOrEqual(Date.parse(from))
  expect(two.next).toBeNull()
  expect(await clinic.events('doctor.free-searched')).toMatchObject([
    { outcome: 'allowed', patient_ids: [] },
    { outcome: 'allowed', patient_ids: [] },
  ])
  await expect(search({ from: new Date(clinic.clock.now().getTime() + 366 * dayMs).toISOString() })).rejects.toMatchObject({
    status: 400,
    errors: [{ field: 'from' }],
  })
  await expect(client.searchFree({ query: { cursor: 'bm9uc2Vuc2U' } })).rejects.toMatchObject({
    status: 400,
    errors: [{ field: 'cursor' }],
  })
  await expect((await clinic.as(aud)).searchFree()).rejects.toMatchObject({ status: 403 })
})

async function setUp(clinic: Clinic) {
  const client = await clinic.as(pia)
  const search = (query: Query) => client.searchFree({ query })
  const names = async (query: Query) => (await search(query)).items.map(({ doctor }) => doctor.displayName)
  return { search, names, ana: clinic.who(drAna).doctorId ?? '', idan: clinic.who(drIdan).doctorId ?? '' }
}

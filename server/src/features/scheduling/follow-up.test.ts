import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { drAna, drIdan, mira, type Person, paul } from '../../../tests/people.ts'
import { changeSettings } from '../../../tests/settings.fixture.ts'
import { giveHistory, measurement } from '../patients/history.fixture.ts'
import { booked, patientOf, wait } from './visits.fixture.ts'

const dayMinutes = 1440

test('[C20][F31 part] the chart and all under it stay open to the doctor of a past visit for as long as the organisation had set at its booking, and not on the next request after', async () => {
  const clinic = await openClinic()
  await giveHistory(clinic, paul, [measurement('2024-01-01', 70)])
  for (const days of [0, 14, 365]) {
    await changeSettings(clinic, { followUpDays: days })
    const visit = await booked(clinic, paul, drIdan)
    await changeSettings(clinic, { followUpDays: 90 })
    wait(clinic, visit.end, -days * dayMinutes + 10)
    expect(await opened(clinic, drIdan), `${days} days, before`).toEqual([200, 200, 200, 200])
    wait(clinic, visit.end, -days * dayMinutes - 1)
    expect(await opened(clinic, drIdan), `${days} days, after`).toEqual([404, 404, 404, 404])
  }
})

test('[C20][F31 part] whatever was set, a cancelled visit closes the chart at once: of those who read meanwhile, none who begins after the answer is served', async () => {
  const clinic = await openClinic()
  await changeSettings(clinic, { followUpDays: 365 })
  const addresses = [clinic.url, await clinic.another()]
  const headers = { authorization: `Bearer ${await clinic.token(drIdan)}` }
  for (let round = 0; round < 3; round += 1) {
    const visit = await booked(clinic, paul, drIdan)
    const seen: { begun: number; status: number }[] = []
    let over = false
    const readers = [...addresses, ...addresses].map(async (url) => {
      while (!over) {
        const begun = performance.now()
        const answer = await fetch(`${url}/api/patients/${patientOf(clinic, paul)}`, { headers })
        await answer.arrayBuffer()
        seen.push({ begun, status: answer.status })
      }
    })
    await expect.poll(() => seen.filter(({ status }) => status === 200).length).toBeGreaterThan(8)
    await (await clinic.as(paul)).cancelAppointment({ params: { id: visit.id }, body: { reason: 'patient-request' } })
    const answered = performance.now()
    await expect.poll(() => seen.filter(({ begun }) => begun > answered).length).toBeGreaterThan(8)
    over = true
    await Promise.all(readers)
    expect(seen.filter(({ begun, status }) => begun > answered && status !== 404)).toEqual([])
  }
})

test('the window is each organisation’s own, and one that is shortened leaves the visits that stand as they were told', async () => {
  const clinic = await openClinic()
  const visit = await booked(clinic, paul, drAna)
  await changeSettings(clinic, { followUpDays: 1 })
  await changeSettings(clinic, { followUpDays: 3 }, mira)
  wait(clinic, visit.end, -89 * dayMinutes)
  expect(await opened(clinic, drAna)).toEqual([200, 200, 200, 200])
  const days = await clinic.sql(`select slug, follow_up_days as days from organisations where slug in ('harbour', 'hilltop') order by slug`)
  expect(days).toEqual([
    { slug: 'harbour', days: 1 },
    { slug: 'hilltop', days: 3 },
  ])
})

/** Paul's chart, history, records and care team. */
async function opened(clinic: Clinic, doctor: Person): Promise<number[]> {
  const client = await clinic.as(doctor)
  const id = patientOf(clinic, paul)
  const asked = [
    client.readPatient({ params: { id } }),
    client.readHistory({ params: { id }, query: {} }),
    client.listRecords({ query: { patientId: id } }),
    client.readCareTeam({ params: { id }, query: {} }),
  ]
  return Promise.all(
    asked.map((one) =>
      one.then(
        () => 200,
        (problem: unknown) => Number(Object(problem).status),
      ),
    ),
  )
}

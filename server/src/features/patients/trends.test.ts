import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { drAna, drIdan, drOtto, max, type Person, paul, pia, rita } from '../../../tests/people.ts'
import { bundleText, longBundle } from '../importing/bundles.fixture.ts'
import { assign } from '../records/records.fixture.ts'
import { giveHistory, measurement, takeChart } from './history.fixture.ts'

const somewhere = '01890000-0000-7000-8000-000000000000'

test('trends of an imported chart are the numbers of its file to the last digit, by code and unit, oldest first', async () => {
  const clinic = await openClinic()
  const id = await takeChart(clinic, bundleText('agustin-fonseca'))
  const { series, truncated } = await (await clinic.as(max)).readTrends({ params: { id } })
  expect(truncated).toBeUndefined()
  const told = series.flatMap(({ code, unit, points }) => points.map(({ at, value }) => ({ code, unit, at, value })))
  expect(told.toSorted(byText)).toEqual(numbersIn(bundleText('agustin-fonseca')).toSorted(byText))
  for (const { points } of series) {
    const times = points.map(({ at }) => Date.parse(at))
    expect(times).toEqual(times.toSorted((one, other) => one - other))
  }
})

test('a blood pressure is two series that name what they are parts of', async () => {
  const clinic = await openClinic()
  const id = await takeChart(clinic, bundleText('agustin-fonseca'))
  const { series } = await (await clinic.as(max)).readTrends({ params: { id } })
  const panel = { code: '55284-4', label: 'Blood Pressure' }
  expect(series.filter((one) => one.panel)).toMatchObject([
    { code: '8462-4', label: 'Diastolic Blood Pressure', unit: 'mm[Hg]', panel },
    { code: '8480-6', label: 'Systolic Blood Pressure', unit: 'mm[Hg]', panel },
  ])
})

test('one code in two units is two series, and what has no number or no date has none', async () => {
  const clinic = await openClinic()
  await giveHistory(clinic, pia, [
    measurement('2024-01-02', 70),
    measurement('2024-01-01', 154, '29463-7', '[lb_av]'),
    measurement(undefined, 71),
    { kind: 'observation', code: { system: '', code: '', display: 'Mood' }, value: 'good', start: '2024-01-03', source: 'FHIR import' },
  ])
  const { series } = await readAs(clinic, pia)
  expect(series.map(({ unit, points }) => [unit, points])).toEqual([
    ['kg', [{ at: '2024-01-02', value: 70 }]],
    ['[lb_av]', [{ at: '2024-01-01', value: 154 }]],
  ])
})

test('of more than five thousand observations the newest are read, and the reply says that something was left out', async () => {
  const clinic = await openClinic()
  const id = await takeChart(clinic, longBundle(7_600))
  const { series, truncated } = await (await clinic.as(max)).readTrends({ params: { id } })
  expect(truncated).toBe(true)
  expect(series.map(({ points }) => points.length)).toEqual([200, 200, 200, 200, 200, 200])
  expect(series.every(({ points }) => points.at(-1)?.at.startsWith('2024-12'))).toBe(true)
}, 60_000)

test('[F29 part] who may read the history may read the trends; to anybody else the chart does not exist, and each look is one event', async () => {
  const clinic = await openClinic()
  await giveHistory(clinic, pia, [measurement('2024-01-01', 70)])
  await assign(clinic, drAna, pia)
  const { patientId = '' } = clinic.who(pia)
  for (const person of [pia, drAna, max]) expect((await readAs(clinic, person)).series).toHaveLength(1)
  for (const person of [paul, drIdan, drOtto]) {
    const client = await clinic.as(person)
    const known = await client.readTrends({ params: { id: patientId } }).catch(answerOf)
    const unknown = await client.readTrends({ params: { id: somewhere } }).catch(answerOf)
    expect(known).toMatchObject({ status: 404, code: 'NOT_FOUND' })
    expect(known).toEqual(unknown)
  }
  await expect(readAs(clinic, rita)).rejects.toMatchObject({ status: 403, code: 'FORBIDDEN' })
  const events = await clinic.events('patient.trends-read')
  expect(events.map(({ outcome }) => outcome)).toEqual([...Array(3).fill('allowed'), ...Array(7).fill('denied')])
  expect(events[0]).toMatchObject({ patient_ids: [patientId], resource_type: 'patient', rule: 'patient:history.read:self' })
})

async function readAs(clinic: Clinic, person: Person) {
  return (await clinic.as(person)).readTrends({ params: { id: clinic.who(pia).patientId ?? '' } })
}

type Quantity = { value: number; unit: string }
type Part = { code: { coding: { code: string }[] }; valueQuantity?: Quantity }

/** Every number of a bundle, read by hand. */
function numbersIn(text: string) {
  const { entry }: { entry: { resource: Part & { resourceType: string; effectiveDateTime: string; component?: Part[] } }[] } =
    JSON.parse(text)
  return entry
    .filter(({ resource }) => resource.resourceType === 'Observation')
    .flatMap(({ resource }) =>
      [resource, ...(resource.component ?? [])].flatMap(({ code, valueQuantity }) =>
        valueQuantity
          ? [{ code: code.coding[0]?.code, unit: valueQuantity.unit, at: resource.effectiveDateTime, value: valueQuantity.value }]
          : [],
      ),
    )
}

function byText(one: object, other: object): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1
}

function answerOf(problem: unknown) {
  return { ...Object(problem), requestId: undefined, message: undefined }
}

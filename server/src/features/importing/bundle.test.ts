import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseBundleText } from './bundle.ts'
import type { BundleFacts } from './facts.ts'

const agustin = parseBundleText(fixture('agustin-fonseca.json'))
const alberto = parseBundleText(fixture('alberto-atencio.json'))
const buster = parseBundleText(fixture('buster-hoeger.json'))

test('a bundle becomes one patient with names, birth date, contact and language as the source wrote them', () => {
  expect(agustin.patient).toEqual({
    sourceId: '27de96c6-6910-4f0f-8f10-00ce6090f447',
    displayName: 'Agustín Fonseca',
    given: ['Agustín'],
    family: 'Fonseca',
    birthDate: '1994-02-01',
    sex: 'male',
    insuranceId: 'cb5696d9-a0de-4f49-94f9-433f96a28eb0',
    contact: { phone: '555-929-9025', address: '586 Hilll Ranch Unit 68, Fall River, Massachusetts 02720, US' },
    language: 'es',
  })
  expect([alberto.patient.displayName, alberto.patient.language]).toEqual(['Alberto Atencio', 'es'])
  expect([buster.patient.displayName, buster.patient.language]).toEqual(['Buster Hoeger', 'en-US'])
})

test('names are the same bytes as in the file', () => {
  const bytes = fixture('agustin-fonseca.json')
  expect(Buffer.from(agustin.patient.displayName).toString('hex')).toBe('41677573 74c3ad6e 20466f6e 73656361'.replaceAll(' ', ''))
  expect(bytes.includes(Buffer.from(`"${agustin.patient.given[0]}"`))).toBe(true)
})

test('every kind of history is taken in full, and what is left is counted with its reason', () => {
  const bills = 'bills and what insurers paid are not part of a chart'
  expect(kindsOf(agustin)).toEqual({
    encounter: 7,
    observation: 41,
    procedure: 4,
    immunization: 8,
    condition: 2,
    medication: 2,
    'care-plan': 2,
    report: 1,
  })
  expect(agustin.left).toEqual([
    { type: 'Claim', n: 9, why: bills },
    { type: 'ExplanationOfBenefit', n: 7, why: bills },
  ])
  expect(kindsOf(alberto)).toEqual({ encounter: 6, condition: 3, medication: 2, observation: 35, immunization: 7, procedure: 3, report: 1 })
  expect(kindsOf(buster)).toEqual({ encounter: 6, condition: 3, observation: 33, immunization: 4, procedure: 1, report: 2, medication: 1 })
})

test('what is taken and what is left add up to the entries of the bundle', () => {
  for (const [facts, entries] of [
    [agustin, 86],
    [alberto, 76],
    [buster, 66],
  ] as const) {
    const taken = Object.values(facts.taken).reduce((sum, n) => sum + n, 0)
    const left = facts.left.reduce((sum, { n }) => sum + n, 0)
    expect(taken + left).toBe(entries)
  }
})

test('a blood pressure reads systolic / diastolic although the source gives the diastolic first', () => {
  const pressure = agustin.history.find(({ code }) => code.code === '55284-4')
  expect(pressure).toMatchObject({ value: '131 / 82 mm[Hg]', code: { system: 'http://loinc.org', display: 'Blood Pressure' } })
  expect(pressure).not.toHaveProperty('numeric')
})

test('a measurement keeps its exact number beside the words', () => {
  const weight = agustin.history.find(({ code }) => code.code === '29463-7')
  expect(weight).toMatchObject({ value: '78.7 kg', numeric: { value: 78.6865809811209, unit: 'kg' }, start: '2011-12-13T22:28:27+00:00' })
})

test('practitioners come with the organisation they work for, and every entry with whom the patient saw', () => {
  expect(agustin.practitioners).toEqual([
    {
      sourceId: 'c3c53ad9-4c82-406d-9b5b-b4f5e97e9410',
      npi: '300',
      displayName: 'Miquel Hettinger',
      given: ['Miquel'],
      family: 'Hettinger',
      sex: 'male',
      active: true,
      specialties: [],
      organisationSourceId: '23834663-ed53-3da9-b330-d6e1ecb8428e',
    },
  ])
  expect(agustin.organisations.map(({ name }) => name)).toEqual(['SOUTHCOAST HOSPITAL GROUP, INC'])
  for (const facts of [agustin, alberto, buster]) {
    const known = new Set(facts.practitioners.map(({ sourceId }) => sourceId))
    expect(facts.history.every(({ practitionerSourceId }) => known.has(practitionerSourceId ?? ''))).toBe(true)
  }
})

test('a prescription says whether it still stands, and a condition when it began and ended', () => {
  expect(agustin.history.find(({ kind }) => kind === 'medication')).toMatchObject({ status: 'stopped', code: { code: '310965' } })
  expect(agustin.history.find(({ kind }) => kind === 'condition')).toMatchObject({
    status: 'resolved',
    start: '2016-01-07T22:28:27+00:00',
    end: '2016-01-28T22:28:27+00:00',
  })
})

test('no source id is an insurance id, so that source ids may be stored in the clear', () => {
  for (const { patient, history, practitioners, organisations } of [agustin, alberto, buster]) {
    const ids = [patient, ...history, ...practitioners, ...organisations].map(({ sourceId }) => sourceId)
    expect(ids).not.toContain(patient.insuranceId)
  }
})

function fixture(name: string): Buffer {
  return readFileSync(new URL(`../../../fixtures/synthea/${name}`, import.meta.url))
}

function kindsOf({ history }: BundleFacts): Record<string, number> {
  return Object.fromEntries(Object.entries(Object.groupBy(history, ({ kind }) => kind)).map(([kind, entries]) => [kind, entries.length]))
}

import { expect, test } from 'vitest'
import { readBundle } from './bundle.ts'
import { BundleRefused } from './refused.ts'

const pia = { resourceType: 'Patient', id: 'pia', name: [{ given: ['Pia'], family: 'Kern' }], birthDate: '1980-03-04' }
const subject = { reference: 'Patient/pia' }
const cough = { resourceType: 'Condition', id: 'cough', code: { text: 'Cough' }, subject }
const shot = { resourceType: 'Immunization', id: 'shot', status: 'completed', vaccineCode: { text: 'Td' }, patient: subject }

test('a small bundle with references by type and id is read', () => {
  const facts = readBundle(bundleOf(pia, cough, shot))
  expect(facts.patient).toEqual({
    sourceId: 'pia',
    displayName: 'Pia Kern',
    given: ['Pia'],
    family: 'Kern',
    birthDate: '1980-03-04',
    contact: {},
    language: 'und',
  })
  expect(facts.history).toEqual([
    { sourceId: 'cough', kind: 'condition', code: { system: '', code: '', display: 'Cough' } },
    { sourceId: 'shot', kind: 'immunization', code: { system: '', code: '', display: 'Td' }, status: 'completed' },
  ])
})

test('what is no transaction of one patient is refused', () => {
  expect(refusal('Bundle')).toEqual(['Bundle', 'must be an object'])
  expect(refusal(pia)).toEqual(['Bundle.resourceType', 'must be Bundle'])
  expect(refusal({ ...bundleOf(pia), type: 'searchset' })).toEqual(['Bundle.type', 'must be transaction'])
  expect(refusal(bundleOf(cough))).toEqual(['Bundle.entry', 'has no patient'])
  expect(refusal(bundleOf(pia, { ...pia, id: 'ida' }))).toEqual([
    'Bundle.entry[1].resource',
    'is a second patient: one bundle is one chart',
  ])
  expect(refusal(bundleOf(pia, { ...cough, resourceType: 'Conditon' }))).toEqual([
    'Bundle.entry[1].resource.resourceType',
    'is not a resource type of FHIR R4',
  ])
  expect(refusal(bundleOf(pia, cough, cough))).toEqual(['Bundle.entry[2]', 'has the name of an earlier entry'])
})

test('a reference that points nowhere is refused, however deep it lies', () => {
  const nowhere = { reference: 'Encounter/none' }
  expect(refusal(bundleOf(pia, { ...cough, encounter: nowhere }))).toEqual([
    'Bundle.entry[1].resource.encounter.reference',
    'points to nothing in this bundle',
  ])
  expect(refusal(bundleOf(pia, { ...cough, evidence: [{ detail: [nowhere] }] }))?.[0]).toBe(
    'Bundle.entry[1].resource.evidence[0].detail[0].reference',
  )
})

test('an entry about nobody or about somebody else is refused', () => {
  const relative = { resourceType: 'RelatedPerson', id: 'ida' }
  expect(refusal(bundleOf(pia, { ...cough, subject: undefined }))?.[0]).toBe('Bundle.entry[1].resource.subject')
  expect(refusal(bundleOf(pia, relative, { ...cough, subject: { reference: 'RelatedPerson/ida' } }))).toEqual([
    'Bundle.entry[2].resource.subject',
    'is not the patient of this bundle',
  ])
})

test('a vaccination not given, an error, a refuted diagnosis and a mere proposal never become history', () => {
  const notGiven = { ...shot, status: 'not-done' }
  const refuted = { ...cough, verificationStatus: { coding: [{ code: 'refuted' }] } }
  const proposed = { resourceType: 'MedicationRequest', id: 'm', status: 'active', intent: 'proposal', subject }
  const twisted = { ...cough, id: 'twisted', modifierExtension: [{ url: 'urn:unknown' }] }
  const { history, left } = readBundle(bundleOf(pia, notGiven, refuted, proposed, twisted))
  expect(history).toEqual([])
  expect(left.map(({ type, n }) => [type, n])).toEqual([
    ['Immunization', 1],
    ['Condition', 1],
    ['MedicationRequest', 1],
    ['Condition', 1],
  ])
  expect(refusal(bundleOf(pia, { ...shot, status: 'Not Done' }))?.[0]).toBe('Bundle.entry[1].resource.status')
})

test('a diagnosis in doubt says so instead of standing as active', () => {
  const status = (code: string) => ({ coding: [{ code }] })
  const doubtful = { ...cough, clinicalStatus: status('active'), verificationStatus: status('provisional') }
  expect(readBundle(bundleOf(pia, doubtful)).history[0]?.status).toBe('provisional')
})

test('dates must be on the calendar, a birth date whole, an end after its start', () => {
  expect(refusal(bundleOf({ ...pia, birthDate: '1980-02-30' }))?.[0]).toBe('Bundle.entry[0].resource.birthDate')
  expect(refusal(bundleOf({ ...pia, birthDate: '1980-02' }))?.[1]).toBe('must be a whole date')
  expect(refusal(bundleOf(pia, { ...shot, occurrenceDateTime: '2020-01-01T10:00:00' }))?.[1]).toBe('is not a date or time of FHIR R4')
  const backwards = { onsetDateTime: '2020-01-01T10:00:00+02:00', abatementDateTime: '2020-01-01T07:59:59Z' }
  expect(refusal(bundleOf(pia, { ...cough, ...backwards }))?.[1]).toBe('ends before it starts')
})

test('text that a database would refuse or change is refused here', () => {
  const named = (family: string) => refusal(bundleOf({ ...pia, name: [{ family }] }))
  expect(named('Ke\u0000rn')).toEqual(['Bundle.entry[0].resource.name[0].family', 'holds characters that FHIR forbids'])
  expect(named('Ke\ud800rn')?.[1]).toBe('holds characters that FHIR forbids')
  expect(named(' ')?.[1]).toBe('must not be empty')
})

test('the insurance id is what an insurer gave, else the record number, never the social security number', () => {
  const number = (code: string, value: string) => ({ type: { coding: [{ code }] }, value })
  const held = (...identifier: object[]) => readBundle(bundleOf({ ...pia, identifier })).patient.insuranceId
  expect(held(number('SS', '999'), number('MR', 'record'), number('MB', 'member'))).toBe('member')
  expect(held(number('SS', '999'), number('MR', 'record'))).toBe('record')
  expect(held(number('SS', '999'), number('PPN', 'X1'), number('DL', 'S1'))).toBeUndefined()
  const coverage = { resourceType: 'Coverage', id: 'c', beneficiary: subject, subscriberId: 'subscribed' }
  expect(readBundle(bundleOf({ ...pia, identifier: [number('MR', 'record')] }, coverage)).patient.insuranceId).toBe('subscribed')
})

test('the official name wins over a maiden name, and a role gives specialty and organisation', () => {
  const name = [
    { use: 'maiden', given: ['Pia'], family: 'Roth' },
    { use: 'official', given: ['Pia', 'Ana'], family: 'Kern', prefix: ['Ms.'] },
  ]
  const { patient, practitioners } = readBundle(
    bundleOf(
      { ...pia, name },
      { resourceType: 'Organization', id: 'o', name: 'Clinic' },
      { resourceType: 'Practitioner', id: 'ana', name: [{ given: ['Ana'], family: 'Sol' }] },
      {
        resourceType: 'PractitionerRole',
        id: 'r',
        practitioner: { reference: 'Practitioner/ana' },
        organization: { reference: 'Organization/o' },
        specialty: [{ coding: [{ code: '394802001', display: 'General medicine' }] }],
      },
    ),
  )
  expect(patient.displayName).toBe('Pia Ana Kern')
  expect(practitioners[0]).toMatchObject({ specialties: ['General medicine'], organisationSourceId: 'o' })
})

test('a practitioner who stands only inside another resource gives no link to nobody', () => {
  const contained = [
    { resourceType: 'Practitioner', id: 'ana', name: [{ family: 'Sol' }] },
    { resourceType: 'PractitionerRole', id: 'role', practitioner: { reference: '#ana' } },
  ]
  const given = { ...shot, contained, performer: [{ actor: { reference: '#role' } }, { actor: { reference: '#ana' } }] }
  expect(readBundle(bundleOf(pia, given)).history[0]).not.toHaveProperty('practitionerSourceId')
})

function bundleOf(...resources: object[]) {
  return { resourceType: 'Bundle', type: 'transaction', entry: resources.map((resource) => ({ resource, request: { method: 'POST' } })) }
}

/** Position and reason, of the JSON as it would have come over the wire; undefined where the bundle is read. */
function refusal(bundle: unknown): [string, string] | undefined {
  try {
    readBundle(JSON.parse(JSON.stringify(bundle)))
    return undefined
  } catch (error) {
    if (error instanceof BundleRefused) return [error.position, error.reason]
    throw error
  }
}

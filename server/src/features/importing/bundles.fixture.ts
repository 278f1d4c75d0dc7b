// The bundles of server/fixtures/synthea, and others made from them.
import { readFileSync } from 'node:fs'

export type Fixture = 'agustin-fonseca' | 'alberto-atencio' | 'buster-hoeger'

export function bundleText(name: Fixture): string {
  return readFileSync(new URL(`../../../fixtures/synthea/${name}.json`, import.meta.url), 'utf8')
}

export type Changes = { id?: string; given?: string; family?: string; birthDate?: string; phone?: string }

/** A fixture with another patient in it; every other resource keeps its id. */
export function bundleOf(name: Fixture, { id, given, family, birthDate, phone }: Changes): string {
  const bundle = JSON.parse(bundleText(name))
  const patient = bundle.entry[0].resource
  const before: string = patient.id
  if (given !== undefined) patient.name[0].given = [given]
  if (family !== undefined) patient.name[0].family = family
  if (birthDate !== undefined) patient.birthDate = birthDate
  if (phone !== undefined) patient.telecom[0].value = phone
  const text = JSON.stringify(bundle)
  return id === undefined ? text : text.replaceAll(before, id)
}

const measured = [
  { code: '29463-7', display: 'Body Weight', unit: 'kg', around: 70 },
  { code: '39156-5', display: 'Body Mass Index', unit: 'kg/m2', around: 24 },
  { code: '2339-0', display: 'Glucose', unit: 'mg/dL', around: 95 },
  { code: '718-7', display: 'Hemoglobin [Mass/volume] in Blood', unit: 'g/dL', around: 14 },
]

/**
 * The bundle of one long life with that many entries, one a day backwards from 2024-12-31: of ten, six single measurements, a blood pressure, a
 * condition, an immunization and an allergy. The oldest is called `The first entry of all`.
 */
export function longBundle(entries: number, { id = 'long', family = 'Long' }: { id?: string; family?: string } = {}): string {
  const patient = { resourceType: 'Patient', id, name: [{ given: ['Lea'], family }], gender: 'female', birthDate: '1990-01-01' }
  const resources = Array.from({ length: entries }, (_, at) => entryOf(at, entries, id))
  return JSON.stringify({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [patient, ...resources].map((resource) => ({ resource, request: { method: 'POST', url: resource.resourceType } })),
  })
}

function entryOf(at: number, entries: number, patient: string) {
  const day = new Date(Date.UTC(2024, 11, 31) - at * 86_400_000).toISOString()
  const base = { id: `entry-${at}`, subject: { reference: `Patient/${patient}` } }
  const observation = { ...base, resourceType: 'Observation', status: 'final', effectiveDateTime: day }
  const own = measured[at % measured.length] ?? measured[0]
  if (at === entries - 1) return { ...base, resourceType: 'Condition', code: { text: 'The first entry of all' }, onsetDateTime: day }
  switch (at % 10) {
    case 6:
      return {
        ...observation,
        code: coded('85354-9', 'Blood Pressure'),
        component: [part('8462-4', 'Diastolic', 70 + (at % 23)), part('8480-6', 'Systolic', 110 + (at % 37))],
      }
    case 7:
      return { ...base, resourceType: 'Condition', code: { text: `Condition ${at}` }, onsetDateTime: day }
    case 8:
      return {
        id: base.id,
        patient: base.subject,
        resourceType: 'Immunization',
        status: 'completed',
        vaccineCode: { text: 'Influenza' },
        occurrenceDateTime: day,
      }
    case 9:
      return { id: base.id, patient: base.subject, resourceType: 'AllergyIntolerance', code: { text: `Allergy ${at}` }, recordedDate: day }
    default:
      return {
        ...observation,
        code: coded(own?.code ?? '', own?.display ?? ''),
        valueQuantity: { value: (own?.around ?? 0) + ((at * 7919) % 1000) / 333, unit: own?.unit },
      }
  }
}

function part(code: string, display: string, value: number) {
  return { code: coded(code, display), valueQuantity: { value, unit: 'mm[Hg]' } }
}

function coded(code: string, display: string) {
  return { coding: [{ system: 'http://loinc.org', code, display }], text: display }
}

// A bundle becomes the facts of one chart or is refused whole: nothing half-read ever reaches the store.
import { type Resolve, type Resource, readEntries, typeOf } from './entries.ts'
import type { BundleFacts } from './facts.ts'
import { readHistory } from './history.ts'
import { parseJson } from './json-text.ts'
import { kinds } from './kinds.ts'
import { asideByType, countLeft, countTypes } from './left.ts'
import { readPatient } from './patient.ts'
import { Place } from './place.ts'
import { readOrganisation, readPractitioner } from './practitioners.ts'
import { mustPointSomewhere } from './references.ts'
import { carriesModifier } from './standing.ts'

const people = new Set(['Patient', 'Practitioner', 'PractitionerRole', 'Organization'])

/**
 * Reads the text of a FHIR R4 transaction bundle, or its bytes, which must then be UTF-8.
 * @throws BundleRefused with `line n column n` (both from 1) for broken JSON, `byte n` (from 0) for broken UTF-8, else as `readBundle`
 */
export function parseBundleText(source: string | Uint8Array): BundleFacts {
  return readBundle(parseJson(source))
}

/**
 * The facts of one FHIR R4 (4.0.1) transaction bundle, with one Patient. What is taken is checked to the last reference; what is
 * left out is counted with its reason and not judged further.
 * @throws BundleRefused with the path of what is wrong
 */
export function readBundle(json: unknown): BundleFacts {
  const bundle = mustBeTransaction(new Place(json, 'Bundle'))
  const { resources, resolve } = readEntries(bundle)
  const patient = onlyPatient(bundle, resources)
  const persons = resources.filter(({ type }) => people.has(type))
  for (const { at } of persons) if (carriesModifier(at)) at.refuse('carries a modifier that is not known here')
  const { history, aside } = readHistory(resources, patient, resolve)
  const left = [...aside, ...resources.filter(({ type }) => !people.has(type) && !kinds.has(type)).map(asideByType)]
  const leftOut = new Set(left.map(({ resource }) => resource))
  const taken = resources.filter((resource) => !leftOut.has(resource))
  mustPointSomewhere(taken, resolve)
  const ofType = (type: string) => taken.filter((resource) => resource.type === type)
  const around = { roles: ofType('PractitionerRole'), encounters: ofType('Encounter'), resolve }
  return {
    patient: readPatient(patient, coveragesOf(patient, resources, resolve)),
    practitioners: ofType('Practitioner').map((practitioner) => readPractitioner(practitioner, around)),
    organisations: ofType('Organization').map(readOrganisation),
    history,
    left: countLeft(left),
    taken: countTypes(taken),
  }
}

function mustBeTransaction(bundle: Place): Place {
  if (typeOf(bundle) !== 'Bundle') bundle.must('resourceType').refuse('must be Bundle')
  if (bundle.must('type').text() !== 'transaction') bundle.must('type').refuse('must be transaction')
  if (bundle.may('implicitRules')) bundle.must('implicitRules').refuse('is not known here')
  return bundle
}

function onlyPatient(bundle: Place, resources: readonly Resource[]): Resource {
  const [patient, another] = resources.filter(({ type }) => type === 'Patient')
  if (another) another.at.refuse('is a second patient: one bundle is one chart')
  return patient ?? bundle.must('entry').refuse('has no patient')
}

/** The patient's own coverages, entries themselves or contained in a bill. */
function coveragesOf(patient: Resource, resources: readonly Resource[], resolve: Resolve): Place[] {
  return resources.flatMap((resource) =>
    [resource.at, ...resource.at.each('contained')].filter((at) => {
      if (typeOf(at) !== 'Coverage') return false
      const beneficiary = at.may('beneficiary')
      return beneficiary !== undefined && resolve(beneficiary, resource) === patient
    }),
  )
}

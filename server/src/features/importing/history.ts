import { readCoding, readConcept } from './codes.ts'
import type { Resolve, Resource } from './entries.ts'
import type { Code, HistoryEntry } from './facts.ts'
import { type Kind, kinds } from './kinds.ts'
import { readLabel } from './label.ts'
import type { Place } from './place.ts'
import { findOrganisation, findPractitioner } from './practitioners.ts'
import { readStatus, whyVoid } from './standing.ts'
import { readValue, type Value } from './values.ts'
import { readSpan } from './when.ts'

export type Aside = { resource: Resource; why: string }

/** The patient's history in the bundle's order, and what was put aside because it did not happen or would be read wrongly. */
export function readHistory(
  resources: readonly Resource[],
  patient: Resource,
  resolve: Resolve,
): { history: HistoryEntry[]; aside: Aside[] } {
  const aside: Aside[] = []
  const kept = resources.flatMap((resource) => {
    const kind = kinds.get(resource.type)
    const why = kind && whyVoid(resource.at, kind)
    if (why) aside.push({ resource, why })
    return kind && !why ? [{ resource, kind }] : []
  })
  const seenBy = new Map(kept.filter(({ kind }) => kind.kind === 'encounter').map((one) => [one.resource, doneBy(one, resolve)]))
  const history = kept.flatMap(({ resource, kind }) => {
    mustBeOf(patient, resource, kind, resolve)
    const value = readWords(resource)
    if (value) return [readEntry(resource, kind, value, seenBy, resolve)]
    aside.push({ resource, why: 'its value has a shape that is not read, and without it the entry would mislead' })
    return []
  })
  return { history, aside }
}

function readEntry(resource: Resource, kind: Kind, value: Value, seenBy: SeenBy, resolve: Resolve): HistoryEntry {
  const { at, sourceId } = resource
  const encounter = encounterOf(resource, seenBy, resolve)
  const practitioner = doneBy({ resource, kind }, resolve) ?? (encounter && seenBy.get(encounter))
  const visit = resource.type === 'Encounter' ? resource : encounter
  const organisation = visit && findOrganisation(visit, 'serviceProvider', resolve)
  const status = readStatus(at)
  const label = readLabel(at)
  return {
    sourceId,
    kind: kind.kind,
    code: readCode(resource, kind, resolve),
    ...(status && { status }),
    ...(label && { label }),
    ...value,
    ...readSpan(at, kind.starts, kind.ends),
    ...(practitioner && { practitionerSourceId: practitioner.sourceId }),
    ...(organisation && { organisationSourceId: organisation.sourceId }),
    ...(encounter && { encounterSourceId: encounter.sourceId }),
  }
}

type SeenBy = Map<Resource, Resource | undefined>

/** One bundle is one chart: an entry about anybody else, or about nobody, must not slip into it. */
function mustBeOf(patient: Resource, resource: Resource, kind: Kind, resolve: Resolve): void {
  const subject = resource.at.must(kind.patient)
  if (resolve(subject, resource) !== patient) subject.refuse('is not the patient of this bundle')
}

function encounterOf(resource: Resource, seenBy: SeenBy, resolve: Resolve): Resource | undefined {
  const reference = resource.type === 'Encounter' ? undefined : resource.at.may('encounter')
  const encounter = reference && resolve(reference, resource)
  if (reference && encounter && encounter.type !== 'Encounter') reference.refuse('is not an Encounter')
  return encounter && seenBy.has(encounter) ? encounter : undefined
}

function doneBy({ resource, kind }: { resource: Resource; kind: Kind }, resolve: Resolve): Resource | undefined {
  const references = kind.doneBy.flatMap((path) => fieldsAt(resource.at, path))
  return findPractitioner(references, resource, resolve)
}

/** The places of a field, itself a list or one, and of a field within it: `performer.actor`. */
function fieldsAt(at: Place, path: string): Place[] {
  const [first = path, ...rest] = path.split('.')
  return oneOrMany(at, first).flatMap((place) => (rest.length === 0 ? [place] : fieldsAt(place, rest.join('.'))))
}

function oneOrMany(at: Place, name: string): Place[] {
  const field = at.may(name)
  if (field === undefined) return []
  return Array.isArray(field.value) ? at.each(name) : [field]
}

function readCode(resource: Resource, kind: Kind, resolve: Resolve): Code {
  const { at, type } = resource
  const [concept] = kind.code.flatMap((name) => oneOrMany(at, name))
  if (concept) return readConcept(concept)
  if (type === 'Encounter') return readCoding(at.must('class'))
  return readMedication(resource, resolve) ?? at.must(kind.code[0] ?? 'code').refuse('is empty')
}

function readMedication(resource: Resource, resolve: Resolve): Code | undefined {
  const reference = resource.at.may('medicationReference')
  const medication = reference && resolve(reference, resource)
  if (reference && medication?.type !== 'Medication') reference.refuse('is not a Medication')
  return medication && readConcept(medication.at.must('code'))
}

/** What an entry says beyond its code: a result, a reason for the visit, a dose, a conclusion, how dangerous an allergy is. */
function readWords({ at, type }: Resource): Value | undefined {
  if (type === 'Observation') return readValue(at)
  const value = words(at, type)
  return value === undefined ? {} : { value }
}

function words(at: Place, type: string): string | undefined {
  const [reason] = at.each('reasonCode')
  const [dosage] = at.each('dosageInstruction')
  switch (type) {
    case 'Encounter':
      return reason && readConcept(reason).display
    case 'MedicationRequest':
      return dosage?.mayText('text')
    case 'DiagnosticReport':
      return at.mayText('conclusion')
    case 'AllergyIntolerance': {
      const criticality = at.may('criticality')?.oneOf(['low', 'high', 'unable-to-assess'])
      return criticality && `criticality: ${criticality}`
    }
    default:
      return undefined
  }
}

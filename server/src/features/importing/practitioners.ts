import { readConcept } from './codes.ts'
import type { Resolve, Resource } from './entries.ts'
import type { OrganisationFacts, PractitionerFacts } from './facts.ts'
import { readContact, readName, readSex } from './people.ts'
import type { Place } from './place.ts'

const npiSystem = 'http://hl7.org/fhir/sid/us-npi'

/** What else a bundle tells of its practitioners: their roles, and for whom their encounters were. */
export type Surroundings = { roles: readonly Resource[]; encounters: readonly Resource[]; resolve: Resolve }

/** A practitioner; the organisation is that of their role, else (Synthea has no roles) that of their latest encounter. */
export function readPractitioner(practitioner: Resource, around: Surroundings): PractitionerFacts {
  const { at, sourceId } = practitioner
  const roles = around.roles.filter((role) => practitionerOf(role, around.resolve) === practitioner)
  const sex = readSex(at)
  const npi = at
    .each('identifier')
    .find((id) => id.mayText('system') === npiSystem)
    ?.mayText('value')
  const organisation = organisationOfRoles(roles, around) ?? organisationOfEncounters(practitioner, around)
  return {
    sourceId,
    ...(npi && { npi }),
    ...readName(at),
    ...(sex && { sex }),
    active: at.may('active')?.flag() ?? true,
    specialties: [...new Set(roles.flatMap((role) => role.at.each('specialty').map((specialty) => readConcept(specialty).display)))],
    ...(organisation && { organisationSourceId: organisation.sourceId }),
  }
}

export function readOrganisation({ at, sourceId }: Resource): OrganisationFacts {
  return { sourceId, name: at.must('name').text(), contact: readContact(at) }
}

/** Whom a reference means as a person at work: a Practitioner of their own entry, directly or through a role; of several the first. */
export function findPractitioner(references: readonly Place[], within: Resource, resolve: Resolve): Resource | undefined {
  for (const reference of references) {
    const found = resolve(reference, within)
    const person = found?.type === 'PractitionerRole' ? practitionerOf(found, resolve) : found
    if (person?.type === 'Practitioner' && !person.container) return person
  }
  return undefined
}

export function participants(encounter: Resource): Place[] {
  return encounter.at.each('participant').flatMap((one) => one.may('individual') ?? [])
}

function practitionerOf(role: Resource, resolve: Resolve): Resource | undefined {
  const reference = role.at.may('practitioner')
  return reference && resolve(reference, role)
}

function organisationOfRoles(roles: readonly Resource[], { resolve }: Surroundings): Resource | undefined {
  for (const role of roles) {
    const found = findOrganisation(role, 'organization', resolve)
    if (found) return found
  }
  return undefined
}

function organisationOfEncounters(practitioner: Resource, { encounters, resolve }: Surroundings): Resource | undefined {
  const theirs = encounters.filter((encounter) => findPractitioner(participants(encounter), encounter, resolve) === practitioner)
  const latestFirst = theirs.toSorted((one, other) => (startOf(one) < startOf(other) ? 1 : -1))
  for (const encounter of latestFirst) {
    const found = findOrganisation(encounter, 'serviceProvider', resolve)
    if (found) return found
  }
  return undefined
}

/** The organisation that a field of the resource names, where it is an entry of its own. */
export function findOrganisation(resource: Resource, field: string, resolve: Resolve): Resource | undefined {
  const reference = resource.at.may(field)
  const found = reference && resolve(reference, resource)
  return found?.type === 'Organization' && !found.container ? found : undefined
}

function startOf(encounter: Resource): string {
  return encounter.at.may('period')?.mayText('start') ?? ''
}

import type { Clinic } from '../../../tests/clinic.ts'
import { max, type Person, paul, pia } from '../../../tests/people.ts'
import { sealProfile } from '../patients/index.ts'

type Scope = 'read' | 'book' | 'cases'

export const chartOf = (clinic: Clinic, person: Person) => clinic.who(person).patientId ?? ''

/** Max lets Paul act for Pia. */
export async function linked(clinic: Clinic, scopes: Scope[] = ['read', 'book'], more: { until?: string; capacity?: 'guardian' } = {}) {
  const body = { email: paul.email, capacity: 'carer' as const, scopes, ...more }
  return (await clinic.as(max)).linkProxy({ params: { id: chartOf(clinic, pia) }, body })
}

/** Gives a chart a birth date, sealed as the clinic seals it; none where undefined. */
export async function bornOn(clinic: Clinic, person: Person, birthDate: string | undefined): Promise<void> {
  const { tenantId, patientId = '' } = clinic.who(person)
  const { profile } = await sealProfile(clinic.keep, tenantId, patientId, {
    displayName: person.displayName,
    ...(birthDate && { birthDate }),
  })
  await clinic.sql('update patients set profile = $2 where id = $1', [patientId, profile.bytes])
}

/** What asking for everything of Pia's chart answers to somebody, in a fixed order. */
export async function all(clinic: Clinic, person: Person = paul): Promise<number[]> {
  const client = await clinic.as(person)
  const id = chartOf(clinic, pia)
  const asked = [
    client.readPatient({ params: { id } }),
    client.readHistory({ params: { id }, query: {} }),
    client.readTrends({ params: { id } }),
    client.listRecords({ query: { patientId: id } }),
    client.readAccessLog({ params: { id }, query: {} }),
    client.readCareTeam({ params: { id }, query: {} }),
  ]
  return Promise.all(
    asked.map((one) =>
      one.then(
        () => 200,
        (problem: unknown) => Object(problem).status,
      ),
    ),
  )
}

export const open = [200, 200, 200, 200, 200, 200]
export const shut = [404, 404, 404, 404, 404, 404]

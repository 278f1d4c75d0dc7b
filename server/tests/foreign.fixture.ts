// Things of others that somebody may not know of, and the addresses by which they would ask for them.
import { assign, note } from '../src/features/records/records.fixture.ts'
import { booked } from '../src/features/scheduling/visits.fixture.ts'
import type { Clinic } from './clinic.ts'
import { drAna, drIdan, drOtto, type Person, paul, pia } from './people.ts'

/** Who asks, by which path, and an id there that is another's. */
export type Foreign = { person: Person; path: string; id: string }

/** A chart, a signed record and a visit of Pia's, asked for by others of her organisation and of another. */
export async function foreignThings(clinic: Clinic): Promise<Foreign[]> {
  await assign(clinic, drAna, pia)
  const visit = await booked(clinic, pia, drAna)
  const ana = await clinic.as(drAna)
  const { patientId = '' } = clinic.who(pia)
  const record = await ana.createRecord({ body: { patientId, ...note } })
  await ana.signRecord({ params: { id: record.id }, body: {} })
  return [
    { person: drIdan, path: '/api/patients/', id: patientId },
    { person: paul, path: '/api/patients/', id: patientId },
    { person: drOtto, path: '/api/patients/', id: patientId },
    { person: drIdan, path: '/api/records/', id: record.id },
    { person: paul, path: '/api/appointments/', id: visit.id },
  ]
}

/** All that a caller sees of an answer but the number of the request, the moment, and how much of the limits is left. */
export function seenOf(status: number, headers: Iterable<[string, string]>, body: string): string {
  const given = [...headers]
  const requestId = given.find(([name]) => name === 'x-request-id')?.[1] ?? '-'
  const shown = given.filter(([name]) => !/^(x-request-id|date|ratelimit.*|content-security-policy.*)$/.test(name))
  return `${status} ${body.replaceAll(requestId, '')} ${JSON.stringify(shown)}`
}

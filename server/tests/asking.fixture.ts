// One request to each endpoint of the contract, by somebody whom the guard lets in, made by hand.
import { type Endpoint, pathsOf } from '@wardkeep/contract'
import { fromElsewhere } from '../src/features/identity/identity.fixture.ts'
import { relationsFor } from '../src/security/policy.ts'
import type { Clinic } from './clinic.ts'
import { aud, drAna, max, type Person, pia, rita } from './people.ts'
import { nowhere } from './walk.ts'

/** Somebody whose role gets past the guard; nobody where the endpoint is public. */
export function callerOf({ access }: Pick<Endpoint, 'access'>): Person | undefined {
  if (access === 'public') return undefined
  return [max, pia, drAna, rita, aud].find((person) => relationsFor(person.role, access).length > 0)
}

export type Asking = { query?: string; body?: unknown; type?: string; id?: string }

/** Asks it of nothing, or of this id, with this query and body. */
export async function ask(clinic: Clinic, endpoint: Endpoint, asking: Asking): Promise<Response> {
  const { query = '', body, type = 'application/json', id = nowhere } = asking
  const caller = callerOf(endpoint)
  const [path = ''] = pathsOf(endpoint)
  return fetch(clinic.url + path.replace(':id', id).replaceAll(/:\w+/g, nowhere) + query, {
    method: endpoint.method,
    headers: {
      'if-match': '"1"',
      ...(body !== undefined && { 'content-type': type }),
      ...(caller ? { authorization: `Bearer ${await clinic.token(caller)}` } : fromElsewhere()),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

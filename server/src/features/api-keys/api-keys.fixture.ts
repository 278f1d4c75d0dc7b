import type { Client } from '@wardkeep/client'
import type { keyScopes } from '@wardkeep/contract/api-keys.ts'
import type { Clinic } from '../../../tests/clinic.ts'
import { max, type Person } from '../../../tests/people.ts'
import { bearer, send } from '../identity/identity.fixture.ts'

type Scope = (typeof keyScopes)[number]
type More = { days?: number; perMinute?: number; by?: Person }

/** A key of a new service, made by an administrator. */
export async function keyOf(clinic: Clinic, scopes: Scope[], { by = max, ...more }: More = {}) {
  const client: Client = await clinic.as(by)
  return client.makeApiKey({ body: { service: { name: 'Vendor' }, scopes, ...more } })
}

/** What a key gets for a path. */
export function ask(at: Pick<Clinic, 'url'>, key: string, path: string, method = 'GET', body?: unknown) {
  return send(at, method, path, { headers: bearer(key), ...(body === undefined ? {} : { body }) })
}

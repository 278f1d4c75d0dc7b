import { api, type Endpoint, pathsOf } from '@wardkeep/contract'
import { expect, test } from 'vitest'
import { openClinic } from './clinic.ts'
import { max } from './people.ts'

test('[A81] health says ok and no more, to anybody, and readiness turns 503 with the database gone and back by itself', async () => {
  const clinic = await openClinic()
  for (const path of ['/health/live', '/health/ready', '/health/ready/']) {
    const answer = await fetch(clinic.url + path)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('{"status":"ok"}')
    const said = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n')
    expect(said).not.toMatch(/postgres|fastify|node|wardkeep|server:|x-powered-by/i)
  }

  const signedIn = clinic.token(max)
  await signedIn
  const database = await clinic.cutDatabase()
  const down = await fetch(`${clinic.url}/health/ready`)
  expect(down.status).toBe(503)
  expect(await down.json()).toMatchObject({ code: 'UNAVAILABLE', title: 'The clinic cannot answer right now; nothing was changed' })
  expect((await fetch(`${clinic.url}/health/live`)).status).toBe(200)

  const token = await signedIn
  for (const [name, endpoint] of Object.entries(api).filter(([, candidate]) => needsDatabase(candidate))) {
    const path = (pathsOf(endpoint)[0] ?? '').replace(':id', '01890000-0000-7000-8000-000000000000')
    const query =
      name === 'readSlots'
        ? '?from=2030-01-01T00:00:00Z&to=2030-01-02T00:00:00Z'
        : name === 'listRecords'
          ? '?patientId=01890000-0000-7000-8000-000000000000'
          : ''
    const answer = await fetch(clinic.url + path + query, { method: endpoint.method, headers: { authorization: `Bearer ${token}` } })
    expect(answer.status, name).toBe(503)
  }
  await database.back()
  expect((await fetch(`${clinic.url}/api/auth/me`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200)
  expect((await fetch(`${clinic.url}/health/ready`)).status).toBe(200)
})

/** Reads of a signed-in person: what they show lies in the database alone. */
function needsDatabase(endpoint: Endpoint): boolean {
  return endpoint.method === 'GET' && endpoint.access !== 'public'
}

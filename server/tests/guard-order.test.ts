// A request that is wrong in every way is told of the first way alone; each fault that is mended shows the next.
import { expect, test } from 'vitest'
import { browse, send } from '../src/features/identity/identity.fixture.ts'
import { openClinic } from './clinic.ts'
import { max, pia } from './people.ts'
import { nowhere } from './walk.ts'

test('[B342-361 part] the guards stand in one order: who asks, forgery, what was proven, the role, the form, and only then the thing; what comes later is never told before', async () => {
  const clinic = await openClinic()
  const path = `/api/patients/${nowhere}/proxies`
  const wrong = '{"not": "json'
  const right = { email: 'nobody@nowhere.test', capacity: 'carer', scopes: ['read'] }
  const [patient, admin] = [await browse(clinic, pia), await browse(clinic, max)]
  const told = async (headers: Record<string, string>, body: unknown) => {
    const answer =
      typeof body === 'string'
        ? await raw(clinic.url + path, headers, body)
        : await send(clinic, 'POST', path, { headers: { origin: 'http://localhost:8080', ...headers }, body })
    return [answer.status, answer.body.code]
  }
  const proven = { cookie: patient.cookie, 'x-csrf-token': patient.csrf }
  // Fresh for now: the role is the first that is wrong.
  expect(await told(proven, wrong)).toEqual([403, 'FORBIDDEN'])
  clinic.clock.pass(301)
  expect(await told({}, wrong)).toEqual([401, 'UNAUTHENTICATED'])
  expect(await told({ cookie: patient.cookie }, wrong)).toEqual([403, 'CSRF_REFUSED'])
  expect(await told(proven, wrong)).toEqual([401, 'STEP_UP_REQUIRED'])
  const runs = { cookie: admin.cookie, 'x-csrf-token': admin.csrf }
  expect(await told(runs, wrong)).toEqual([401, 'STEP_UP_REQUIRED'])
  const again = await browse(clinic, max)
  const fresh = { cookie: again.cookie, 'x-csrf-token': again.csrf }
  expect(await told(fresh, wrong)).toEqual([400, 'BAD_REQUEST'])
  expect(await told(fresh, { ...right, role: 'admin' })).toEqual([400, 'BAD_REQUEST'])
  expect(await told(fresh, right)).toEqual([404, 'NOT_FOUND'])
})

async function raw(url: string, headers: Record<string, string>, body: string) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { origin: 'http://localhost:8080', 'content-type': 'application/json', ...headers },
    body,
  })
  return { status: answer.status, body: Object(await answer.json()) }
}

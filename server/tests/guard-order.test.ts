// A request that is wrong in every way is told of the first way alone; each fault that is mended shows the next.
import { type Endpoint, pathsOf, servedIn } from '@wardkeep/contract'
import { expect, test } from 'vitest'
import { type Browser, browse, send } from '../src/features/identity/identity.fixture.ts'
import { relationsFor } from '../src/security/policy.ts'
import { openClinic } from './clinic.ts'
import { aud, drAna, max, type Person, pia, rita } from './people.ts'
import { nowhere } from './walk.ts'

const people = [max, pia, drAna, rita, aud]
// What strangers may ask in a demo has no first guard there.
const guarded = Object.entries(servedIn('demo', [])).filter(
  ([, { access, strangersIn }]) => access !== 'public' && strangersIn === undefined,
)
/** Those that end the sessions that are walked with, where a request without a fault would. */
const ending = ['logout', 'endOtherSessions']

test('[B342-361] on every endpoint the guards stand in one order: who asks, forgery, what was proven, the role, the form, and only then the thing; what comes later is never told before', async () => {
  const clinic = await openClinic({ flags: [] })
  const browsers = new Map<Person, Browser>()
  for (const person of people) browsers.set(person, await browse(clinic, person))
  const wrong: string[] = []
  const asked = new Map<string, number>()
  /** Asks in the worst form: a body that is none, and a word of the address that nobody knows. */
  const tell = async (
    [name, endpoint]: [string, Endpoint],
    person: Person | undefined,
    expected: string,
    more: { csrf?: boolean } = {},
  ) => {
    const { cookie = '', csrf = '' } = (person && browsers.get(person)) ?? {}
    const [path = ''] = pathsOf(endpoint)
    const answer = await fetch(`${clinic.url}${path.replaceAll(/:\w+/g, nowhere)}?unknown=1`, {
      method: endpoint.method,
      headers: {
        origin: 'http://localhost:8080',
        ...(person && { cookie, ...(more.csrf !== false && { 'x-csrf-token': csrf }) }),
        ...(endpoint.body && { 'content-type': 'application/json' }),
      },
      ...(endpoint.body && { body: '{"not": "json' }),
    })
    const told = `${answer.status} ${Object(await answer.json()).code}`
    asked.set(expected, (asked.get(expected) ?? 0) + 1)
    if (told !== expected) wrong.push(`${name} by ${person?.key ?? 'nobody'}: ${told}, not ${expected}`)
  }
  const allows = ({ access }: Endpoint) => people.find(({ role }) => access !== 'public' && relationsFor(role, access).length > 0)
  const refuses = ({ access }: Endpoint) => people.find(({ role }) => access !== 'public' && relationsFor(role, access).length === 0)

  for (const pair of guarded) {
    const [name, endpoint] = pair
    const [may, mayNot] = [allows(endpoint), refuses(endpoint)]
    await tell(pair, undefined, '401 UNAUTHENTICATED')
    if (endpoint.method !== 'GET')
      for (const person of [may, mayNot]) if (person) await tell(pair, person, '403 CSRF_REFUSED', { csrf: false })
    if (mayNot) await tell(pair, mayNot, '403 FORBIDDEN')
    if (may && !ending.includes(name)) await tell(pair, may, '400 BAD_REQUEST')
  }
  // The proof grows old while the sessions stay in use: it is then asked for before the role is looked at, and after forgery.
  for (let times = 0; times < 4; times += 1) {
    clinic.clock.pass(301)
    for (const { cookie } of browsers.values())
      expect((await send(clinic, 'GET', '/api/auth/me', { headers: { cookie } })).status, 'the session is awake').toBe(200)
  }
  for (const pair of guarded) {
    const [, { method, assurance }] = pair
    if (assurance.freshWithin === undefined || assurance.passwordGiven) continue
    await tell(pair, undefined, '401 UNAUTHENTICATED')
    if (method !== 'GET') await tell(pair, pia, '403 CSRF_REFUSED', { csrf: false })
    for (const person of [allows(pair[1]), refuses(pair[1])]) if (person) await tell(pair, person, '401 STEP_UP_REQUIRED')
  }
  expect(wrong).toEqual([])
  for (const told of ['401 UNAUTHENTICATED', '403 CSRF_REFUSED', '401 STEP_UP_REQUIRED', '403 FORBIDDEN', '400 BAD_REQUEST'])
    expect(asked.get(told) ?? 0, told).toBeGreaterThan(30)

  // After all of them, the thing itself.
  const proxies = `/api/patients/${nowhere}/proxies`
  const { cookie, csrf } = await browse(clinic, max)
  const body = { email: 'nobody@nowhere.test', capacity: 'carer', scopes: ['read'] }
  const headers = { origin: 'http://localhost:8080', cookie, 'x-csrf-token': csrf }
  expect((await send(clinic, 'POST', proxies, { headers, body })).status).toBe(404)
}, 120_000)

// What goes out: of every endpoint, to every role, under its true name and length, and not a field more than the contract says.
import { api, type Endpoint, pathsOf } from '@wardkeep/contract'
import { expect, onTestFinished, test } from 'vitest'
import { openHttp } from '../src/platform/http.ts'
import { openLog } from '../src/platform/log.ts'
import { openClinic } from './clinic.ts'
import { aud, castPassword, drAna, max, pia, rita } from './people.ts'
import { type Exchange, listenIn } from './replies.fixture.ts'
import { setStage } from './stage.ts'
import { stories } from './stories.ts'
import { makeThings, step, walked } from './walk.ts'

const endpoints = Object.entries<Endpoint>(api)

test('[V4.1.1][V4.2.2][V4.2.5][V15.3.1 part] every answer of every endpoint says what it is and in which letters, and how long; every request of the client does, and none is built near the limits of what servers take; and what the schema of a reply does not name is taken out of it on its way', async () => {
  const clinic = await openClinic()
  const { heard } = await listenIn(clinic.url)
  const stage = await setStage(clinic)
  for (const tell of Object.values(stories)) await tell(stage)
  await refusals(clinic.url, await clinic.token(pia))

  const exchanges = heard()
  const untrue = exchanges
    .filter((exchange) => !isTrue(exchange))
    .map(({ asked, answered }) => `${asked.first}: ${answered.first} ${[...answered.headers].join(' ')}`)
  expect(untrue).toEqual([])
  const built = exchanges.filter(({ asked }) => !/nnnnn/.test(asked.first) && !asked.headers.has('x-much'))
  expect(Math.max(...built.map(({ asked }) => asked.headLength))).toBeLessThan(2048)
  expect(Math.max(...built.map(({ asked }) => asked.first.length))).toBeLessThan(512)
  expect(Math.max(...exchanges.map(({ answered }) => answered.headLength))).toBeLessThan(4096)
  const cookie = await fetch(`${clinic.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: drAna.email, password: castPassword, cookie: true }),
  })
  for (const one of cookie.headers.getSetCookie()) expect(one.length).toBeLessThan(512)
  expect(cookie.headers.getSetCookie().length).toBeLessThan(4)
  const answers = new Map(endpoints.map(([name, endpoint]) => [name, exchanges.filter((one) => isOf(endpoint, one))]))
  expect([...answers].filter(([, told]) => told.length === 0).map(([name]) => name)).toEqual([])

  const http = await openHttp({ log: openLog('silent'), corsOrigins: [], trustedProxies: [], first: () => {} })
  onTestFinished(() => http.close())
  const leaking: string[] = []
  const known: string[] = []
  for (const [name, endpoint] of endpoints) {
    const { status, reply, mediaType } = endpoint
    const [told] = (answers.get(name) ?? []).filter(({ answered }) => answered.first.includes(` ${status} `) && answered.body !== '')
    // The description of the API is the contract itself, of no shape that could be narrowed.
    if (told === undefined || mediaType !== undefined || name === 'openapi') continue
    const truth: unknown = JSON.parse(told.answered.body)
    http.get(`/${name}`, { schema: { response: { [status]: reply } } }, async (_, answer) => answer.status(status).send(polluted(truth)))
    known.push(name)
  }
  for (const name of known) {
    const answer = await http.inject(`/${name}`)
    if (answer.body.includes('canary')) leaking.push(`${name}: ${answer.body.slice(0, 300)}`)
  }
  expect(leaking).toEqual([])
  expect(known.length).toBeGreaterThan(100)
}, 120_000)

test('[V15.3.1] which fields each role is given by each endpoint that reads is the reviewed list', async () => {
  const clinic = await openClinic()
  const world = await makeThings(clinic)
  const lines: string[] = []
  for (const pair of walked.filter(([, { method, mediaType }]) => method === 'GET' && mediaType === undefined)) {
    const byFields = new Map<string, string[]>()
    for (const person of [pia, drAna, rita, aud, max]) {
      const fields = new Set<string>()
      for (const thing of [...world.things.filter(({ organisation }) => organisation === person.organisation), undefined]) {
        const { status, said } = await step(clinic, world, person, pair, thing)
        if (status === 200) for (const field of fieldsOf(JSON.parse(String(said)))) fields.add(field)
      }
      if (fields.size > 0)
        byFields.set([...fields].toSorted().join(' '), [...(byFields.get([...fields].toSorted().join(' ')) ?? []), person.role])
    }
    for (const [fields, roles] of byFields) lines.push(`${pair[0]} (${roles.join(', ')}): ${fields}`)
  }
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('replies.matrix.txt')
}, 120_000)

/** Every way in which this server refuses before an endpoint is reached, or instead of it. */
async function refusals(url: string, token: string): Promise<void> {
  const signedIn = { authorization: `Bearer ${token}` }
  const json = { ...signedIn, 'content-type': 'application/json' }
  const asked: [string, RequestInit][] = [
    ['/api/auth/me', {}],
    ['/api/nothing', { headers: signedIn }],
    ['/anything', {}],
    ['/api/patients/not-an-id', { headers: signedIn }],
    ['/api/patients?limit=0', { headers: signedIn }],
    [`/api/patients?name=${'n'.repeat(5000)}`, { headers: signedIn }],
    ['/api/users', { headers: signedIn }],
    ['/api/appointments', { method: 'POST', headers: json, body: '{' }],
    ['/api/appointments', { method: 'POST', headers: { ...signedIn, 'content-type': 'text/csv' }, body: 'a' }],
    ['/api/%', {}],
    ['/api/auth/me', { headers: { 'x-much': 'h'.repeat(20_000) } }],
    ['/api/about', { method: 'PUT' }],
  ]
  for (const [path, init] of asked) await (await fetch(url + path, init)).arrayBuffer()
}

/** JSON, problem details, calendars, each in UTF-8 and with a length; nothing of that where there is nothing. */
function isTrue({ answered: { first, headers, body } }: Exchange): boolean {
  const type = headers.get('content-type')
  const status = Number(first.slice(9, 12))
  if (status === 204) return body === '' && type === undefined && !headers.has('content-length')
  if (status === 303) return body === '' && headers.has('location')
  if (!headers.has('content-length')) return false
  if (type === 'text/calendar; charset=utf-8') return body.startsWith('BEGIN:VCALENDAR')
  if (type === 'application/samlmetadata+xml; charset=utf-8') return body.startsWith('<?xml')
  return type === `application/${status < 400 ? 'json' : 'problem+json'}; charset=utf-8` && isJson(body)
}

function isJson(body: string): boolean {
  try {
    return JSON.parse(body) !== undefined
  } catch {
    return false
  }
}

function isOf(endpoint: Endpoint, { asked }: Exchange): boolean {
  const [method, path = ''] = asked.first.split(' ')
  return (
    method === endpoint.method &&
    pathsOf(endpoint).some((one) => new RegExp(`^${one.replaceAll(/:\w+/g, '[^/]+?').replaceAll('.', '\\.')}(\\?|$)`).test(path))
  )
}

/** The same with a field that nobody knows in every object of it. */
function polluted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(polluted)
  if (value === null || typeof value !== 'object') return value
  return { ...Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, polluted(inner)])), unheardOf: 'canary' }
}

/** The names in an answer, with those around them; of a list, those of all its members. */
function fieldsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => fieldsOf(one, `${path}[]`))
  if (value === null || typeof value !== 'object') return [path]
  return Object.entries(value).flatMap(([name, inner]) => fieldsOf(inner, path === '' ? name : `${path}.${name}`))
}

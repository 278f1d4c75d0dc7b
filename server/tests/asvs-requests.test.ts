// What a request may be made of: the method, the types, the names, the number and the places of its parameters, on every endpoint of the contract.
import { Agent, METHODS, request } from 'node:http'
import { api, type Endpoint, pathsOf } from '@wardkeep/contract'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { Authenticator } from '../src/features/identity/authenticator.fixture.ts'
import { ask, callerOf } from './asking.fixture.ts'
import { fieldsIn } from './body-fields.fixture.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { max } from './people.ts'
import { nowhere } from './walk.ts'

const endpoints = Object.entries<Endpoint>(api)
const paths = [...new Set(endpoints.flatMap(([, endpoint]) => pathsOf(endpoint)))]

test('[V15.3.5] a value of another kind than the contract names is refused by its field, at every depth of every body, in every query and every path: a list or an object is never read as text, nor a text as a number or a yes', async () => {
  const clinic = await openClinic()
  const unexpected: string[] = []
  let asked = 0
  const refused = async (name: string, endpoint: Endpoint, more: Parameters<typeof ask>[2], field: string) => {
    const answer = await ask(clinic, endpoint, more)
    const said = await answer.text()
    asked += 1
    if (answer.status !== 400 || !said.includes(field)) unexpected.push(`${name} ${JSON.stringify(more)}: ${answer.status} ${said}`)
  }
  const others = { string: [[], ['admin'], { toString: 'admin' }, 1], integer: ['1', [1]], number: ['1', [1]], boolean: ['true', 1] }
  for (const [name, endpoint] of endpoints) {
    for (const { path, type, put } of endpoint.form ? [] : fieldsIn(endpoint.body))
      for (const value of others[type]) await refused(name, endpoint, { body: put(value) }, `"${path}"`)
    // Where there is a body too, it is looked at first.
    const body = wholeBodies[name]
    for (const field of Object.keys(endpoint.query?.properties ?? {}))
      await refused(name, endpoint, { query: `?${field}[a]=b`, ...(body && { body }) }, field)
    for (const id of endpoint.path.includes(':id') ? ['[]', '{"a":1}', `${nowhere},${nowhere}`] : [])
      await refused(name, endpoint, { id: encodeURIComponent(id) }, '"id"')
  }
  expect(unexpected).toEqual([])
  expect(asked).toBeGreaterThan(500)
}, 120_000)

test('[V15.3.7] a parameter that is given twice, or in another place than its own, is refused on every endpoint, and neither of both is chosen', async () => {
  const clinic = await openClinic()
  const unexpected: string[] = []
  let asked = 0
  const refused = async (name: string, endpoint: Endpoint, more: Parameters<typeof ask>[2], status = 400) => {
    const answer = await ask(clinic, endpoint, more)
    await answer.arrayBuffer()
    asked += 1
    if (answer.status !== status) unexpected.push(`${name} ${JSON.stringify(more)}: ${answer.status}`)
  }
  for (const [name, endpoint] of endpoints) {
    const ofBody = Object.keys(endpoint.body?.properties ?? {})
    const ofQuery = Object.keys(endpoint.query?.properties ?? {})
    for (const field of ofQuery) await refused(name, endpoint, { query: `?${field}=1&${field}=2` })
    // Neither what belongs into the body, nor into the path or a header, comes by the address.
    for (const field of [...ofBody, 'id', 'tenantId', 'access_token', 'csrf', 'purpose'].filter((one) => !ofQuery.includes(one)))
      await refused(name, endpoint, { query: `?${field}=1`, ...(endpoint.form && asForm) })
    if (endpoint.form) {
      const { type } = asForm
      for (const body of ['id=1', ...ofBody.map((field) => `${field}=a&${field}=b`)]) await refused(name, endpoint, { body, type })
      for (const other of ['application/json', 'multipart/form-data; boundary=b', 'text/plain'])
        await refused(name, endpoint, { body: '{}', type: other }, 415)
    } else if (endpoint.body) {
      for (const field of ofBody) {
        await refused(name, endpoint, { body: `{"${field}":"a","${field}":"b"}` })
        await refused(name, endpoint, {
          body: `{"${field}":"a","\\u${field.charCodeAt(0).toString(16).padStart(4, '0')}${field.slice(1)}":"b"}`,
        })
      }
      for (const field of [...ofQuery, 'id', 'tenantId'].filter((one) => !ofBody.includes(one)))
        await refused(name, endpoint, { body: { [field]: nowhere } })
      for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=b', 'text/plain', 'application/jsonx'])
        await refused(name, endpoint, { body: 'id=1', type }, 415)
    } else expect(await withBody(clinic, endpoint, `{"id":"${nowhere}"}`), name).toBe(400)
  }
  expect(unexpected).toEqual([])
  expect(asked).toBeGreaterThan(1500)
  // The repetition is what is refused, not something else in it.
  const said = await ask(clinic, api.login, { body: '{"login":"a","password":"b","login":"c"}' })
  expect(await said.json()).toMatchObject({ errors: [{ field: 'body', reason: 'names something twice' }] })
  const deep = await ask(clinic, api.createRecord, { body: '{"sections":[{"text":"\\":"},{"text":"a","text":"b"}]}' })
  expect(await deep.json()).toMatchObject({ errors: [{ field: 'body', reason: 'names something twice' }] })
}, 120_000)

test('[V15.3.6] no body, no query and no form of any endpoint reaches the prototype that all objects share, however deep the name of it lies', async () => {
  const clinic = await openClinic()
  const shared = [Object.prototype, Array.prototype, Function.prototype, String.prototype]
  const before = shared.map((one) => Reflect.ownKeys(one))
  const attempts = [
    '{"__proto__":{"polluted":true}}',
    '{"constructor":{"prototype":{"polluted":true}}}',
    '{"a":{"__proto__":{"polluted":true}}}',
    '{"\\u005f\\u005fproto__":{"polluted":true}}',
    '[{"__proto__":{"polluted":true}}]',
  ]
  const form = '--b\r\nContent-Disposition: form-data; name="__proto__[polluted]"\r\n\r\ntrue\r\n--b--\r\n'
  const queries = ['?__proto__[polluted]=1', '?__proto__.polluted=1', '?constructor[prototype][polluted]=1', '?__proto__=1']
  for (const [name, endpoint] of endpoints) {
    for (const query of queries)
      expect((await ask(clinic, endpoint, { query, ...(endpoint.form && asForm) })).status, `${name} ${query}`).toBe(400)
    if (endpoint.body === undefined || endpoint.form) continue
    for (const body of [...attempts, ...fc.sample(polluting, 4)])
      expect((await ask(clinic, endpoint, { body })).status, `${name} ${body}`).toBe(400)
    expect((await ask(clinic, endpoint, { body: form, type: 'multipart/form-data; boundary=b' })).status, name).toBe(415)
  }
  expect(shared.map((one) => Reflect.ownKeys(one))).toEqual(before)
  expect(Object('x').polluted).toBeUndefined()
}, 120_000)

/** What the few endpoints that take a form are sent. */
const asForm = { body: 'x=1', type: 'application/x-www-form-urlencoded' }

const wholeBodies: Record<string, object> = {
  confirmTotp: { code: '123456' },
  registerPasskey: { name: 'Key', credential: new Authenticator().create({ challenge: 'AAAA' }) },
}

/** JSON that has, somewhere in it, one of the names by which prototypes are reached. */
const polluting = fc
  .tuple(
    fc.json({ maxDepth: 3 }),
    fc.constantFrom('__proto__', 'constructor', 'prototype'),
    fc.array(fc.constantFrom('a', 'sections', 'body'), { maxLength: 4 }),
  )
  .map(([other, name, way]) => {
    const inner = name === '__proto__' ? '{"polluted":true}' : '{"prototype":{"polluted":true},"polluted":true}'
    return way.reduceRight((text, step) => `{"${step}":${text}}`, `{"other":${other},"${name}":${inner}}`)
  })

test('[V4.4.1][V4.4.2][V4.4.3][V4.4.4] no path of the contract becomes a socket: an upgrade is answered as the request that it is, or refused', async () => {
  const clinic = await openClinic()
  const token = await clinic.token(max)
  for (const path of paths) {
    const status = await byHand(clinic.url, path, { token, headers: upgrading })
    expect(status, path).not.toBe(101)
    expect(status, path).toBeLessThan(500)
  }
})

test('[V4.1.4][V4.3.2] of all methods that there are each path answers those that the contract names for it; whoever asks by another is refused, and no path speaks GraphQL', async () => {
  const clinic = await openClinic()
  const token = await clinic.token(max)
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  onTestFinished(() => agent.destroy())
  const named = new Set(endpoints.flatMap(([, endpoint]) => pathsOf(endpoint).map((path) => `${endpoint.method} ${path}`)))
  const answered: string[] = []
  let asked = 0
  for (const path of paths) {
    // A HEAD is a GET without its body; a CONNECT names no path.
    const unnamed = METHODS.filter((method) => method !== 'CONNECT' && !named.has(`${method === 'HEAD' ? 'GET' : method} ${path}`))
    const statuses = await Promise.all(unnamed.map((method) => byHand(clinic.url, path, { token, method, agent })))
    asked += statuses.length
    statuses.forEach((status, place) => {
      // A fixed word in the place of an id reaches the endpoint of the id, and is refused as none.
      if (![400, 403, 404, 405, 501].includes(status)) answered.push(`${unnamed[place]} ${path}: ${status}`)
    })
  }
  expect(answered).toEqual([])
  expect(asked).toBeGreaterThan(paths.length * 25)
  expect(paths.filter((path) => /graph/i.test(path))).toEqual([])
  for (const path of ['/graphql', '/api/graphql', '/graphiql', '/api/graph', '/query'])
    expect(await byHand(clinic.url, path, { token, method: 'POST' }), path).toBe(404)
}, 120_000)

test('[V4.3.1 part] whatever a list is asked by is one flat value of bounded length or range, and a page holds a hundred at most', () => {
  const unbounded: string[] = []
  let fields = 0
  for (const [name, { params, query }] of endpoints) {
    for (const [field, schema] of Object.entries({ ...params?.properties, ...query?.properties })) {
      fields += 1
      if (!isBounded(schema)) unbounded.push(`${name} ${field}: ${JSON.stringify(schema)}`)
    }
    const { limit } = query?.properties ?? {}
    if (limit !== undefined && Object(limit).maximum > 100) unbounded.push(`${name}: ${Object(limit).maximum} on a page`)
  }
  expect(unbounded).toEqual([])
  expect(fields).toBeGreaterThan(100)
})

function isBounded(schema: unknown): boolean {
  const { type, enum: choices, const: fixed, maxLength, minimum, maximum, format, pattern, anyOf } = Object(schema)
  if (Array.isArray(anyOf)) return anyOf.every(isBounded)
  if (Array.isArray(choices) || fixed !== undefined || type === 'boolean' || format === 'date') return true
  if (type === 'integer') return typeof minimum === 'number' && typeof maximum === 'number'
  return (
    type === 'string' &&
    (typeof maxLength === 'number' || (typeof pattern === 'string' && pattern.startsWith('^') && !/[*+]|\{\d+,\}/.test(pattern)))
  )
}

const upgrading = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
}

type ByHand = { token?: string; method?: string; headers?: Record<string, string>; agent?: Agent; body?: string }

/** The status that a hand-made request gets. */
function byHand(url: string, path: string, { token, method = 'GET', headers = {}, agent, body }: ByHand): Promise<number> {
  // By the name of fetch, which signed in: another browser would have staff prove themselves anew.
  const given = { 'user-agent': 'node', ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) }
  return new Promise((resolve, reject) => {
    const asked = request(url + path.replaceAll(/:\w+/g, nowhere), { method, agent, headers: given }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? 0))
    })
    asked.on('upgrade', (answer, opened) => {
      opened.destroy()
      resolve(answer.statusCode ?? 101)
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

/** The status of a request with a body where the contract names none; fetch sends no such with GET. */
async function withBody(clinic: Clinic, { method, path, root, access }: Endpoint, body: string): Promise<number> {
  const caller = callerOf({ access })
  const token = caller && (await clinic.token(caller))
  const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), 'if-match': '"1"' }
  return byHand(clinic.url, root ? path : `/api${path}`, { ...(token !== undefined && { token }), method, headers, body })
}

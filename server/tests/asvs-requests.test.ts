// What a request may be made of: the method, the types, the names and the number of its parameters, on every endpoint of the contract.
import { request } from 'node:http'
import { api, type Endpoint, pathsOf } from '@wardkeep/contract'
import { expect, test } from 'vitest'
import { ask } from './asking.fixture.ts'
import { openClinic } from './clinic.ts'
import { max } from './people.ts'
import { nowhere } from './walk.ts'

const endpoints = Object.entries<Endpoint>(api)

test('[V15.3.5 part] a list or an object where a text belongs is refused by its name, in every field of every body and every query, and never read as text', async () => {
  const clinic = await openClinic()
  const unexpected: string[] = []
  let asked = 0
  for (const [name, endpoint] of endpoints) {
    for (const [field, schema] of Object.entries<object>(endpoint.body?.properties ?? {})) {
      if (!('type' in schema && schema.type === 'string')) continue
      for (const value of [[], ['admin'], {}, { toString: 'admin' }]) {
        const answer = await ask(clinic, endpoint, { body: { [field]: value } })
        const said = await answer.text()
        asked += 1
        if (answer.status !== 400 || !said.includes(`"${field}"`))
          unexpected.push(`${name} ${field} ${JSON.stringify(value)}: ${answer.status} ${said}`)
      }
    }
    for (const field of Object.keys(endpoint.query?.properties ?? {})) {
      const answer = await ask(clinic, endpoint, { query: `?${field}[a]=b` })
      asked += 1
      if (answer.status !== 400) unexpected.push(`${name} ?${field}[a]: ${answer.status}`)
    }
  }
  expect(unexpected).toEqual([])
  expect(asked).toBeGreaterThan(150)
}, 120_000)

test('[V15.3.7 part] a parameter that is given twice, or in another place than its own, is refused and neither of both is chosen', async () => {
  const clinic = await openClinic()
  const unexpected: string[] = []
  let asked = 0
  for (const [name, endpoint] of endpoints) {
    const ofBody = Object.keys(endpoint.body?.properties ?? {})
    for (const field of Object.keys(endpoint.query?.properties ?? {})) {
      const answer = await ask(clinic, endpoint, { query: `?${field}=1&${field}=2` })
      asked += 1
      if (answer.status !== 400) unexpected.push(`${name} twice ${field}: ${answer.status}`)
    }
    // What belongs into the body does not come by the address.
    if (endpoint.query === undefined) continue
    for (const field of [...ofBody, 'id', 'tenantId'].filter((one) => !(one in (endpoint.query?.properties ?? {})))) {
      const answer = await ask(clinic, endpoint, { query: `?${field}=1` })
      asked += 1
      if (answer.status !== 400) unexpected.push(`${name} ?${field}: ${answer.status}`)
    }
  }
  expect(unexpected).toEqual([])
  expect(asked).toBeGreaterThan(60)
}, 120_000)

test('[V15.3.6 part] no body and no query of any endpoint reaches the prototype that all objects share', async () => {
  const clinic = await openClinic()
  const before = Object.getOwnPropertyNames(Object.prototype).toSorted()
  const attempts = [
    '{"__proto__":{"polluted":true}}',
    '{"constructor":{"prototype":{"polluted":true}}}',
    '{"a":{"__proto__":{"polluted":true}}}',
    '{"\\u005f\\u005fproto__":{"polluted":true}}',
  ]
  for (const [name, endpoint] of endpoints) {
    for (const body of endpoint.body ? attempts : []) expect((await ask(clinic, endpoint, { body })).status, `${name} ${body}`).toBe(400)
    for (const query of endpoint.query ? ['?__proto__[polluted]=1', '?constructor.prototype.polluted=1'] : [])
      expect((await ask(clinic, endpoint, { query })).status, `${name} ${query}`).toBe(400)
  }
  expect(Object.getOwnPropertyNames(Object.prototype).toSorted()).toEqual(before)
  expect(Object('x').polluted).toBeUndefined()
}, 120_000)

test('[V4.4.1][V4.4.2][V4.4.3][V4.4.4] no path of the contract becomes a socket: an upgrade is answered as the request that it is, or refused', async () => {
  const clinic = await openClinic()
  const token = await clinic.token(max)
  for (const path of new Set(endpoints.flatMap(([, endpoint]) => pathsOf(endpoint)))) {
    const status = await upgrade(clinic.url, path.replaceAll(/:\w+/g, nowhere), token)
    expect(status, path).not.toBe(101)
    expect(status, path).toBeLessThan(500)
  }
})

test('[V4.1.4 part] methods that no endpoint uses are refused on every path, whoever asks', async () => {
  const clinic = await openClinic()
  const token = await clinic.token(max)
  for (const path of new Set(endpoints.flatMap(([, endpoint]) => pathsOf(endpoint)))) {
    for (const method of ['TRACE', 'PROPFIND', 'MKCOL', 'LOCK', 'SEARCH', 'PURGE']) {
      const status = await upgrade(clinic.url, path.replaceAll(/:\w+/g, nowhere), token, method)
      expect([400, 404, 405, 501], `${method} ${path}`).toContain(status)
    }
  }
})

/** The status that a hand-made request gets; with GET, one that asks to become a WebSocket. */
function upgrade(url: string, path: string, token: string, method = 'GET'): Promise<number> {
  const socket = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  }
  return new Promise((resolve, reject) => {
    const asked = request(
      url + path,
      { method, headers: { authorization: `Bearer ${token}`, ...(method === 'GET' ? socket : {}) } },
      (answer) => {
        answer.resume()
        resolve(answer.statusCode ?? 0)
      },
    )
    asked.on('upgrade', (answer, opened) => {
      opened.destroy()
      resolve(answer.statusCode ?? 101)
    })
    asked.on('error', reject)
    asked.end()
  })
}

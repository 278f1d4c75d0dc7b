import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterEach, describe, expect, expectTypeOf, test } from 'vitest'
import { type Client, createClient, type Given, Problem } from './index.ts'

const id = '0197a000-0000-7000-8000-000000000001'
const doctor = { id, displayName: 'דנה לוי', languages: ['he'], specialties: [], vacation: false, timeZone: 'Asia/Jerusalem' }

type Heard = { method: string; url: string; headers: IncomingMessage['headers']; body: string }

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function listening(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const heard: Heard[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    heard.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body })
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  return { heard, baseUrl: `http://127.0.0.1:${address.port}` }
}

const says =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (_: IncomingMessage, response: ServerResponse) =>
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(body === undefined ? undefined : JSON.stringify(body))

const bearer = (baseUrl: string) => createClient({ baseUrl, credentials: { kind: 'bearer', token: () => 'aaa.bbb.ccc' } })
const cookie = (baseUrl: string) => createClient({ baseUrl, credentials: { kind: 'cookie', csrfToken: async () => 'the-token' } })

async function problemFrom(call: Promise<unknown>): Promise<Problem> {
  const caught = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (caught instanceof Problem) return caught
  throw new Error('expected a Problem', { cause: caught })
}

describe('what is sent', () => {
  test('[V4.2.5 part] an address that no server takes is refused before it is sent', async () => {
    const { heard, baseUrl } = await listening(says(200, { items: [], next: null }))
    const list = (name: string) => bearer(baseUrl).listPatients({ query: { name } })
    await list('n'.repeat(4000))
    for (const name of ['n'.repeat(4096), 'נ'.repeat(1000)])
      expect(await problemFrom(list(name))).toMatchObject({ status: 414, code: 'ADDRESS_TOO_LONG' })
    expect(heard).toHaveLength(1)
  })

  test('params, query, version, purpose and bearer token each travel in their place', async () => {
    const { heard, baseUrl } = await listening(says(200, { timeZone: 'Asia/Jerusalem', weekly: [], overrides: [], version: 4 }))
    const client = bearer(baseUrl)
    const saved = await client.setAvailability(
      { params: { id: 'me' }, body: { timeZone: 'Asia/Jerusalem', weekly: [] }, version: 3 },
      { purpose: 'HOPERAT', idempotencyKey: 'k1', background: true },
    )
    expect(saved.version).toBe(4)
    expect(heard[0]).toMatchObject({
      method: 'PUT',
      url: '/api/doctors/me/availability',
      body: '{"timeZone":"Asia/Jerusalem","weekly":[]}',
    })
    expect(heard[0]?.headers).toMatchObject({
      authorization: 'Bearer aaa.bbb.ccc',
      'if-match': '"3"',
      'x-purpose-of-use': 'HOPERAT',
      'idempotency-key': 'k1',
      'x-background': '1',
      'content-type': 'application/json',
    })
  })

  test('a purpose that is stated for all calls travels with those that name none themselves', async () => {
    const { heard, baseUrl } = await listening(says(200, doctor))
    const client = createClient({
      baseUrl,
      credentials: { kind: 'bearer', token: () => 'aaa.bbb.ccc' },
      purpose: ({ audit }) => (audit === 'doctor.read' ? 'HPAYMT' : undefined),
    })
    await client.readDoctor({ params: { id } })
    await client.readDoctor({ params: { id } }, { purpose: 'PATRQT' })
    expect(heard.map((one) => one.headers['x-purpose-of-use'])).toEqual(['HPAYMT', 'PATRQT'])
  })

  test('query members that are undefined are left out, the others are encoded', async () => {
    const { heard, baseUrl } = await listening(says(200, { items: [doctor], next: null }))
    const page = await bearer(baseUrl).listDoctors({ query: { language: 'he', specialty: 'ear & throat', cursor: undefined } })
    expect(page.items[0]?.displayName).toBe('דנה לוי')
    expect(heard[0]?.url).toBe('/api/doctors?language=he&specialty=ear+%26+throat')
  })

  test('the next page is the same list with a cursor', async () => {
    const { heard, baseUrl } = await listening(says(200, { items: [], next: null }))
    await bearer(baseUrl).listDoctors({ query: { language: 'he' } }, { cursor: 'abc' })
    await bearer(baseUrl).listDoctors(undefined, { cursor: 'abc' })
    expect(heard.map((one) => one.url)).toEqual(['/api/doctors?language=he&cursor=abc', '/api/doctors?cursor=abc'])
  })

  test('a parameter cannot climb out of its segment', async () => {
    const { heard, baseUrl } = await listening(says(200, doctor))
    await bearer(baseUrl).readDoctor({ params: { id: '../auth/me?x' } })
    expect(heard[0]?.url).toBe('/api/doctors/..%2Fauth%2Fme%3Fx')
    await expect(bearer(baseUrl).readDoctor({ params: { id: '..' } })).rejects.toThrow(TypeError)
  })

  test('a cookie caller sends the CSRF token on unsafe methods only, and never a bearer token', async () => {
    const { heard, baseUrl } = await listening((request, response) =>
      request.method === 'GET' ? says(200, { csrfToken: 'x' })(request, response) : response.writeHead(204).end(),
    )
    const client = cookie(baseUrl)
    await client.csrf()
    expect(await client.logout()).toBeNull()
    expect(heard.map((one) => one.headers['x-csrf-token'])).toEqual([undefined, 'the-token'])
    expect(heard.every((one) => one.headers.authorization === undefined)).toBe(true)
  })
})

describe('what comes back', () => {
  test('a refusal becomes a Problem with its code, fields and request id', async () => {
    const errors = [{ field: 'start', reason: 'must match format "date-time"' }]
    const body = { type: 'about:blank', status: 400, code: 'BAD_REQUEST', title: 'The request is not valid', requestId: 'r-1', errors }
    const { baseUrl } = await listening(says(400, body))
    const problem = await problemFrom(bearer(baseUrl).listDoctors())
    expect(problem).toMatchObject({ status: 400, code: 'BAD_REQUEST', requestId: 'r-1', errors })
  })

  test('a refusal that this client is too old to know keeps the server’s own title', async () => {
    const { baseUrl } = await listening(says(409, { status: 409, code: 'NOT_YET_KNOWN', title: 'Something new', requestId: 'r' }))
    expect(await problemFrom(bearer(baseUrl).listDoctors())).toMatchObject({ code: 'UNKNOWN', title: 'Something new', status: 409 })
  })

  test('Retry-After is read in seconds', async () => {
    const body = { status: 429, code: 'SIGN_IN_LOCKED', title: 'Locked', requestId: 'r' }
    const { baseUrl } = await listening(says(429, body, { 'retry-after': '3600' }))
    expect((await problemFrom(bearer(baseUrl).listDoctors())).retryAfter).toBe(3600)
  })

  test('a reply that breaks the contract is refused as UNREADABLE', async () => {
    const { baseUrl } = await listening(says(200, { items: [{ ...doctor, vacation: 'yes' }], next: null }, { 'x-request-id': 'r-9' }))
    expect(await problemFrom(bearer(baseUrl).listDoctors())).toMatchObject({ code: 'UNREADABLE', requestId: 'r-9' })
  })

  test('silence, a closed port, a broken answer and a gateway page all read UNREACHABLE', async () => {
    const deaf = await listening(() => {})
    const impatient = createClient({ baseUrl: deaf.baseUrl, patience: 50, credentials: { kind: 'bearer', token: () => undefined } })
    const broken = await listening((_, response) =>
      response.writeHead(200, { 'content-length': '100' }).write('{', () => response.destroy()),
    )
    const gateway = await listening((_, response) => response.writeHead(502).end('<html>Bad gateway</html>'))
    const calls = [impatient.me(), bearer('http://127.0.0.1:1').me(), bearer(broken.baseUrl).me(), bearer(gateway.baseUrl).me()]
    const codes = await Promise.all(calls.map(async (call) => (await problemFrom(call)).code))
    expect(codes).toEqual(['UNREACHABLE', 'UNREACHABLE', 'UNREACHABLE', 'UNREACHABLE'])
  })

  test('an aborted call rejects with the reason of its own signal, not with a Problem', async () => {
    const { baseUrl } = await listening(() => stop.abort(new Error('left the page')))
    const stop = new AbortController()
    await expect(bearer(baseUrl).me(undefined, { signal: stop.signal })).rejects.toThrow('left the page')
  })
})

describe('recovery', () => {
  const refusal = { status: 401, code: 'STEP_UP_REQUIRED', title: 'Prove who you are once more to continue', requestId: 'r' }

  test('a refusal whose cause was removed is sent again and answers as if nothing had happened', async () => {
    let proven = false
    const { heard, baseUrl } = await listening((request, response) =>
      proven ? says(200, doctor)(request, response) : says(401, refusal)(request, response),
    )
    const recover = async (problem: Problem) => {
      proven = problem.code === 'STEP_UP_REQUIRED'
      return proven
    }
    const client = createClient({ baseUrl, credentials: { kind: 'bearer', token: () => 't' }, recover })
    expect((await client.readDoctor({ params: { id } })).id).toBe(id)
    expect(heard).toHaveLength(2)
  })

  test('the same refusal is recovered from once, then told', async () => {
    const { heard, baseUrl } = await listening(says(401, refusal))
    const client = createClient({ baseUrl, credentials: { kind: 'bearer', token: () => 't' }, recover: async () => true })
    expect((await problemFrom(client.me())).code).toBe('STEP_UP_REQUIRED')
    expect(heard).toHaveLength(2)
  })
})

test('the types ask for what the endpoint declares and for nothing else', () => {
  expectTypeOf<keyof Given<'bookAppointment'>>().toEqualTypeOf<'body'>()
  expectTypeOf<keyof Given<'setAvailability'>>().toEqualTypeOf<'params' | 'body' | 'version'>()
  expectTypeOf<Given<'readPatient'>>().toEqualTypeOf<{ params: { id: string } }>()
  expectTypeOf<Parameters<Client['listDoctors']>[0]>().extract<undefined>().toEqualTypeOf<undefined>()
  expectTypeOf<Parameters<Client['me']>[0]>().toEqualTypeOf<undefined>()
  expectTypeOf<Awaited<ReturnType<Client['bookAppointment']>>['status']>().extract<'booked'>().toEqualTypeOf<'booked'>()
})

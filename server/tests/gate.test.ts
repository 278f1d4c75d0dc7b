import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { openLog } from '../src/platform/log.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { castPassword, drAna, max, pia } from './people.ts'

/** B132-B139, value by value. */
const eightHeaders = {
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'x-xss-protection': '1; mode=block',
  'content-security-policy': expect.stringMatching(
    /^default-src 'none'; script-src 'self' 'nonce-[A-Za-z0-9+/=]{24}'; style-src 'self' 'nonce-[A-Za-z0-9+/=]{24}'; /,
  ),
  'referrer-policy': 'strict-origin-when-cross-origin',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'permissions-policy': expect.stringContaining('camera=()'),
  'cache-control': 'no-store, no-cache, private',
}

test('[F90 part][B132 part] all eight security headers stand on every kind of answer, with a fresh nonce and nothing unsafe', async () => {
  const clinic = await openClinic()
  const token = await clinic.token(pia)
  const signedIn = { authorization: `Bearer ${token}` }
  const answers = await Promise.all([
    fetch(`${clinic.url}/health/live`),
    fetch(`${clinic.url}/api/auth/me`, { headers: signedIn }),
    fetch(`${clinic.url}/api/auth/me`),
    fetch(`${clinic.url}/api/nothing`),
    fetch(`${clinic.url}/anything`),
    fetch(`${clinic.url}/api/patients/not-an-id`, { headers: signedIn }),
    fetch(`${clinic.url}/api/auth/login`, { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }),
    fetch(`${clinic.url}/api/auth/logout`, { method: 'POST', headers: signedIn }),
    fetch(`${clinic.url}/openapi.json`),
    fetch(`${clinic.url}/api/auth/login`, {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'POST' },
    }),
  ])
  const nonces = answers.map((answer) => {
    expect(Object.fromEntries(answer.headers), answer.url).toMatchObject(eightHeaders)
    expect(answer.headers.get('content-security-policy')).not.toMatch(/unsafe|\*|http:/)
    return answer.headers.get('content-security-policy')
  })
  expect(new Set(nonces).size).toBe(answers.length)
})

test('[F91][B65-66 part] an unsafe request that speaks by the cookie needs the session’s own CSRF token; a bearer needs none', async () => {
  const clinic = await openClinic()
  const mine = await cookieSession(clinic)
  const other = await cookieSession(clinic)
  const stepUp = (headers: Record<string, string>) =>
    fetch(`${clinic.url}/api/auth/step-up`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ method: 'password', password: castPassword }),
    })
  const before = (await clinic.events('session.proven')).length
  for (const token of [undefined, '', 'x', mine.csrf.slice(0, -1), other.csrf, `${mine.csrf}x`]) {
    const answer = await stepUp({ cookie: mine.cookie, ...(token === undefined ? {} : { 'x-csrf-token': token }) })
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ code: 'CSRF_REFUSED' })
  }
  const sites: Record<string, string>[] = [
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ]
  for (const site of sites) {
    expect((await stepUp({ cookie: mine.cookie, 'x-csrf-token': mine.csrf, ...site })).status).toBe(403)
  }
  const refused = (await clinic.events('session.proven')).slice(before)
  expect(refused.every((event) => event.outcome === 'denied' && event.reason === 'CSRF_REFUSED')).toBe(true)
  expect(refused).toHaveLength(10)

  expect((await stepUp({ cookie: mine.cookie, 'x-csrf-token': mine.csrf })).status).toBe(200)
  expect((await stepUp({ authorization: `Bearer ${await clinic.token(pia)}` })).status).toBe(200)
})

test('[F93][C36 part] only the configured origin is answered across origins, to the letter, and never with credentials', async () => {
  const clinic = await openClinic()
  const ask = async (origin: string) => (await fetch(`${clinic.url}/api/about`, { headers: { origin } })).headers
  expect((await ask('http://localhost:3000')).get('access-control-allow-origin')).toBe('http://localhost:3000')
  for (const origin of [
    'http://localhost:3001',
    'https://localhost:3000',
    'http://localhost:3000.evil.example',
    'http://evil.example',
    'null',
    'http://LOCALHOST:3000',
    '*',
  ]) {
    const headers = await ask(origin)
    expect(headers.get('access-control-allow-origin'), origin).toBeNull()
  }
  expect((await ask('http://localhost:3000')).get('access-control-allow-credentials')).toBeNull()
})

test('bad input is told with field and reason, repeats nothing of what was sent, and writes nothing', async () => {
  const clinic = await openClinic()
  const token = await clinic.token(pia)
  const { doctorId = '', patientId = '' } = { ...clinic.who(drAna), patientId: clinic.who(pia).patientId }
  const send = async (
    method: string,
    path: string,
    body: string | undefined,
    type = 'application/json',
    more: Record<string, string> = {},
  ) => {
    const answer = await fetch(clinic.url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': type, ...more },
      ...(body === undefined ? {} : { body }),
    })
    return { status: answer.status, problem: Object(await answer.json()) }
  }
  const book = (body: unknown) => send('POST', '/api/appointments', JSON.stringify(body))
  const visit = { doctorId, start: '2030-01-01T09:00:00Z', end: '2030-01-01T09:30:00Z' }

  expect(await book({ ...visit, doctorId: 7 })).toMatchObject({
    status: 400,
    problem: { errors: [{ field: 'doctorId', reason: 'must be string' }] },
  })
  expect(await book({ ...visit, colour: 'red-canary' })).toMatchObject({
    status: 400,
    problem: { errors: [{ field: 'colour', reason: 'is not known here' }] },
  })
  expect(await book({ ...visit, reason: 'x'.repeat(2001) })).toMatchObject({
    status: 400,
    problem: { errors: [{ field: 'reason', reason: 'must NOT have more than 2000 characters' }] },
  })
  expect(await book({ ...visit, reason: 'bell \u0007' })).toMatchObject({ status: 400, problem: { errors: [{ field: 'reason' }] } })
  expect(await book({ ...visit, reason: 'half \ud800' })).toMatchObject({ status: 400, problem: { errors: [{ field: 'reason' }] } })
  expect(await book({ ...visit, doctorId: `urn:uuid:${doctorId}` })).toMatchObject({
    status: 400,
    problem: { errors: [{ field: 'doctorId' }] },
  })
  expect(await book({ ...visit, start: 'tomorrow-canary' })).toMatchObject({ status: 400, problem: { errors: [{ field: 'start' }] } })
  expect(await send('POST', '/api/appointments', '{"doctorId": canary')).toMatchObject({
    status: 400,
    problem: { code: 'BAD_REQUEST', errors: [{ field: 'body', reason: 'is not valid JSON' }] },
  })
  expect(await send('POST', '/api/appointments', '{"__proto__": {"polluted": true}}')).toMatchObject({ status: 400 })
  expect(await send('POST', '/api/appointments', 'doctorId=canary', 'application/x-www-form-urlencoded')).toMatchObject({
    status: 415,
    problem: { code: 'UNSUPPORTED_MEDIA_TYPE' },
  })
  expect(await send('POST', '/api/appointments', JSON.stringify({ ...visit, reason: 'y'.repeat(1024 * 1024) }))).toMatchObject({
    status: 413,
    problem: { code: 'BODY_TOO_LARGE' },
  })
  expect(await send('GET', `/api/patients?limit=1000`, undefined)).toMatchObject({
    status: 400,
    problem: { errors: [{ field: 'limit', reason: 'must be <= 100' }] },
  })
  expect(await send('GET', `/api/patients/canary-id`, undefined)).toMatchObject({ status: 400, problem: { errors: [{ field: 'id' }] } })
  expect(await send('GET', `/api/patients?cursor=Y2FuYXJ5`, undefined)).toMatchObject({
    status: 400,
    problem: { errors: [{ field: 'cursor' }] },
  })
  expect(await send('PATCH', `/api/patients/${patientId}`, '{}')).toMatchObject({ status: 428, problem: { code: 'VERSION_REQUIRED' } })
  expect(await send('PATCH', `/api/patients/${patientId}`, '{}', 'application/json', { 'if-match': 'canary' })).toMatchObject({
    status: 400,
    problem: { errors: [{ field: 'If-Match' }] },
  })
  expect(await send('GET', `/api/patients`, undefined, 'application/json', { 'x-purpose-of-use': 'CANARY' })).toMatchObject({
    status: 400,
    problem: { errors: [{ field: 'X-Purpose-Of-Use' }] },
  })

  expect(await clinic.sql('select * from appointments')).toEqual([])
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
})

test('whatever JSON is thrown at an endpoint, the answer is a refusal that repeats none of it, never a 500', async () => {
  const clinic = await openClinic()
  const token = await clinic.token(pia)
  await fc.assert(
    fc.asyncProperty(
      fc.jsonValue(),
      fc.constantFrom('/api/appointments', '/api/auth/login', '/api/records', '/api/auth/step-up'),
      async (value, path) => {
        const answer = await fetch(clinic.url + path, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify(value),
        })
        expect(answer.status).toBeGreaterThanOrEqual(400)
        expect(answer.status).toBeLessThan(500)
      },
    ),
    { numRuns: 60 },
  )
})

test('bytes that are not HTTP, and headers beyond the limit, get a short closed answer', async () => {
  const clinic = await openClinic()
  const huge = await new Promise<number | undefined>((resolve, reject) => {
    const sent = request(`${clinic.url}/health/live`, { headers: { 'x-much': 'h'.repeat(20_000) } }, (answer) =>
      resolve(answer.resume().statusCode),
    )
    sent.on('error', reject).end()
  })
  expect(huge).toBe(431)
})

test('[F95] an unforeseen error says its request id and nothing else; the log has its cause, with no value in it', async () => {
  const lines: string[] = []
  const log = openLog('error', new Writable({ write: (chunk, _encoding, done) => done(void lines.push(String(chunk))) }))
  const clinic = await openClinic({ log })
  const token = await clinic.token(pia)
  await clinic.sql('alter table patients rename column profile to canary_column')
  const answer = await fetch(`${clinic.url}/api/patients/${clinic.who(pia).patientId}`, { headers: { authorization: `Bearer ${token}` } })
  const text = await answer.text()
  expect(answer.status).toBe(500)
  expect(JSON.parse(text)).toEqual({
    type: 'about:blank',
    title: 'Something went wrong on our side',
    status: 500,
    code: 'INTERNAL',
    requestId: answer.headers.get('x-request-id'),
  })
  const [line = ''] = lines
  expect(JSON.parse(line)).toMatchObject({
    requestId: answer.headers.get('x-request-id'),
    route: '/api/patients/:id',
    cause: { type: 'error', code: '42703', stack: expect.stringContaining('at ') },
  })
  expect(line).not.toContain(clinic.who(pia).patientId)
})

test('[B177] whatever class of error the database raises, no caller learns a table, a column, a constraint or its message', async () => {
  const clinic = await openClinic()
  const patient = await clinic.as(pia)
  const { doctorId = '' } = clinic.who(drAna)
  const now = clinic.clock.now().getTime()
  const { items } = await patient.readSlots({
    params: { id: doctorId },
    query: { from: new Date(now).toISOString(), to: new Date(now + 7 * 86_400_000).toISOString() },
  })
  const [slot = { start: '', end: '' }] = items.slice(3)
  const token = await clinic.token(pia)
  await clinic.sql(`create table fault (state text); create function inject() returns trigger language plpgsql security definer as $$
    begin raise exception 'secret_message of appointments' using errcode = (select state from public.fault), constraint = 'secret_constraint', table = 'secret_table', column = 'secret_column', detail = 'secret_detail'; end $$;
    create trigger inject before insert on appointments for each row execute function inject()`)

  for (const state of onePerClass) {
    await clinic.sql('delete from fault')
    await clinic.sql('insert into fault values ($1)', [state])
    const answer = await fetch(`${clinic.url}/api/appointments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ doctorId, ...slot }),
    })
    const text = await answer.text()
    expect([500, 503], state).toContain(answer.status)
    expect(Object.keys(JSON.parse(text)).sort(), state).toEqual(['code', 'requestId', 'status', 'title', 'type'])
    expect(text, state).not.toMatch(/secret|appointment|constraint|table|column|postgres|sql/i)
  }
  expect(await clinic.sql('select * from appointments')).toEqual([])
  const failures = (await clinic.events('appointment.booked')).filter((event) => event.outcome === 'failed')
  expect(failures.length).toBe(onePerClass.length)
})

/** One SQLSTATE of each class of PostgreSQL's appendix A that a trigger can raise. */
const onePerClass = [
  '03000',
  '08006',
  '09000',
  '0A000',
  '0B000',
  '0F001',
  '0L000',
  '0P000',
  '0Z000',
  '20000',
  '21000',
  '22012',
  '23505',
  '23P01',
  '24000',
  '25006',
  '26000',
  '27000',
  '28000',
  '2B000',
  '2D000',
  '2F000',
  '34000',
  '38000',
  '39000',
  '3B000',
  '3D000',
  '3F000',
  '40001',
  '40P01',
  '42P01',
  '42501',
  '44000',
  '53100',
  '54001',
  '55P03',
  '57014',
  '58030',
  'F0000',
  'HV000',
  'P0001',
  'XX000',
]

test('the openapi description names every path of the contract, and what it may refuse', async () => {
  const clinic = await openClinic()
  const description = Object(await (await fetch(`${clinic.url}/openapi.json`)).json())
  expect(description.openapi).toBe('3.1.0')
  expect(Object.keys(description.paths)).toEqual(
    expect.arrayContaining([
      '/api/auth/login',
      '/auth/login',
      '/api/auth/jwt/create',
      '/api/appointments/{id}/cancellation',
      '/.well-known/jwks.json',
    ]),
  )
  expect(description.paths['/api/appointments'].post.responses).toMatchObject({
    201: {},
    409: { description: expect.stringContaining('SLOT_TAKEN') },
    400: {},
    503: {},
  })
  expect(await (await clinic.as(max)).about()).toEqual({
    product: 'Wardkeep',
    profile: 'demo',
    registration: true,
    passwordPolicy: 'composition',
    anonymousCases: true,
    mail: 'mailbox',
  })
})

test('[B136 part] every page tells other sites its origin at most, and those that mailed links lead to tell nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wardkeep-page-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>page</title>')
  const clinic = await openClinic({ webFolder: folder })
  const referrer = async (path: string) => (await fetch(clinic.url + path)).headers.get('referrer-policy')
  for (const path of ['/', '/sign-in', '/resets', '/api/about']) expect(await referrer(path)).toBe('strict-origin-when-cross-origin')
  for (const path of ['/reset', '/verify', '/invitation', '/confirm-email', '/undo-email', '/acting', '/reset?utm=1'])
    expect(await referrer(path)).toBe('no-referrer')
})

async function cookieSession(clinic: Clinic): Promise<{ cookie: string; csrf: string }> {
  const answer = await fetch(`${clinic.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: pia.email, password: castPassword, cookie: true }),
  })
  const { csrfToken } = Object(await answer.json())
  return { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '', csrf: String(csrfToken) }
}

import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { max, paul, pia } from '../../../tests/people.ts'
import { newId } from '../../platform/ids.ts'
import { alike, bearer, browse, eventsOf, knows, pairOf, send } from './identity.fixture.ts'

test('the session cookie is HttpOnly, Secure, strict, host-bound, and lasts seven days', async () => {
  const clinic = await openClinic()
  const { setCookie } = await browse(clinic, pia)
  const [pair, ...flags] = setCookie.split('; ')
  expect(pair).toMatch(/^__Host-wardkeep=[0-9a-f-]{36}\.[A-Za-z0-9_-]{43}$/)
  expect(flags.sort()).toEqual(['HttpOnly', 'Max-Age=604800', 'Path=/', 'SameSite=Strict', 'Secure'])
})

test('[F91 part][B60 part] a cookie alone does nothing unsafe: a missing, empty, cut, altered or foreign CSRF token is 403', async () => {
  const clinic = await openClinic()
  const { cookie, csrf } = await browse(clinic, pia)
  const other = await browse(clinic, paul)
  const [row] = await clinic.sql('select count(*)::integer as ended from sessions where ended_at is not null')
  for (const token of [undefined, '', csrf.slice(1), `${csrf.slice(0, -1)}!`, other.csrf]) {
    const headers = { cookie, ...(token === undefined ? {} : { 'x-csrf-token': token }) }
    const answer = await send(clinic, 'POST', '/api/auth/logout', { headers })
    expect(answer).toMatchObject({ status: 403, body: { code: 'CSRF_REFUSED' } })
    expect(await eventsOf(clinic, answer.requestId)).toMatchObject([{ outcome: 'denied', reason: 'CSRF_REFUSED' }])
  }
  const [after] = await clinic.sql('select count(*)::integer as ended from sessions where ended_at is not null')
  expect(after).toEqual(row)
  const foreign = { cookie, 'x-csrf-token': csrf, origin: 'https://evil.test' }
  expect((await send(clinic, 'POST', '/api/auth/logout', { headers: foreign })).status).toBe(403)
})

test('[F91 part] a bearer caller needs no CSRF token', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, pia)
  expect((await send(clinic, 'POST', '/api/auth/logout', { headers: bearer(accessToken) })).status).toBe(204)
})

test('the CSRF token can be asked for, and is that of the session', async () => {
  const clinic = await openClinic()
  const { cookie, csrf } = await browse(clinic, pia)
  const answer = await send(clinic, 'GET', '/api/auth/csrf', { headers: { cookie } })
  expect(answer.body).toEqual({ csrfToken: csrf })
})

test('signing out ends the session for cookie and bearer, and clears the cookie', async () => {
  const clinic = await openClinic()
  const { cookie, csrf } = await browse(clinic, pia)
  const out = await send(clinic, 'POST', '/api/auth/logout', { headers: { cookie, 'x-csrf-token': csrf } })
  expect(out.status).toBe(204)
  expect(out.headers.get('set-cookie')).toMatch(
    /^__Host-wardkeep=; Max-Age=0; Path=\/; Expires=Thu, 01 Jan 1970 [^;]+; HttpOnly; Secure; SameSite=Strict$/,
  )
  expect((await send(clinic, 'GET', '/api/auth/me', { headers: { cookie } })).status).toBe(401)
  expect((await send(clinic, 'GET', '/api/auth/csrf', { headers: { cookie } })).status).toBe(401)
  expect(await eventsOf(clinic, out.requestId)).toMatchObject([
    { action: 'session.signed-out', outcome: 'allowed', resource_type: 'session' },
  ])

  const { accessToken, refreshToken } = await pairOf(clinic, pia)
  await send(clinic, 'POST', '/api/auth/logout', { headers: bearer(accessToken) })
  expect(await knows(clinic, accessToken)).toBe(401)
  await expect(clinic.stranger().refresh({ body: { refreshToken } })).rejects.toMatchObject({ status: 401 })
})

test('a browser that signs in anew has a new session, a new CSRF token, and its older session has ended', async () => {
  const clinic = await openClinic()
  const older = await browse(clinic, pia)
  const newer = await browse(clinic, max, older.cookie)
  expect(newer.cookie).not.toBe(older.cookie)
  expect(newer.csrf).not.toBe(older.csrf)
  expect((await send(clinic, 'GET', '/api/auth/me', { headers: { cookie: older.cookie } })).status).toBe(401)
  expect((await send(clinic, 'GET', '/api/auth/me', { headers: { cookie: newer.cookie } })).body.email).toBe(max.email)
})

test('a cookie made of a session’s id and another secret opens nothing', async () => {
  const clinic = await openClinic()
  const [mine, other] = [await browse(clinic, pia), await browse(clinic, paul)]
  const forged = `${mine.cookie.split('.')[0]}.${other.cookie.split('.')[1]}`
  expect((await send(clinic, 'GET', '/api/auth/me', { headers: { cookie: forged } })).status).toBe(401)
})

test('own sessions are listed with where they were begun, and can be ended one by one', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, pia)
  const { cookie } = await browse(clinic, pia)
  await pairOf(clinic, paul)
  const headers = bearer(accessToken)
  const client = await clinic.as(pia)
  const { items } = await client.listSessions()
  expect(items).toHaveLength(3)
  expect(items.filter((item) => item.current)).toHaveLength(1)
  expect(items[0]).toMatchObject({ address: '127.0.0.1', assurance: 1 })

  const id = cookie.slice('__Host-wardkeep='.length).split('.')[0] ?? ''
  const ended = await send(clinic, 'DELETE', `/api/auth/sessions/${id}`, { headers })
  expect(ended.status).toBe(204)
  expect(await eventsOf(clinic, ended.requestId)).toMatchObject([{ action: 'session.revoked', outcome: 'allowed', resource_id: id }])
  expect((await send(clinic, 'GET', '/api/auth/me', { headers: { cookie } })).status).toBe(401)
  expect((await client.listSessions()).items).toHaveLength(2)
  expect((await send(clinic, 'DELETE', `/api/auth/sessions/${id}`, { headers })).status).toBe(404)
})

test('somebody else’s session cannot be told from none, not even by who runs the organisation', async () => {
  const clinic = await openClinic()
  await pairOf(clinic, pia)
  const [row] = await clinic.sql('select id from sessions where user_id = $1', [clinic.who(pia).userId])
  for (const person of [paul, max]) {
    const { accessToken } = await pairOf(clinic, person)
    const real = await send(clinic, 'DELETE', `/api/auth/sessions/${row?.id}`, { headers: bearer(accessToken) })
    const fake = await send(clinic, 'DELETE', `/api/auth/sessions/${newId(clinic.clock.now())}`, { headers: bearer(accessToken) })
    expect(real.status).toBe(404)
    expect(alike(real)).toEqual(alike(fake))
  }
  const [still] = await clinic.sql('select ended_at from sessions where id = $1', [row?.id])
  expect(still).toEqual({ ended_at: null })
})

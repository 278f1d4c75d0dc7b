import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { castPassword, drAna, pia } from '../../../tests/people.ts'
import { newId } from '../../platform/ids.ts'
import { bearer, browse, codeAt, enrol, eventsOf, knows, pairOf, post, send } from './identity.fixture.ts'

const path = '/api/auth/step-up'

test('the right password proves the session anew, for five minutes, and gives a bearer caller a new access token', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, pia)
  clinic.clock.pass(200)
  const before = clinic.clock.now().getTime()
  const answer = await post(clinic, path, { method: 'password', password: castPassword }, bearer(accessToken))
  expect(answer.status).toBe(200)
  const freshUntil = new Date(String(answer.body.freshUntil)).getTime()
  expect(freshUntil).toBeGreaterThanOrEqual(before + 300_000)
  expect(freshUntil).toBeLessThanOrEqual(clinic.clock.now().getTime() + 300_000)
  expect(await eventsOf(clinic, answer.requestId)).toMatchObject([
    { action: 'session.proven', outcome: 'allowed', resource_type: 'session' },
  ])
  const [session] = await clinic.sql('select proven_at > created_at as anew, assurance from sessions')
  expect(session).toEqual({ anew: true, assurance: 1 })
  clinic.clock.pass(150)
  expect(await knows(clinic, accessToken)).toBe(401)
  expect(await knows(clinic, String(answer.body.accessToken))).toBe(200)
})

test('a wrong password is recorded and leaves the session as it was', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, pia)
  clinic.clock.pass(200)
  const answer = await post(clinic, path, { method: 'password', password: 'Wrong-Horse-7-Battery' }, bearer(accessToken))
  expect(answer).toMatchObject({ status: 401, body: { code: 'INVALID_CREDENTIALS' } })
  expect(await eventsOf(clinic, answer.requestId)).toMatchObject([
    { action: 'session.proven', outcome: 'denied', reason: 'INVALID_CREDENTIALS', actor_id: clinic.who(pia).userId },
  ])
  expect(await clinic.sql('select proven_at = created_at as same from sessions')).toEqual([{ same: true }])
  expect(await knows(clinic, accessToken)).toBe(200)
})

test('a proof is given alone and with its method', async () => {
  const clinic = await openClinic()
  const headers = bearer((await pairOf(clinic, pia)).accessToken)
  for (const body of [{ method: 'password' }, { method: 'totp' }, { method: 'password', password: castPassword, code: '123456' }]) {
    expect(await post(clinic, path, body, headers)).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } })
  }
})

test('a browser proves itself with cookie and CSRF token, and gets no token in the body', async () => {
  const clinic = await openClinic()
  const { cookie, csrf } = await browse(clinic, pia)
  const body = { method: 'password', password: castPassword }
  expect((await post(clinic, path, body, { cookie })).status).toBe(403)
  const answer = await post(clinic, path, body, { cookie, 'x-csrf-token': csrf })
  expect(Object.keys(answer.body)).toEqual(['freshUntil'])
})

test('an act that asks for a fresh proof is refused before the step-up and reached right after it, by the same session', async () => {
  const clinic = await openClinic()
  const { refreshToken } = await pairOf(clinic, drAna)
  clinic.clock.pass(400)
  const { accessToken } = await clinic.stranger().refresh({ body: { refreshToken } })
  const headers = bearer(accessToken)
  const sign = () => post(clinic, `/api/records/${newId(clinic.clock.now())}/signatures`, {}, headers)
  const stale = await sign()
  expect(stale).toMatchObject({ status: 401, body: { code: 'STEP_UP_REQUIRED' } })
  expect(stale.headers.get('www-authenticate')).toContain('error="insufficient_user_authentication"')
  expect((await post(clinic, path, { method: 'password', password: castPassword }, headers)).status).toBe(200)
  expect(await sign()).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
})

test('[V7.5.1] address, password, factors and recovery codes are changed after a fresh proof of the whole alone, even by who knows the password, and then they are', async () => {
  const clinic = await openClinic()
  const owner = await pairOf(clinic, pia)
  const { secret } = await enrol(clinic, owner.accessToken)
  clinic.clock.pass(301)
  const headers = bearer((await clinic.stranger().refresh({ body: { refreshToken: owner.refreshToken } })).accessToken)
  const currentPassword = castPassword
  const changes: [string, string, object | undefined][] = [
    ['POST', '/api/auth/email/change', { email: 'new@harbour.test', currentPassword }],
    ['POST', '/api/auth/password/change', { currentPassword, newPassword: 'Velvet-Tundra-4-Kayak' }],
    ['POST', '/api/auth/totp', undefined],
    ['POST', '/api/auth/recovery-codes', undefined],
    ['POST', '/api/auth/passkeys/registration', undefined],
    ['DELETE', '/api/auth/totp', undefined],
  ]
  const state = () =>
    clinic.sql(`select (select count(*) from mails) as mails, (select count(*) from recovery_codes) as codes,
    (select count(*) from second_factors) as factors, (select count(*) from totp_enrolments) as begun`)
  const before = await state()
  const attempt = (asked: Record<string, string>, [method, path, body]: (typeof changes)[number]) =>
    send(clinic, method, path, { headers: asked, ...(body && { body }) })
  for (const change of changes) {
    const answer = await attempt(headers, change)
    expect(answer, change[1]).toMatchObject({ status: 401, body: { code: 'STEP_UP_REQUIRED' } })
    expect(answer.headers.get('www-authenticate'), change[1]).toContain('max_age=')
  }
  expect(await state()).toEqual(before)
  const proof = { method: 'totp', code: codeAt(secret, clinic.clock.now()) }
  const proven = await post(clinic, '/api/auth/step-up', proof, headers)
  expect(proven.status).toBe(200)
  for (const change of changes.toSpliced(1, 1)) expect((await attempt(headers, change)).status, change[1]).toBeLessThan(300)
})

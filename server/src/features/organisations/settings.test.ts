import { sessionClocks } from '@wardkeep/contract/organisations.ts'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, max, mira, pia, rita } from '../../../tests/people.ts'
import { openFor } from '../break-glass/break-glass.fixture.ts'
import { bearer, pairOf, send } from '../identity/identity.fixture.ts'

const path = '/api/organisations/me'
type Changes = Record<string, unknown>

test('an administrator changes the settings with a fresh proof; the change is one event that names the changed fields, and every session is told from its next request on', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, max)
  const patient = bearer((await pairOf(clinic, pia)).accessToken)
  const changed = await put(clinic, accessToken, {
    name: 'North Harbour',
    timeZone: 'Europe/Madrid',
    languages: ['he', 'en'],
    reviewDays: 9,
  })
  expect(changed).toMatchObject({
    status: 200,
    body: { name: 'North Harbour', timeZone: 'Europe/Madrid', languages: ['he', 'en'], reviewDays: 9, version: 2 },
  })
  expect(changed.headers.get('etag')).toBe('"2"')
  const events = (await clinic.events('organisation.changed')).filter(({ request_id }) => request_id === changed.requestId)
  expect(events).toMatchObject([
    {
      outcome: 'allowed',
      actor_id: clinic.who(max).userId,
      fields: ['name', 'timeZone', 'languages', 'reviewDays'],
      change: expect.any(Buffer),
    },
  ])
  const me = await send(clinic, 'GET', '/api/auth/me', { headers: patient })
  expect(me.body.organisation).toMatchObject({ name: 'North Harbour' })
  await openFor(clinic, pia)
  expect(await clinic.sql(`select extract(epoch from due_at - raised_at)::integer as waits from reviews`)).toEqual([{ waits: 9 * 86_400 }])
  expect((await (await clinic.as(mira)).readOrganisation()).name).not.toBe('North Harbour')
})

test('the mode of purposes and the clocks of sessions hold from the next request, for sessions that stand as well', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, max)
  const headers = bearer(accessToken)
  expect((await send(clinic, 'GET', '/api/patients', { headers })).status).toBe(200)
  await put(clinic, accessToken, { purposeMode: 'strict', patientIdleSeconds: 300 })
  expect(await send(clinic, 'GET', '/api/patients', { headers })).toMatchObject({ status: 403, body: { code: 'PURPOSE_REQUIRED' } })
  await put(clinic, accessToken, { purposeMode: 'open' }, 2)
  expect((await send(clinic, 'GET', '/api/patients', { headers })).status).toBe(200)
  const patient = bearer((await pairOf(clinic, pia)).accessToken)
  const sessions = () => send(clinic, 'GET', '/api/auth/sessions', { headers: patient })
  expect((await sessions()).status).toBe(200)
  await put(clinic, accessToken, { sessionSeconds: 300 }, 3)
  expect(
    await clinic.sql(`select count(*)::integer as longer from sessions s join organisations o using (tenant_id)
    where o.session_seconds = 300 and s.expires_at > s.created_at + interval '300 seconds'`),
  ).toEqual([{ longer: 0 }])
  clinic.clock.pass(240)
  expect((await sessions()).status).toBe(200)
  clinic.clock.pass(61)
  expect((await sessions()).status).toBe(401)
})

test('bad settings are refused by field, and nothing is changed', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, max)
  const bad: [string, unknown][] = [
    ['name', ''],
    ['name', ' \t'],
    ['name', 'a\u0000b'],
    ['timeZone', 'Mars/Olympus'],
    ['timeZone', 'Etc/Nowhere'],
    ['timeZone', '+02:00'],
    ['languages', []],
    ['languages', ['english please']],
    ['languages', ['en', 'en']],
    ['openRegistration', 'yes'],
    ['reviewDays', 0],
    ['reviewDays', 31],
    ['purposeMode', 'loose'],
    ['followUpDays', -1],
    ['followUpDays', 366],
    ['proxyUntilAge', 11],
    ['proxyUntilAge', 26],
    ['lateCancelHours', -1],
    ['lateCancelHours', 73],
    ['lateCancelHours', 1.5],
    ['holdMinutes', 1],
    ['holdMinutes', 16],
    ...sessionClocks.flatMap((clock): [string, unknown][] => [299, 604_801, 1e9, 400.5, '900'].map((value) => [clock, value])),
  ]
  for (const [field, value] of bad) {
    const refused = await put(clinic, accessToken, { [field]: value })
    expect(refused, `${field} ${JSON.stringify(value)}`).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } })
    const [first] = Array.isArray(refused.body.errors) ? refused.body.errors : []
    expect(String(first?.field), `${field} ${JSON.stringify(value)}`).toContain(field)
  }
  expect(await clinic.sql('select distinct settings_version from organisations')).toEqual([{ settings_version: 1 }])
})

test('the settings are for who runs the organisation, with a fresh proof, of the version that was seen; of many at once one is kept', async () => {
  const clinic = await openClinic()
  const { accessToken, refreshToken } = await pairOf(clinic, max)
  const body = await settingsOf(clinic, accessToken)
  for (const person of [pia, drAna, rita, aud]) {
    const headers = { ...bearer((await pairOf(clinic, person)).accessToken), 'if-match': '"1"' }
    expect((await send(clinic, 'GET', path, { headers })).status, person.key).toBe(403)
    expect((await send(clinic, 'PUT', path, { headers, body })).status, person.key).toBe(403)
  }
  expect(await send(clinic, 'PUT', path, { headers: bearer(accessToken), body })).toMatchObject({ status: 428 })
  expect(await put(clinic, accessToken, {}, 7)).toMatchObject({ status: 412, body: { code: 'VERSION_CONFLICT' } })
  const many = await Promise.all([1, 2, 3, 4].map((days) => put(clinic, accessToken, { reviewDays: days })))
  expect(many.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412])
  clinic.clock.pass(301)
  const { accessToken: older } = await clinic.stranger().refresh({ body: { refreshToken } })
  const headers = { ...bearer(older), 'if-match': '"2"' }
  expect(await send(clinic, 'PUT', path, { headers, body })).toMatchObject({ status: 401, body: { code: 'STEP_UP_REQUIRED' } })
})

test('one organisation of an installation is open for registration', async () => {
  const clinic = await openClinic()
  await clinic.sql('update organisations set open_registration = false')
  const here = (await pairOf(clinic, max)).accessToken
  const there = (await pairOf(clinic, mira)).accessToken
  expect((await put(clinic, here, { openRegistration: true })).status).toBe(200)
  expect(await put(clinic, there, { openRegistration: true })).toMatchObject({ status: 409, body: { code: 'REGISTRATION_TAKEN' } })
  expect((await put(clinic, here, { openRegistration: false }, 2)).status).toBe(200)
  const both = await Promise.all([put(clinic, here, { openRegistration: true }, 3), put(clinic, there, { openRegistration: true })])
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
})

async function settingsOf(clinic: Clinic, token: string): Promise<Changes> {
  const { id, slug, version, ownAddress, ...settings } = (await send(clinic, 'GET', path, { headers: bearer(token) })).body
  return settings
}

async function put(clinic: Clinic, token: string, changes: Changes, version = 1) {
  const body = { ...(await settingsOf(clinic, token)), ...changes }
  return send(clinic, 'PUT', path, { body, headers: { ...bearer(token), 'if-match': `"${version}"` } })
}

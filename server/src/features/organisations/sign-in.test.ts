import type { RoleName } from '@wardkeep/contract/identity.ts'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, drOtto, max, type Person, pia, rita } from '../../../tests/people.ts'
import { bearer, enrol, eventsOf, pairOf, send } from '../identity/identity.fixture.ts'

const path = '/api/organisations/me/sign-in'
type Rules = { staffSecondFactor?: boolean; secondFactorRoles?: string[]; passwordPolicy?: string; evenOfMe?: boolean }

test('[F15] an administrator asks for a second factor of all staff or role by role, and whoever has none can only set one up from their next request on, in a session that stood and in a new one', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, max)
  await enrol(clinic, accessToken)
  const people: [RoleName, Person][] = [
    ['patient', pia],
    ['doctor', drAna],
    ['reception', rita],
    ['auditor', aud],
  ]
  const standing = await Promise.all(people.map(async ([, person]) => (await pairOf(clinic, person)).accessToken))
  const otto = (await pairOf(clinic, drOtto)).accessToken
  let version = 1
  for (const rules of [
    ...people.map(([role]) => ({ secondFactorRoles: [role] })),
    { secondFactorRoles: ['patient', 'doctor', 'auditor'] },
    { staffSecondFactor: true },
    { staffSecondFactor: true, secondFactorRoles: ['patient', 'reception'] },
    {},
  ] satisfies Rules[]) {
    const set = await put(clinic, accessToken, rules, version)
    expect(set).toMatchObject({ status: 200, body: { staffSecondFactor: false, secondFactorRoles: [], ...rules, version: version + 1 } })
    version += 1
    for (const [place, [role, person]] of people.entries()) {
      const asked = rules.secondFactorRoles?.includes(role) || (rules.staffSecondFactor === true && role !== 'patient')
      const expected = asked ? [403, 'ENROLMENT_REQUIRED', true] : [200, undefined, false]
      for (const token of [standing[place] ?? '', (await pairOf(clinic, person)).accessToken]) {
        const sessions = await send(clinic, 'GET', '/api/auth/sessions', { headers: bearer(token) })
        const me = await send(clinic, 'GET', '/api/auth/me', { headers: bearer(token) })
        expect([sessions.status, sessions.body.code, me.body.mustEnrol], `${JSON.stringify(rules)} ${role}`).toEqual(expected)
      }
    }
    expect((await send(clinic, 'GET', '/api/auth/sessions', { headers: bearer(otto) })).status).toBe(200)
  }
})

test('[F15 part] a patient of whom it is asked sets a factor up in that very session, goes on from there, and cannot take the last one away', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, max)
  const patient = bearer((await pairOf(clinic, pia)).accessToken)
  await put(clinic, accessToken, { secondFactorRoles: ['patient'] })
  expect((await send(clinic, 'GET', '/api/appointments', { headers: patient })).status).toBe(403)
  await enrol(clinic, patient.authorization?.slice(7) ?? '')
  expect((await send(clinic, 'GET', '/api/appointments', { headers: patient })).status).toBe(200)
  expect((await send(clinic, 'GET', '/api/auth/me', { headers: patient })).body).toMatchObject({ mustEnrol: false, hasFactor: true })
  expect(await send(clinic, 'DELETE', '/api/auth/totp', { headers: patient })).toMatchObject({
    status: 409,
    body: { code: 'FACTOR_REQUIRED' },
  })
})

test('who has no factor and asks it of their own role is told first, and then sets one up before anything else', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, max)
  const headers = bearer(accessToken)
  expect((await send(clinic, 'GET', path, { headers })).body).toMatchObject({ ownFactorMissing: true, version: 1 })
  for (const rules of [{ staffSecondFactor: true }, { secondFactorRoles: ['admin'] }]) {
    const refused = await put(clinic, accessToken, rules)
    expect(refused).toMatchObject({ status: 409, body: { code: 'OWN_FACTOR_MISSING' } })
    expect(await eventsOf(clinic, refused.requestId)).toMatchObject([{ action: 'sign-in-rules.changed', outcome: 'failed' }])
  }
  expect(await clinic.sql('select distinct staff_second_factor, second_factor_roles, sign_in_version from organisations')).toEqual([
    { staff_second_factor: false, second_factor_roles: [], sign_in_version: 1 },
  ])
  expect((await put(clinic, accessToken, { staffSecondFactor: true, evenOfMe: true })).status).toBe(200)
  expect(await send(clinic, 'GET', path, { headers })).toMatchObject({ status: 403, body: { code: 'ENROLMENT_REQUIRED' } })
  await enrol(clinic, accessToken)
  expect((await send(clinic, 'GET', path, { headers })).body).toMatchObject({
    ownFactorMissing: false,
    staffSecondFactor: true,
    version: 2,
  })
})

test('the rules are for who runs the organisation, with a fresh proof, of the version that was seen, and say of whom by known roles alone', async () => {
  const clinic = await openClinic()
  const { accessToken, refreshToken } = await pairOf(clinic, max)
  for (const person of [pia, drAna, rita, aud]) {
    const token = (await pairOf(clinic, person)).accessToken
    expect((await put(clinic, token, {})).status).toBe(403)
    expect((await send(clinic, 'GET', path, { headers: bearer(token) })).status).toBe(403)
  }
  for (const roles of [['service'], ['system'], ['patient', 'patient'], [null], 'patient']) {
    const body = { staffSecondFactor: false, secondFactorRoles: roles, passwordPolicy: 'hybrid' }
    const headers = { ...bearer(accessToken), 'if-match': '"1"' }
    expect((await send(clinic, 'PUT', path, { headers, body })).status).toBe(400)
  }
  expect(await put(clinic, accessToken, {}, 2)).toMatchObject({ status: 412, body: { code: 'VERSION_CONFLICT' } })
  clinic.clock.pass(301)
  const { accessToken: older } = await clinic.stranger().refresh({ body: { refreshToken } })
  const stale = await put(clinic, older, {})
  expect(stale).toMatchObject({ status: 401, body: { code: 'STEP_UP_REQUIRED' } })
  expect(await clinic.sql('select distinct sign_in_version from organisations')).toEqual([{ sign_in_version: 1 }])
})

test('a change is in the journal with what was changed, and new passwords are judged by the rule that it set', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, max)
  const done = await put(clinic, accessToken, { passwordPolicy: 'length', secondFactorRoles: ['doctor'] })
  expect(done.status).toBe(200)
  const [event] = (await clinic.events('sign-in-rules.changed')).filter(({ request_id }) => request_id === done.requestId)
  expect(event).toMatchObject({
    outcome: 'allowed',
    actor_id: clinic.who(max).userId,
    resource_type: 'organisation',
    fields: ['secondFactorRoles', 'passwordPolicy'],
    change: expect.any(Buffer),
  })
  const me = await send(clinic, 'GET', '/api/auth/me', { headers: bearer(accessToken) })
  expect(me.body.organisation).toMatchObject({ passwordPolicy: 'length' })
})

test('two who change the rules at once: one does, and the other is told', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, max)
  const answers = await Promise.all([1, 2, 3, 4].map(() => put(clinic, accessToken, { secondFactorRoles: ['patient'] })))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412])
})

test('the database itself asks a factor of known roles alone', async () => {
  const clinic = await openClinic()
  for (const roles of [`array['service']`, `array['patient', null]`, `array['nobody']`]) {
    await expect(clinic.sql(`update organisations set second_factor_roles = ${roles}`)).rejects.toThrow('check')
  }
})

function put(clinic: Clinic, token: string, rules: Rules, version = 1) {
  const body = { staffSecondFactor: false, secondFactorRoles: [], passwordPolicy: 'composition', ...rules }
  return send(clinic, 'PUT', path, { body, headers: { ...bearer(token), 'if-match': `"${version}"` } })
}

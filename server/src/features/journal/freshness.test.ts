import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { aud, castPassword, max, paul, pia } from '../../../tests/people.ts'
import { bearer, pairOf, post, send } from '../identity/identity.fixture.ts'
import { linked } from '../proxies/proxies.fixture.ts'

test('[F17 part] what others did, in the journal and at a chart, is shown for fifteen minutes after a proof and not a second longer, and again after the next', async () => {
  const clinic = await openClinic()
  await clinic.sql('update organisations set staff_idle_seconds = 604800, patient_idle_seconds = 604800')
  const log = `/api/patients/${clinic.who(pia).patientId}/access-log`
  for (const [person, path] of [
    [max, '/api/audit/events'],
    [aud, '/api/audit/events'],
    [max, log],
    [aud, log],
  ] as const) {
    const session = await pairOf(clinic, person)
    clinic.clock.pass(860)
    const headers = bearer((await clinic.stranger().refresh({ body: { refreshToken: session.refreshToken } })).accessToken)
    const look = () => send(clinic, 'GET', path, { headers })
    expect((await look()).status, path).toBe(200)
    clinic.clock.pass(41)
    const refused = await look()
    expect(refused).toMatchObject({ status: 401, body: { code: 'STEP_UP_REQUIRED' } })
    expect(refused.headers.get('www-authenticate')).toBe('Bearer error="insufficient_user_authentication", acr_values="aal1", max_age=900')
    expect(JSON.stringify(refused.body)).not.toMatch(/items|session\./)
    await post(clinic, '/api/auth/step-up', { method: 'password', password: castPassword }, headers)
    expect((await look()).status, path).toBe(200)
  }
})

test('[F17 part] who looked at one’s own chart is told without a fresh proof; who looked at the chart of a child one acts for is not', async () => {
  const clinic = await openClinic()
  await clinic.sql('update organisations set patient_idle_seconds = 604800')
  await linked(clinic)
  const own = await pairOf(clinic, paul)
  clinic.clock.pass(901)
  const headers = bearer((await clinic.stranger().refresh({ body: { refreshToken: own.refreshToken } })).accessToken)
  const look = (patientId = '') => send(clinic, 'GET', `/api/patients/${patientId}/access-log`, { headers })
  expect((await look(clinic.who(paul).patientId)).status).toBe(200)
  expect((await look(clinic.who(paul).patientId?.toUpperCase())).status).toBe(200)
  expect(await look(clinic.who(pia).patientId)).toMatchObject({ status: 401, body: { code: 'STEP_UP_REQUIRED' } })
  await post(clinic, '/api/auth/step-up', { method: 'password', password: castPassword }, headers)
  expect((await look(clinic.who(pia).patientId)).status).toBe(200)
})

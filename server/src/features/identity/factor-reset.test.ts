import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { aud, castPassword, drAna, max, mira, paul, pia, rita } from '../../../tests/people.ts'
import { Authenticator } from './authenticator.fixture.ts'
import { bearer, challengeFor, enrol, eventsOf, fromElsewhere, knows, pairOf, post, send } from './identity.fixture.ts'

const wrong = 'Wrong-Horse-7-Battery'

test('an administrator takes away the factors of who has lost them, with a reason: every session ends, the user is told, and staff must set up new ones', async () => {
  const clinic = await openClinic()
  const { userId, tenantId } = clinic.who(drAna)
  const { accessToken, refreshToken } = await pairOf(clinic, drAna)
  const { codes } = await enrol(clinic, accessToken)
  const passkey = new Authenticator()
  const options = await send(clinic, 'POST', '/api/auth/passkeys/registration', { headers: bearer(accessToken) })
  const credential = passkey.create({ challenge: String(options.body.challenge) })
  await post(clinic, '/api/auth/passkeys', { name: 'Key', credential }, bearer(accessToken))
  const { challenge } = await challengeFor(clinic, drAna)
  await clinic.sql('insert into known_devices values (gen_random_uuid(), $1, $2, sha256($$device$$::bytea), $3)', [
    tenantId,
    userId,
    new Date(clinic.clock.now().getTime() + 86_400_000),
  ])
  const admin = await clinic.as(max)
  expect(await memberOf(admin, userId)).toMatchObject({
    secondFactor: true,
    can: ['disable', 'end-sessions', 'disable-password', 'reset-factors', 'close'],
  })

  const done = await post(clinic, `/api/users/${userId}/factor-reset`, { reason: 'device-lost' }, bearer(await clinic.token(max)))
  expect(done).toMatchObject({
    status: 201,
    body: { id: userId, secondFactor: false, can: ['disable', 'end-sessions', 'disable-password', 'close'] },
  })
  const [event, ...rest] = await eventsOf(clinic, done.requestId)
  expect(event).toMatchObject({ action: 'user.factors-reset', outcome: 'allowed', actor_id: clinic.who(max).userId, resource_id: userId })
  expect((await clinic.events('user.factors-reset'))[0]).toMatchObject({ fields: ['device-lost'] })
  expect(rest.map(({ action }) => action)).toEqual(['session.revoked'])
  expect(await clinic.sql('select user_id, reason, reset_by from factor_resets')).toEqual([
    { user_id: userId, reason: 'device-lost', reset_by: clinic.who(max).userId },
  ])
  expect(await knows(clinic, accessToken)).toBe(401)
  expect((await post(clinic, '/api/auth/refresh', { refreshToken })).status).toBe(401)
  for (const table of ['second_factors', 'passkeys', 'passkey_locators', 'recovery_codes', 'totp_enrolments', 'known_devices'])
    expect(await clinic.sql(`select from ${table}`), table).toEqual([])
  const late = await post(clinic, '/api/auth/second-factor', { challenge, method: 'recovery', code: codes[0] })
  expect(late.status).toBe(401)
  const mails = (await admin.listMailbox({ query: {} })).items.filter(({ to }) => to === drAna.email)
  expect(mails[0]).toMatchObject({ template: 'factors-reset', link: '/security' })

  expect(await knows(clinic, (await pairOf(clinic, drAna)).accessToken)).toBe(200)
  await clinic.sql('update organisations set staff_second_factor = true where tenant_id = $1', [tenantId])
  const anew = await pairOf(clinic, drAna)
  const headers = bearer(anew.accessToken)
  expect((await send(clinic, 'GET', '/api/auth/me', { headers })).body).toMatchObject({ mustEnrol: true })
  expect((await send(clinic, 'GET', '/api/patients', { headers })).body.code).toBe('ENROLMENT_REQUIRED')
  await enrol(clinic, anew.accessToken)
  expect((await send(clinic, 'GET', '/api/patients', { headers })).status).toBe(200)
})

test('a patient’s lost factors are taken away alike; nobody’s own, nobody’s of another organisation, not without a reason, a factor and a fresh proof', async () => {
  const clinic = await openClinic()
  await enrol(clinic, (await pairOf(clinic, pia)).accessToken)
  const { userId } = clinic.who(pia)
  const admin = await clinic.as(max)
  const body = { reason: 'codes-lost' } as const
  const reset = (id: string) => admin.resetFactors({ params: { id }, body })
  await expect(reset(clinic.who(max).userId)).rejects.toMatchObject({ code: 'OWN_ACCOUNT' })
  await expect(reset(clinic.who(paul).userId)).rejects.toMatchObject({ status: 409, code: 'FACTOR_MISSING' })
  await expect((await clinic.as(mira)).resetFactors({ params: { id: userId }, body })).rejects.toMatchObject({ status: 404 })
  for (const person of [paul, drAna, rita, aud])
    await expect((await clinic.as(person)).resetFactors({ params: { id: userId }, body })).rejects.toMatchObject({ status: 403 })
  const path = `/api/users/${userId}/factor-reset`
  for (const unfit of [{}, { reason: 'because' }])
    expect((await post(clinic, path, unfit, bearer(await clinic.token(max)))).status).toBe(400)
  const { accessToken } = await pairOf(clinic, max)
  await clinic.sql(`update sessions set proven_at = proven_at - interval '10 minutes'`)
  expect((await post(clinic, path, body, bearer(accessToken))).body.code).toBe('STEP_UP_REQUIRED')
  await clinic.sql(`update sessions set proven_at = proven_at + interval '10 minutes'`)
  expect(await reset(userId)).toMatchObject({ secondFactor: false })
  expect(await knows(clinic, (await pairOf(clinic, pia)).accessToken)).toBe(200)
})

test('of two administrators’ hands that reset at once, one does', async () => {
  const clinic = await openClinic({ poolSize: 10 })
  await enrol(clinic, (await pairOf(clinic, pia)).accessToken)
  const headers = bearer(await clinic.token(max))
  const path = `/api/users/${clinic.who(pia).userId}/factor-reset`
  await Promise.all([1, 2, 3].map(() => send(clinic, 'GET', '/api/auth/me', { headers })))
  const answers = await Promise.all([1, 2, 3, 4].map(() => post(clinic, path, { reason: 'device-replaced' }, headers)))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409])
  expect(await clinic.sql('select from factor_resets')).toHaveLength(1)
})

test('the list of people says until when somebody is locked out, and unlocking lets them in at once', async () => {
  const clinic = await openClinic()
  const { userId } = clinic.who(rita)
  for (let n = 0; n < 5; n += 1) await post(clinic, '/api/auth/login', { login: rita.email, password: wrong }, fromElsewhere())
  const admin = await clinic.as(max)
  const seen = await memberOf(admin, userId)
  expect(seen?.can).toContain('unlock')
  const minutes = (Date.parse(seen?.lockedUntil ?? '') - clinic.clock.now().getTime()) / 60_000
  expect(minutes).toBeGreaterThan(58)
  expect(minutes).toBeLessThanOrEqual(60)
  expect(await memberOf(admin, clinic.who(drAna).userId)).not.toHaveProperty('lockedUntil')
  await admin.unlockUser({ params: { id: userId } })
  expect(await memberOf(admin, userId)).not.toHaveProperty('lockedUntil')
  expect((await post(clinic, '/api/auth/login', { login: rita.email, password: castPassword }, fromElsewhere())).status).toBe(200)
  // A lock that has ended is no lock, whether or not anybody has come by.
  for (let n = 0; n < 5; n += 1) await post(clinic, '/api/auth/login', { login: aud.email, password: wrong }, fromElsewhere())
  clinic.clock.pass(3601)
  expect(await memberOf(await clinic.as(max), clinic.who(aud).userId)).not.toHaveProperty('lockedUntil')
})

async function memberOf(admin: Awaited<ReturnType<Awaited<ReturnType<typeof openClinic>>['as']>>, userId: string) {
  return (await admin.listUsers({ query: { limit: 100 } })).items.find(({ id }) => id === userId)
}

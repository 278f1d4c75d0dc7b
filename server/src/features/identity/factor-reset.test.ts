import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { aud, castPassword, drAna, max, mira, type Person, paul, pia, rita } from '../../../tests/people.ts'
import { Authenticator } from './authenticator.fixture.ts'
import { bearer, challengeFor, enrol, eventsOf, fromElsewhere, knows, pairOf, post, send } from './identity.fixture.ts'

const wrong = 'Wrong-Horse-7-Battery'

test('[V6.4.4] lost factors are taken away by two administrators, each of whom says what they saw of who it is: the journal and the table name both, the owner hears of both, every session ends, and staff set up new ones', async () => {
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
    can: ['disable', 'end-sessions', 'disable-password', 'ask-factor-reset', 'close'],
  })
  const second = await secondAdmin(clinic)

  const path = `/api/users/${userId}/factor-reset`
  const as = async (person: Person) => bearer(await clinic.token(person))
  const confirm = async (person: Person) => post(clinic, `${path}/confirmation`, { evidence: 'known-in-person' }, await as(person))
  expect((await confirm(rita)).body.code).toBe('RESET_NOT_ASKED')
  const asked = await post(clinic, path, { reason: 'device-lost', evidence: 'photo-id' }, await as(max))
  expect(asked).toMatchObject({ status: 201, body: { id: userId, secondFactor: true, factorReset: { own: true } } })
  expect(await knows(clinic, accessToken)).toBe(200)
  expect((await confirm(max)).body.code).toBe('SECOND_PERSON_NEEDED')
  expect(await memberOf(second, userId)).toMatchObject({ factorReset: { own: false }, can: expect.arrayContaining(['reset-factors']) })
  const done = await confirm(rita)
  expect(done).toMatchObject({
    status: 201,
    body: { id: userId, secondFactor: false, can: ['disable', 'end-sessions', 'disable-password', 'close'] },
  })
  expect((await confirm(rita)).body.code).toBe('FACTOR_MISSING')
  const [event, ...rest] = await eventsOf(clinic, done.requestId)
  expect(event).toMatchObject({ action: 'user.factors-reset', outcome: 'allowed', actor_id: clinic.who(rita).userId, resource_id: userId })
  const told = async (action: string) => (await clinic.events(action)).filter(({ outcome }) => outcome === 'allowed')
  expect(await told('user.factor-reset-asked')).toMatchObject([{ actor_id: clinic.who(max).userId, fields: ['device-lost', 'photo-id'] }])
  expect(await told('user.factors-reset')).toMatchObject([{ fields: ['known-in-person'] }])
  expect(rest.map(({ action }) => action)).toEqual(['session.revoked'])
  expect(
    await clinic.sql('select reason, asked_by, asked_evidence, reset_by, evidence from factor_resets where user_id = $1', [userId]),
  ).toEqual([
    {
      reason: 'device-lost',
      asked_by: clinic.who(max).userId,
      asked_evidence: 'photo-id',
      reset_by: clinic.who(rita).userId,
      evidence: 'known-in-person',
    },
  ])
  expect(await knows(clinic, accessToken)).toBe(401)
  expect((await post(clinic, '/api/auth/refresh', { refreshToken })).status).toBe(401)
  for (const table of ['second_factors', 'passkeys', 'passkey_locators', 'recovery_codes', 'totp_enrolments', 'known_devices'])
    expect(await clinic.sql(`select from ${table}`), table).toEqual([])
  const late = await post(clinic, '/api/auth/second-factor', { challenge, method: 'recovery', code: codes[0] })
  expect(late.status).toBe(401)
  const mails = (await admin.listMailbox({ query: {} })).items.filter(({ to }) => to === drAna.email)
  expect(mails.map(({ template }) => template)).toEqual(expect.arrayContaining(['factors-reset', 'factor-reset-asked']))

  expect(await knows(clinic, (await pairOf(clinic, drAna)).accessToken)).toBe(200)
  await clinic.sql('update organisations set staff_second_factor = true where tenant_id = $1', [tenantId])
  const anew = await pairOf(clinic, drAna)
  const headers = bearer(anew.accessToken)
  expect((await send(clinic, 'GET', '/api/auth/me', { headers })).body).toMatchObject({ mustEnrol: true })
  expect((await send(clinic, 'GET', '/api/patients', { headers })).body.code).toBe('ENROLMENT_REQUIRED')
  await enrol(clinic, anew.accessToken)
  expect((await send(clinic, 'GET', '/api/patients', { headers })).status).toBe(200)
})

test('a patient’s lost factors are taken away alike; nobody’s own, nobody’s of another organisation, not without a reason, evidence, a factor and a fresh proof, and not a day later', async () => {
  const clinic = await openClinic()
  await enrol(clinic, (await pairOf(clinic, pia)).accessToken)
  const { userId } = clinic.who(pia)
  const [admin, second] = [await clinic.as(max), await secondAdmin(clinic)]
  const body = { reason: 'codes-lost', evidence: 'photo-id-by-video' } as const
  const ask = (id: string) => admin.askForFactorReset({ params: { id }, body })
  const confirm = () => second.resetFactors({ params: { id: userId }, body: { evidence: 'photo-id' } })
  await expect(ask(clinic.who(max).userId)).rejects.toMatchObject({ code: 'OWN_ACCOUNT' })
  await expect(ask(clinic.who(paul).userId)).rejects.toMatchObject({ status: 409, code: 'FACTOR_MISSING' })
  await expect((await clinic.as(mira)).askForFactorReset({ params: { id: userId }, body })).rejects.toMatchObject({ status: 404 })
  for (const person of [paul, drAna, aud])
    await expect((await clinic.as(person)).askForFactorReset({ params: { id: userId }, body })).rejects.toMatchObject({ status: 403 })
  const path = `/api/users/${userId}/factor-reset`
  for (const unfit of [{}, { reason: 'codes-lost' }, { reason: 'because', evidence: 'photo-id' }, { ...body, evidence: 'a-mail' }])
    expect((await post(clinic, path, unfit, bearer(await clinic.token(max)))).status).toBe(400)
  await ask(userId)
  await clinic.sql(`update sessions set proven_at = proven_at - interval '10 minutes'`)
  await expect(confirm()).rejects.toMatchObject({ code: 'STEP_UP_REQUIRED' })
  await clinic.sql(`update sessions set proven_at = proven_at + interval '10 minutes'`)
  await clinic.sql(`update factor_resets set asked_at = asked_at - interval '24 hours'`)
  await expect(confirm()).rejects.toMatchObject({ code: 'RESET_NOT_ASKED' })
  await ask(userId)
  expect(await confirm()).toMatchObject({ secondFactor: false })
  expect(await knows(clinic, (await pairOf(clinic, pia)).accessToken)).toBe(200)
})

test('of confirmations at once, one does it', async () => {
  const clinic = await openClinic({ poolSize: 10 })
  await enrol(clinic, (await pairOf(clinic, pia)).accessToken)
  await secondAdmin(clinic)
  const path = `/api/users/${clinic.who(pia).userId}/factor-reset`
  await post(clinic, path, { reason: 'device-replaced', evidence: 'photo-id' }, bearer(await clinic.token(max)))
  const headers = bearer(await clinic.token(rita))
  await Promise.all([1, 2, 3].map(() => send(clinic, 'GET', '/api/auth/me', { headers })))
  const answers = await Promise.all([1, 2, 3, 4].map(() => post(clinic, `${path}/confirmation`, { evidence: 'photo-id' }, headers)))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409])
  expect(await clinic.sql('select from factor_resets where reset_by is not null')).toHaveLength(1)
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

/** Rita runs the organisation too from now on. */
async function secondAdmin(clinic: Clinic) {
  await clinic.sql(`update users set role = 'admin' where id = $1`, [clinic.who(rita).userId])
  return clinic.as(rita)
}

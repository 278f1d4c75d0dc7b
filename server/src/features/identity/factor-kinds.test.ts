import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { castPassword, drAna, max, type Person, pia, rita } from '../../../tests/people.ts'
import { Authenticator } from './authenticator.fixture.ts'
import { bearer, challengeFor, codeAt, enrol, pairOf, post, send } from './identity.fixture.ts'

type Kind = 'any' | 'passkey' | 'device-bound-passkey'
type Headers = Record<string, string>
const patients = '/api/patients'
const onlySetUp = { status: 403, body: { code: 'ENROLMENT_REQUIRED' } }
const refused = { status: 401, body: { code: 'INVALID_CREDENTIALS' } }

test('[V6.3.3] where the staff must have a passkey, who has only an app gets nowhere but to the set-up of one, in a session that stood and in a new one; from then on codes open nothing, and what was let in by them ends', async () => {
  const clinic = await openClinic()
  const own = bearer((await pairOf(clinic, rita)).accessToken)
  const { secret, codes } = await enrol(clinic, own.authorization?.slice(7) ?? '')
  expect((await send(clinic, 'GET', patients, { headers: own })).status).toBe(200)
  await ask(clinic, 'passkey')
  expect(await send(clinic, 'GET', patients, { headers: own })).toMatchObject(onlySetUp)
  clinic.clock.pass(60)
  const byCode = await shown(clinic, rita, { method: 'totp', code: codeAt(secret, clinic.clock.now()) })
  expect(byCode).toMatchObject({ status: 200, body: { user: { assurance: 2, mustEnrol: true, passkeyAsked: 'passkey' } } })
  const other = bearer(String(byCode.body.accessToken))
  for (const path of [patients, '/api/appointments', '/api/auth/sessions'])
    for (const headers of [own, other]) expect(await send(clinic, 'GET', path, { headers }), path).toMatchObject(onlySetUp)
  const offered = await send(clinic, 'GET', '/api/auth/factors', { headers: other })
  expect(offered).toMatchObject({ status: 200, body: { required: true, can: expect.arrayContaining(['beginPasskey']) } })
  expect(await send(clinic, 'DELETE', '/api/auth/totp', { headers: other })).toMatchObject({
    status: 409,
    body: { code: 'FACTOR_REQUIRED' },
  })

  const key = new Authenticator('cloud')
  expect((await register(clinic, key, other, '?keepSessions=true')).status).toBe(201)
  expect((await send(clinic, 'GET', patients, { headers: other })).status).toBe(200)
  expect((await send(clinic, 'GET', patients, { headers: own })).status).toBe(401)

  clinic.clock.pass(60)
  const code = codeAt(secret, clinic.clock.now())
  expect((await challengeFor(clinic, rita)).methods).toEqual(['passkey'])
  expect(await shown(clinic, rita, { method: 'totp', code })).toMatchObject(refused)
  expect(await shown(clinic, rita, { method: 'recovery', code: codes[0] })).toMatchObject(refused)
  expect(await post(clinic, '/api/auth/step-up', { method: 'totp', code }, other)).toMatchObject(refused)
  const opened = await signIn(clinic, key)
  expect(opened).toMatchObject({ status: 200, body: { user: { mustEnrol: false, proofs: ['password', 'passkey'] } } })
  const [{ id } = { id: '' }] = await clinic.sql('select id from passkeys')
  expect(await send(clinic, 'DELETE', `/api/auth/passkeys/${id}`, { headers: other })).toMatchObject({
    status: 409,
    body: { code: 'FACTOR_REQUIRED' },
  })

  // Nothing is asked of patients, and nothing of anybody once it is taken back.
  expect((await send(clinic, 'GET', '/api/appointments', { headers: bearer((await pairOf(clinic, pia)).accessToken) })).status).toBe(200)
  await ask(clinic, 'any')
  expect((await shown(clinic, rita, { method: 'totp', code })).status).toBe(200)
})

test('[V6.3.3] where it must stay on its device, a passkey that a cloud keeps is not taken, opens only the set-up, and nothing at all beside one that stays', async () => {
  const clinic = await openClinic()
  const [cloud, device, before] = [new Authenticator('cloud'), new Authenticator(), new Authenticator()]
  const headers = bearer((await pairOf(clinic, drAna)).accessToken)
  expect(await register(clinic, cloud, headers)).toMatchObject({ status: 201, body: { passkey: { deviceBound: false } } })
  await ask(clinic, 'device-bound-passkey')
  const opened = await signIn(clinic, cloud)
  expect(opened).toMatchObject({ status: 200, body: { user: { mustEnrol: true, passkeyAsked: 'device-bound-passkey' } } })
  const there = bearer(String(opened.body.accessToken))
  expect(await send(clinic, 'GET', patients, { headers: there })).toMatchObject(onlySetUp)
  expect(await register(clinic, new Authenticator('cloud'), there)).toMatchObject({ status: 422, body: { code: 'PASSKEY_NOT_BOUND' } })
  expect(await register(clinic, device, there)).toMatchObject({ status: 201, body: { passkey: { deviceBound: true } } })
  expect((await send(clinic, 'GET', patients, { headers: there })).status).toBe(200)
  expect(await signIn(clinic, cloud)).toMatchObject(refused)
  expect((await signIn(clinic, device)).body.user).toMatchObject({ mustEnrol: false })

  // Of one from before it was kept nothing is known, until it is used.
  const ritas = bearer((await pairOf(clinic, rita)).accessToken)
  expect((await register(clinic, before, ritas)).status).toBe(201)
  await clinic.sql('update passkeys set device_bound = false where user_id = $1', [clinic.who(rita).userId])
  expect(await send(clinic, 'GET', patients, { headers: ritas })).toMatchObject(onlySetUp)
  const again = bearer(String((await signIn(clinic, before)).body.accessToken))
  expect((await send(clinic, 'GET', patients, { headers: again })).status).toBe(200)
})

test('an administrator who asks for a passkey and has none of the kind says that they know, and sets one up next', async () => {
  const clinic = await openClinic()
  const token = (await pairOf(clinic, max)).accessToken
  await enrol(clinic, token)
  const headers = bearer(token)
  expect((await send(clinic, 'GET', rules, { headers })).body).toMatchObject({ staffFactor: 'any', ownPasskey: 'none' })
  expect(await put(clinic, headers, { staffFactor: 'passkey' })).toMatchObject({ status: 409, body: { code: 'OWN_FACTOR_MISSING' } })
  expect((await put(clinic, headers, { staffFactor: 'passkey', evenOfMe: true })).body).toMatchObject({ staffFactor: 'passkey' })
  expect(await send(clinic, 'GET', rules, { headers })).toMatchObject(onlySetUp)
  expect((await register(clinic, new Authenticator(), headers)).status).toBe(201)
  expect((await send(clinic, 'GET', rules, { headers })).body).toMatchObject({ ownPasskey: 'device-bound-passkey' })
  expect(await clinic.events('sign-in-rules.changed')).toMatchObject([{ outcome: 'failed' }, { fields: ['staffFactor'] }])
})

const rules = '/api/organisations/me/sign-in'

async function ask(clinic: Clinic, kind: Kind): Promise<void> {
  await clinic.sql('update organisations set staff_factor = $1 where tenant_id = $2', [kind, clinic.who(max).tenantId])
}

async function put(clinic: Clinic, headers: Headers, more: object) {
  const [row] = await clinic.sql('select sign_in_version as version from organisations where tenant_id = $1', [clinic.who(max).tenantId])
  const body = { staffSecondFactor: false, secondFactorRoles: [], passwordPolicy: 'composition', ...more }
  return send(clinic, 'PUT', rules, { body, headers: { ...headers, 'if-match': `"${row?.version}"` } })
}

async function register(clinic: Clinic, key: Authenticator, headers: Headers, query = '') {
  const { body } = await post(clinic, '/api/auth/passkeys/registration', undefined, headers)
  return post(clinic, `/api/auth/passkeys${query}`, { name: 'Key', credential: key.create({ challenge: String(body.challenge) }) }, headers)
}

async function signIn(clinic: Clinic, key: Authenticator) {
  const { body } = await post(clinic, '/api/auth/passkeys/challenge', undefined)
  return post(clinic, '/api/auth/passkeys/sign-in', { credential: key.get({ challenge: String(body.challenge) }) })
}

async function shown(clinic: Clinic, person: Person, proof: object) {
  const answer = await post(clinic, '/api/auth/login', { login: person.email, password: castPassword })
  const challenge = Object(answer.body.secondFactor).challenge
  return post(clinic, '/api/auth/second-factor', { challenge, ...proof })
}

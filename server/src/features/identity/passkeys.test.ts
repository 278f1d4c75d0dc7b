import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { castPassword, drAna, paul, pia } from '../../../tests/people.ts'
import { Authenticator } from './authenticator.fixture.ts'
import { bearer, challengeFor, eventsOf, pairOf, post, racing, send } from './identity.fixture.ts'

const refused = { status: 401, body: { code: 'INVALID_CREDENTIALS' } }
type Headers = Record<string, string>

test('[F16 part] a passkey is registered under a name, signs in alone at level two or as the second factor, proves anew, is renamed and removed', async () => {
  const clinic = await openClinic()
  const headers = bearer((await pairOf(clinic, pia)).accessToken)
  const { key, answer } = await registered(clinic, headers, 'Blue key')
  expect(answer).toMatchObject({ status: 201, body: { passkey: { name: 'Blue key' }, recoveryCodes: { length: 10 } } })
  const { challenge, methods } = await challengeFor(clinic, pia)
  expect(methods).toEqual(['passkey', 'recovery'])
  const second = { challenge, method: 'passkey', credential: key.get(await challengeOf(clinic)) }
  expect(await post(clinic, '/api/auth/second-factor', second)).toMatchObject({ status: 200, body: { user: { assurance: 2 } } })

  const alone = await signIn(clinic, key.get(await challengeOf(clinic)))
  expect(alone).toMatchObject({ status: 200, body: { user: { assurance: 2, id: clinic.who(pia).userId } } })
  expect(await eventsOf(clinic, alone.requestId)).toMatchObject([{ action: 'session.signed-in', outcome: 'allowed' }])
  clinic.clock.pass(200)
  const stepUp = { method: 'passkey', credential: key.get(await challengeOf(clinic)) }
  expect((await post(clinic, '/api/auth/step-up', stepUp, headers)).status).toBe(200)

  const [listed] = await passkeys(clinic, headers)
  expect(listed).toEqual({
    id: expect.any(String),
    name: 'Blue key',
    registeredAt: expect.any(String),
    usedAt: expect.any(String),
    deviceBound: true,
  })
  const path = `/api/auth/passkeys/${listed?.id}`
  expect((await send(clinic, 'PATCH', path, { body: { name: 'מפתח' }, headers })).status).toBe(204)
  expect(await passkeys(clinic, headers)).toMatchObject([{ name: 'מפתח' }])
  const others = bearer((await pairOf(clinic, paul)).accessToken)
  for (const method of ['PATCH', 'DELETE'])
    expect(await send(clinic, method, path, { headers: others, ...(method === 'PATCH' && { body: { name: 'x' } }) })).toMatchObject({
      status: 404,
    })
  expect((await send(clinic, 'DELETE', path, { headers })).status).toBe(204)
  expect(await signIn(clinic, key.get(await challengeOf(clinic)))).toMatchObject(refused)
  expect('accessToken' in (await clinic.stranger().login({ body: { login: pia.email, password: castPassword } }))).toBe(true)
})

test('[F16 part] an answer is taken from our own origin alone, with its user verified, to a challenge of ours that has not run out', async () => {
  const clinic = await openClinic()
  const headers = bearer((await pairOf(clinic, pia)).accessToken)
  const { key } = await registered(clinic, headers, 'Key')
  const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  for (const behaviour of [
    { origin: 'http://localhost:8081' },
    { origin: 'https://localhost:8080' },
    { origin: 'http://localhost.evil.test:8080' },
    { rpId: 'evil.test' },
    { verifiesUser: false },
    { key: foreign },
  ]) {
    expect(await signIn(clinic, key.get(await challengeOf(clinic), behaviour)), JSON.stringify(behaviour)).toMatchObject(refused)
  }
  const made = await challengeOf(clinic)
  const altered = Buffer.from(made.challenge, 'base64url').toString().replace(/^1/, '2')
  for (const challenge of ['AAAA', Buffer.from(altered).toString('base64url')]) {
    expect(await signIn(clinic, key.get({ challenge })), challenge).toMatchObject(refused)
  }
  expect(await signIn(clinic, new Authenticator().get(await challengeOf(clinic)))).toMatchObject(refused)
  clinic.clock.pass(301)
  expect(await signIn(clinic, key.get(made))).toMatchObject(refused)
  expect((await signIn(clinic, key.get(await challengeOf(clinic)))).status).toBe(200)
  expect(await clinic.sql(`select action from audit_events where action = 'passkey.counter-fell'`)).toEqual([])
})

test('of twenty uses of one answer at once, at two servers, one opens a session', async () => {
  const clinic = await openClinic()
  const { key } = await registered(clinic, bearer((await pairOf(clinic, pia)).accessToken), 'Key')
  const other = { ...clinic, url: await clinic.another() }
  const credential = key.get(await challengeOf(clinic))
  const use = (n: number) => () => signIn(n % 2 === 0 ? clinic : other, credential)
  const answers = await racing(
    clinic,
    'passkeys',
    Array.from({ length: 20 }, (_, n) => use(n)),
    8,
  )
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array.from({ length: 19 }, () => 401)])
  expect(await clinic.sql('select 1 from answered_challenges')).toHaveLength(2)
})

test('[F16 part] a counter that does not rise is refused and is an event, and the passkey goes on from its highest', async () => {
  const clinic = await openClinic()
  const { key, answer } = await registered(clinic, bearer((await pairOf(clinic, pia)).accessToken), 'Key')
  expect((await signIn(clinic, key.get(await challengeOf(clinic), { counter: 7 }))).status).toBe(200)
  for (const counter of [7, 3, 0]) {
    const copied = await signIn(clinic, key.get(await challengeOf(clinic), { counter }))
    expect(copied, String(counter)).toMatchObject(refused)
    expect(await eventsOf(clinic, copied.requestId)).toMatchObject([
      { action: 'passkey.counter-fell', outcome: 'allowed', tenant_id: clinic.who(pia).tenantId, resource_type: 'passkey' },
      ...(counter === 7 ? [{ action: 'alert.raised' }] : []),
      { action: 'session.signed-in', outcome: 'denied' },
    ])
  }
  expect(answer.status).toBe(201)
  expect((await signIn(clinic, key.get(await challengeOf(clinic), { counter: 8 }))).status).toBe(200)
})

test('a registration is finished once, in the session that began it, with its user verified; a passkey of another account is no second factor', async () => {
  const clinic = await openClinic()
  const [here, there] = [bearer((await pairOf(clinic, pia)).accessToken), bearer((await pairOf(clinic, pia)).accessToken)]
  const begun = await begin(clinic, here)
  const key = new Authenticator()
  const finish = (headers: Headers, credential: object) => post(clinic, '/api/auth/passkeys', { name: 'Key', credential }, headers)
  expect(await finish(there, key.create(begun))).toMatchObject(refused)
  expect(await finish(here, key.create(begun, { verifiesUser: false }))).toMatchObject(refused)
  expect(await finish(here, key.create(begun, { origin: 'https://evil.test' }))).toMatchObject(refused)
  expect(await finish(here, key.create(await challengeOf(clinic)))).toMatchObject(refused)
  expect((await finish(here, key.create(begun))).status).toBe(201)
  expect(await finish(here, new Authenticator().create(begun))).toMatchObject({ status: 409, body: { code: 'ENROLMENT_GONE' } })
  expect(await finish(here, key.create(await begin(clinic, here)))).toMatchObject({ status: 409, body: { code: 'ENROLMENT_GONE' } })

  await registered(clinic, bearer((await pairOf(clinic, paul)).accessToken), 'Of Paul')
  const { challenge } = await challengeFor(clinic, paul)
  const proof = { challenge, method: 'passkey', credential: key.get(await challengeOf(clinic)) }
  expect(await post(clinic, '/api/auth/second-factor', proof)).toMatchObject(refused)
  const dump = JSON.stringify(await clinic.sql(`select encode(credential, 'escape') as e, encode(credential, 'hex') as h from passkeys`))
  for (const plain of ['Of Paul', key.id.toString('hex'), key.id.toString('base64url')]) expect(dump).not.toContain(plain)
})

test('[T29 part][B74 part] a passkey opens the account and its second step while passwords and codes are locked', async () => {
  const clinic = await openClinic()
  const { key } = await registered(clinic, bearer((await pairOf(clinic, pia)).accessToken), 'Key')
  const { challenge } = await challengeFor(clinic, pia)
  for (let n = 0; n < 5; n += 1) await post(clinic, '/api/auth/second-factor', { challenge, method: 'recovery', code: 'wrong-code' })
  for (let n = 0; n < 5; n += 1) await post(clinic, '/api/auth/login', { login: pia.email, password: 'Wrong-Horse-7-Battery' })
  const locked = { status: 429, body: { code: 'SIGN_IN_LOCKED' } }
  expect(await post(clinic, '/api/auth/login', { login: pia.email, password: castPassword })).toMatchObject(locked)
  expect((await signIn(clinic, key.get(await challengeOf(clinic)))).status).toBe(200)
  await clinic.sql('update sign_in_challenges set tries = 0')
  expect(await post(clinic, '/api/auth/second-factor', { challenge, method: 'recovery', code: 'wrong-code' })).toMatchObject(locked)
  const proof = { challenge, method: 'passkey', credential: key.get(await challengeOf(clinic)) }
  expect((await post(clinic, '/api/auth/second-factor', proof)).status).toBe(200)
})

test('[F14 part] where a second factor must be, a passkey is one, and the last one stays', async () => {
  const clinic = await openClinic()
  await clinic.sql('update organisations set staff_second_factor = true')
  const headers = bearer((await pairOf(clinic, drAna)).accessToken)
  expect((await send(clinic, 'GET', '/api/patients', { headers })).status).toBe(403)
  const { key } = await registered(clinic, headers, 'Key')
  expect((await send(clinic, 'GET', '/api/patients', { headers })).status).toBe(200)
  const [listed] = await passkeys(clinic, headers)
  const removed = await send(clinic, 'DELETE', `/api/auth/passkeys/${listed?.id}`, { headers })
  expect(removed).toMatchObject({ status: 409, body: { code: 'FACTOR_REQUIRED' } })
  const alone = await signIn(clinic, key.get(await challengeOf(clinic)))
  expect((await send(clinic, 'GET', '/api/patients', { headers: bearer(String(alone.body.accessToken)) })).status).toBe(200)
})

async function registered(clinic: Clinic, headers: Headers, name: string) {
  const key = new Authenticator()
  const credential = key.create(await begin(clinic, headers))
  return { key, answer: await post(clinic, '/api/auth/passkeys?keepSessions=true', { name, credential }, headers) }
}

async function begin(clinic: Clinic, headers: Headers): Promise<{ challenge: string }> {
  const { body } = await post(clinic, '/api/auth/passkeys/registration', undefined, headers)
  return { challenge: String(body.challenge) }
}

function challengeOf(clinic: Clinic): Promise<{ challenge: string }> {
  return clinic.stranger().passkeyChallenge()
}

function signIn(clinic: Clinic, credential: object) {
  return post(clinic, '/api/auth/passkeys/sign-in', { credential })
}

async function passkeys(clinic: Clinic, headers: Headers): Promise<Record<string, unknown>[]> {
  const { body } = await send(clinic, 'GET', '/api/auth/factors', { headers })
  return Array.isArray(body.passkeys) ? body.passkeys : []
}

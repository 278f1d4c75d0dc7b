import { Secret } from 'otpauth'
import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { castPassword, max, pia, rita } from '../../../tests/people.ts'
import { newTotpSecret, verifyTotp } from '../../security/vault/index.ts'
import { methodsOf } from './factor-rules.ts'
import {
  addGuarded,
  bearer,
  challengeFor,
  challengeOf,
  codeAt,
  enrol,
  eventsOf,
  fromElsewhere,
  pairOf,
  post,
  send,
  withFactor,
} from './identity.fixture.ts'

const locked = { status: 429, body: { code: 'SIGN_IN_LOCKED' } }
const refused = { status: 401, body: { code: 'INVALID_CREDENTIALS' } }
const path = '/api/auth/second-factor'

test('who has an authenticator signs in with password and code, and the session says so', async () => {
  const clinic = await openClinic()
  const secret = await addGuarded(clinic)
  const first = await post(clinic, '/api/auth/login', { username: withFactor.username, password: castPassword })
  expect(first.body).toEqual({ secondFactor: { challenge: expect.any(String), methods: ['totp'] } })
  expect(await eventsOf(clinic, first.requestId)).toMatchObject([
    { action: 'session.signed-in', outcome: 'allowed', resource_type: 'user' },
  ])
  expect(await clinic.sql('select id from sessions')).toEqual([])

  const challenge = await challengeOf(clinic)
  const second = await post(clinic, path, { challenge, method: 'totp', code: codeAt(secret, clinic.clock.now()) })
  expect(second).toMatchObject({ status: 200, body: { tokenType: 'Bearer', user: { assurance: 2, email: withFactor.email } } })
  expect(await eventsOf(clinic, second.requestId)).toMatchObject([
    { action: 'session.second-factor', outcome: 'allowed', tenant_id: clinic.who(rita).tenantId, resource_type: 'session' },
  ])
})

test('the SimpleJWT form asks for the second factor too', async () => {
  const clinic = await openClinic()
  await addGuarded(clinic)
  const answer = await post(clinic, '/api/auth/jwt/create/', { email: withFactor.email, password: castPassword })
  expect(answer.body).toEqual({ secondFactor: { challenge: expect.any(String), methods: ['totp'] } })
})

test('a challenge can also end in a cookie', async () => {
  const clinic = await openClinic()
  const secret = await addGuarded(clinic)
  const proof = { challenge: await challengeOf(clinic), method: 'totp', code: codeAt(secret, clinic.clock.now()), cookie: true }
  expect(await post(clinic, path, proof, { 'sec-fetch-site': 'cross-site' })).toMatchObject({
    status: 403,
    body: { code: 'ORIGIN_REFUSED' },
  })
  const answer = await post(clinic, path, proof, { origin: 'http://localhost:8080' })
  expect(answer.headers.get('set-cookie')).toMatch(/^__Host-wardkeep=/)
  expect(Object.keys(answer.body).sort()).toEqual(['csrfToken', 'user'])
})

test('a challenge has five tries, five minutes and one use', async () => {
  const clinic = await openClinic()
  const secret = await addGuarded(clinic)
  const code = () => codeAt(secret, clinic.clock.now())
  const wrong = () => (code() === '000000' ? '000001' : '000000')

  const tried = await challengeOf(clinic)
  for (let n = 0; n < 5; n += 1) {
    const answer = await post(clinic, path, { challenge: tried, method: 'totp', code: wrong() })
    expect(answer).toMatchObject(refused)
    expect((await eventsOf(clinic, answer.requestId)).at(-1)).toMatchObject({
      action: 'session.second-factor',
      outcome: 'denied',
      tenant_id: clinic.who(rita).tenantId,
      actor_id: null,
    })
  }
  expect(await post(clinic, path, { challenge: tried, method: 'totp', code: code() })).toMatchObject(locked)
  await clinic.sql('truncate sign_in_locks, sign_in_attempts, sign_in_failed_names')
  expect(await post(clinic, path, { challenge: tried, method: 'totp', code: code() })).toMatchObject(refused)

  const late = await challengeOf(clinic)
  clinic.clock.pass(301)
  expect(await post(clinic, path, { challenge: late, method: 'totp', code: code() })).toMatchObject(refused)

  const used = await challengeOf(clinic)
  expect((await post(clinic, path, { challenge: used, method: 'totp', code: code() })).status).toBe(200)
  clinic.clock.pass(60)
  expect(await post(clinic, path, { challenge: used, method: 'totp', code: code() })).toMatchObject(refused)
  expect(await post(clinic, path, { challenge: 'unknown', method: 'totp', code: code() })).toMatchObject(refused)
})

test('[T4][V6.5.1] of fifty uses of one code at once, under a challenge each, one opens a session, five are judged and found used, and the rest meet the lock; all are in the journal; and an older code is worth nothing after a newer one', async () => {
  const clinic = await openClinic()
  const secret = await addGuarded(clinic)
  const challenges = await Promise.all(Array.from({ length: 50 }, () => challengeOf(clinic)))
  const code = codeAt(secret, clinic.clock.now())
  const answers = await Promise.all(challenges.map((challenge) => post(clinic, path, { challenge, method: 'totp', code })))
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
  expect(answers.filter((answer) => answer.status === 401)).toHaveLength(5)
  expect(answers.filter((answer) => answer.body.code === 'SIGN_IN_LOCKED')).toHaveLength(44)
  expect((await clinic.events('session.second-factor')).map(({ outcome }) => outcome).sort()).toEqual([
    'allowed',
    ...Array(49).fill('denied'),
  ])
  expect((await clinic.events('account.locked')).map(({ rule }) => rule)).toContain('system:lockout:second-factor')
  expect(await clinic.sql('select id from sessions')).toHaveLength(1)

  const other = await openClinic()
  const theirs = await addGuarded(other)
  // In the middle of a step, so that none ends between the two codes.
  other.clock.pass(45 - ((other.clock.now().getTime() / 1000) % 30))
  const older = codeAt(theirs, other.clock.now())
  other.clock.pass(30)
  const give = async (shown: string) =>
    (await post(other, path, { challenge: await challengeOf(other), method: 'totp', code: shown })).status
  expect(await give(codeAt(theirs, other.clock.now()))).toBe(200)
  expect(await give(older)).toBe(401)
})

test('[B14] a code counts in its half minute and the next, for its owner, once; a recovery code once; and a passkey is offered first', async () => {
  const clinic = await openClinic()
  const secret = await addGuarded(clinic)
  const own = await enrol(clinic, (await pairOf(clinic, pia)).accessToken)
  // In the middle of a step, and no code of the enrolment in the way.
  clinic.clock.pass(105 - ((clinic.clock.now().getTime() / 1000) % 30))
  const ahead = (seconds: number, of = own.secret) => codeAt(of, new Date(clinic.clock.now().getTime() + seconds * 1000))
  const give = async (shown: object) => {
    const { challenge } = await challengeFor(clinic, pia)
    return (await post(clinic, path, { challenge, ...shown }, fromElsewhere())).status
  }
  const totp = (code: string) => give({ method: 'totp', code })
  for (const seconds of [30, 60, -60]) expect(await totp(ahead(seconds)), `${seconds} s`).toBe(401)
  expect(await totp(ahead(0, secret))).toBe(401)
  expect(await totp(ahead(-30))).toBe(200)
  expect(await totp(ahead(-30))).toBe(401)
  expect(await totp(ahead(0))).toBe(200)
  for (const seconds of [0, -30]) expect(await totp(ahead(seconds))).toBe(401)
  const recovery = { method: 'recovery', code: own.codes[0] }
  expect([await give(recovery), await give(recovery)]).toEqual([200, 401])
  const guarded = await challengeOf(clinic)
  expect((await post(clinic, path, { challenge: guarded, method: 'recovery', code: own.codes[1] }, fromElsewhere())).status).toBe(401)
  expect(methodsOf({ totp: true, passkeys: 1, bound: 0, codesLeft: 9 }, 'any')).toEqual(['passkey', 'totp', 'recovery'])
  // RFC 6238, appendix B, at its first second.
  expect(verifyTotp(Secret.fromLatin1('12345678901234567890').base32, '287082', new Date(59_000), null)).toEqual({ step: 1 })
  expect([Secret.fromBase32(own.secret).bytes.length, Secret.fromBase32(newTotpSecret()).bytes.length]).toEqual([20, 20])
})

test('the secret of an authenticator is sealed', async () => {
  const clinic = await openClinic()
  const secret = await addGuarded(clinic)
  const [row] = await clinic.sql(`select encode(secret, 'escape') as secret from second_factors`)
  expect(String(row?.secret).includes(secret)).toBe(false)
})

test('a step-up by code needs an authenticator, and uses its code up', async () => {
  const clinic = await openClinic()
  const secret = await addGuarded(clinic)
  const challenge = await challengeOf(clinic)
  const { accessToken } = (await post(clinic, path, { challenge, method: 'totp', code: codeAt(secret, clinic.clock.now()) })).body
  const headers = bearer(String(accessToken))
  const again = { method: 'totp', code: codeAt(secret, clinic.clock.now()) }
  expect(await post(clinic, '/api/auth/step-up', again, headers)).toMatchObject(refused)
  clinic.clock.pass(60)
  const fresh = { method: 'totp', code: codeAt(secret, clinic.clock.now()) }
  expect((await post(clinic, '/api/auth/step-up', fresh, headers)).status).toBe(200)
  expect((await post(clinic, '/api/auth/step-up', fresh, bearer(await clinic.token(max)))).status).toBe(401)
  expect((await send(clinic, 'GET', '/api/auth/me', { headers })).body).toMatchObject({ assurance: 2 })
})

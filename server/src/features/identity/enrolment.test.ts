import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { castPassword, drAna, paul, pia, rita } from '../../../tests/people.ts'
import { bearer, challengeFor, codeAt, enrol, eventsOf, pairOf, post, racing, send } from './identity.fixture.ts'

const run = promisify(execFile)
const refused = { status: 401, body: { code: 'INVALID_CREDENTIALS' } }
const stepUpAsked = { status: 401, body: { code: 'STEP_UP_REQUIRED' } }
const second = '/api/auth/second-factor'

test('[F12] an authenticator counts from the code that confirms it, its secret is sealed, and ten hashed recovery codes come with it', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, pia)
  const headers = bearer(accessToken)
  const begun = await post(clinic, '/api/auth/totp', undefined, headers)
  expect(begun).toMatchObject({ status: 201, body: { secret: expect.stringMatching(/^[A-Z2-7]{32}$/) } })
  const secret = String(begun.body.secret)
  expect(new URL(String(begun.body.otpauthUrl)).searchParams.get('secret')).toBe(secret)
  expect((await send(clinic, 'GET', '/api/auth/factors', { headers })).body).toEqual({
    required: false,
    passkeys: [],
    can: ['beginTotp', 'beginPasskey'],
  })
  expect('accessToken' in (await clinic.stranger().login({ body: { login: pia.email, password: castPassword } }))).toBe(true)

  const right = codeAt(secret, clinic.clock.now())
  const wrong = await post(clinic, '/api/auth/totp/confirmation', { code: right === '000000' ? '000001' : '000000' }, headers)
  expect(wrong).toMatchObject(refused)
  expect(await clinic.sql('select 1 from second_factors')).toEqual([])
  const confirmed = await post(clinic, '/api/auth/totp/confirmation', { code: right }, headers)
  expect(confirmed.status).toBe(200)
  expect(confirmed.body.recoveryCodes).toHaveLength(10)
  expect(await eventsOf(clinic, confirmed.requestId)).toMatchObject([
    { action: 'authenticator.confirmed', outcome: 'allowed' },
    { action: 'session.revoked' },
  ])
  expect((await send(clinic, 'GET', '/api/auth/me', { headers })).body).toMatchObject({ assurance: 2, mustEnrol: false })
  expect((await send(clinic, 'GET', '/api/auth/factors', { headers })).body).toEqual({
    required: false,
    totp: { since: expect.any(String) },
    recoveryCodes: { left: 10, madeAt: expect.any(String) },
    passkeys: [],
    can: ['beginTotp', 'beginPasskey', 'removeTotp', 'makeRecoveryCodes'],
  })

  const { challenge, methods } = await challengeFor(clinic, pia)
  expect(methods).toEqual(['totp', 'recovery'])
  expect(await post(clinic, second, { challenge, method: 'totp', code: right })).toMatchObject(refused)
  clinic.clock.pass(30)
  expect((await post(clinic, second, { challenge, method: 'totp', code: codeAt(secret, clinic.clock.now()) })).status).toBe(200)

  const dump = JSON.stringify([
    await clinic.sql(`select encode(secret, 'escape') as e, encode(secret, 'hex') as h from second_factors`),
    await clinic.sql(`select encode(code_hash, 'escape') as e, encode(code_hash, 'hex') as h from recovery_codes`),
  ])
  const codes = Array.isArray(confirmed.body.recoveryCodes) ? confirmed.body.recoveryCodes.map(String) : []
  const spend = async () => {
    const asked = await challengeFor(clinic, pia)
    return (await post(clinic, second, { challenge: asked.challenge, method: 'recovery', code: codes[3] })).status
  }
  expect([await spend(), await spend()]).toEqual([200, 401])
  for (const plain of [secret, ...codes, ...codes.map((code) => code.replaceAll('-', ''))]) {
    expect(dump).not.toContain(plain)
    expect(dump).not.toContain(Buffer.from(plain).toString('hex'))
  }
})

test('what was begun is confirmed in the same session, within fifteen minutes, and the last one begun counts', async () => {
  const clinic = await openClinic()
  const [here, there] = [bearer((await pairOf(clinic, pia)).accessToken), bearer((await pairOf(clinic, pia)).accessToken)]
  const begin = async (headers: Record<string, string>) => String((await post(clinic, '/api/auth/totp', undefined, headers)).body.secret)
  const confirm = (secret: string, headers: Record<string, string>) =>
    post(clinic, '/api/auth/totp/confirmation', { code: codeAt(secret, clinic.clock.now()) }, headers)
  const gone = { status: 409, body: { code: 'ENROLMENT_GONE' } }
  expect(await confirm('AAAA', here)).toMatchObject(gone)
  const first = await begin(here)
  expect(await confirm(first, there)).toMatchObject(gone)
  const last = await begin(here)
  expect(await confirm(first, here)).toMatchObject(refused)
  await clinic.sql(`update totp_enrolments set begun_at = begun_at - interval '901 seconds'`)
  expect(await confirm(last, here)).toMatchObject(gone)
  const again = await begin(here)
  const both = await Promise.all([confirm(again, here), confirm(again, here)])
  expect(both.map((answer) => answer.status).sort()).toEqual([200, 409])
})

test('[T40 part] factors are changed after a fresh proof alone, and where there is a factor the password is none', async () => {
  const clinic = await openClinic()
  const { refreshToken } = await pairOf(clinic, pia)
  clinic.clock.pass(301)
  const { accessToken, refreshToken: next } = await clinic.stranger().refresh({ body: { refreshToken } })
  expect(await post(clinic, '/api/auth/totp', undefined, bearer(accessToken))).toMatchObject(stepUpAsked)
  const byPassword = { method: 'password', password: castPassword }
  expect((await post(clinic, '/api/auth/step-up', byPassword, bearer(accessToken))).status).toBe(200)
  const { secret } = await enrol(clinic, accessToken)

  clinic.clock.pass(301)
  const fresh = bearer((await clinic.stranger().refresh({ body: { refreshToken: next } })).accessToken)
  const acts = () => [
    post(clinic, '/api/auth/totp', undefined, fresh),
    send(clinic, 'DELETE', '/api/auth/totp', { headers: fresh }),
    post(clinic, '/api/auth/recovery-codes', undefined, fresh),
  ]
  for (const proof of [undefined, byPassword]) {
    if (proof) expect((await post(clinic, '/api/auth/step-up', proof, fresh)).status).toBe(200)
    for (const answer of await Promise.all(acts())) {
      expect(answer).toMatchObject(stepUpAsked)
      expect(answer.headers.get('www-authenticate')).toContain('acr_values="aal2", max_age=300')
    }
  }
  const byCode = { method: 'totp', code: codeAt(secret, clinic.clock.now()) }
  expect((await post(clinic, '/api/auth/step-up', byCode, fresh)).status).toBe(200)
  expect((await send(clinic, 'DELETE', '/api/auth/totp', { headers: fresh })).status).toBe(204)
  expect('accessToken' in (await clinic.stranger().login({ body: { login: pia.email, password: castPassword } }))).toBe(true)
  expect(await clinic.sql('select 1 from recovery_codes')).toEqual([])
  expect((await send(clinic, 'DELETE', '/api/auth/totp', { headers: fresh })).body).toMatchObject({ code: 'FACTOR_MISSING' })
  expect((await post(clinic, '/api/auth/recovery-codes', undefined, fresh)).body).toMatchObject({ code: 'FACTOR_MISSING' })
  expect(await clinic.sql(`select template from mails order by id`)).toEqual([
    { template: 'second-factor-changed' },
    { template: 'second-factor-changed' },
  ])
})

test('a session from before the factor must prove it before it touches factors', async () => {
  const clinic = await openClinic()
  const [older, newer] = [(await pairOf(clinic, drAna)).accessToken, (await pairOf(clinic, drAna)).accessToken]
  expect((await post(clinic, '/api/auth/totp', undefined, bearer(older))).status).toBe(201)
  await enrol(clinic, newer)
  expect(await post(clinic, '/api/auth/totp', undefined, bearer(older))).toMatchObject(stepUpAsked)
  expect(await post(clinic, '/api/auth/totp/confirmation', { code: '123456' }, bearer(older))).toMatchObject(stepUpAsked)
  expect((await send(clinic, 'GET', '/api/auth/me', { headers: bearer(older) })).body).toMatchObject({ assurance: 1 })
})

test('another authenticator takes the place of the one before, and the recovery codes stand', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, rita)
  const before = await enrol(clinic, accessToken)
  const after = await enrol(clinic, accessToken)
  expect(after.codes).toEqual([])
  clinic.clock.pass(60)
  const { challenge } = await challengeFor(clinic, rita)
  const show = (secret: string) => post(clinic, second, { challenge, method: 'totp', code: codeAt(secret, clinic.clock.now()) })
  expect(await show(before.secret)).toMatchObject(refused)
  expect((await show(after.secret)).status).toBe(200)
  expect(await clinic.sql('select count(*)::integer as n from recovery_codes where used_at is null')).toEqual([{ n: 10 }])
})

test('[F13] of twenty uses of one code at once, under a challenge each and at two servers, one opens a session', async () => {
  const clinic = await openClinic()
  const { secret } = await enrol(clinic, (await pairOf(clinic, pia)).accessToken)
  const other = { ...clinic, url: await clinic.another() }
  clinic.clock.pass(60)
  const challenges: string[] = []
  for (let n = 0; n < 20; n += 1) challenges.push((await challengeFor(clinic, pia)).challenge)
  const code = codeAt(secret, clinic.clock.now())
  const use = (challenge: string, n: number) => () => post(n % 2 === 0 ? clinic : other, second, { challenge, method: 'totp', code })
  // Each server judges the codes of one person in their turn.
  const answers = await racing(clinic, 'second_factors', challenges.map(use), 2)
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
  expect(answers.filter((answer) => [401, 429].includes(answer.status))).toHaveLength(19)
  expect(await clinic.sql('select 1 from sessions where assurance = 2')).toHaveLength(2)
})

const oathtool = await run('oathtool', ['--version']).then(
  () => true,
  () => false,
)
test.runIf(oathtool)(
  '[B14 part][F13] codes that the independent oathtool makes are accepted once, of this step and the one before, and no other',
  async () => {
    const clinic = await openClinic()
    const { accessToken } = await pairOf(clinic, paul)
    const headers = bearer(accessToken)
    const made = async (secret: string, steps = 0) => {
      const at = new Date(clinic.clock.now().getTime() + steps * 30_000).toISOString()
      return (await run('oathtool', ['--totp', '--base32', `--now=${at.slice(0, 19).replace('T', ' ')} UTC`, secret])).stdout.trim()
    }
    const secret = String((await post(clinic, '/api/auth/totp', undefined, headers)).body.secret)
    expect((await post(clinic, '/api/auth/totp/confirmation', { code: await made(secret) }, headers)).status).toBe(200)
    const sign = async (code: string) => {
      const { challenge } = await challengeFor(clinic, paul)
      return (await post(clinic, second, { challenge, method: 'totp', code })).status
    }
    // Five seconds into a step, so that none ends on the way.
    clinic.clock.pass(335 - ((clinic.clock.now().getTime() / 1000) % 30))
    expect(await sign(await made(secret, -2))).toBe(401)
    expect(await sign(await made(secret, 1))).toBe(401)
    const earlier = await made(secret, -1)
    expect(await sign(earlier)).toBe(200)
    expect(await sign(earlier)).toBe(401)
    const now = await made(secret)
    expect(await sign(now)).toBe(200)
    expect(await sign(now)).toBe(401)
    expect(await sign(earlier)).toBe(401)
  },
)

import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { castPassword, paul, pia } from '../../../tests/people.ts'
import { eventsOf, knows, pairOf, post } from './identity.fixture.ts'

const refused = { status: 401, body: { code: 'INVALID_CREDENTIALS' } }

test('[C11 part] an access token stands for 300 seconds and not for 301', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, pia)
  clinic.clock.pass(298)
  expect(await knows(clinic, accessToken)).toBe(200)
  clinic.clock.pass(3)
  expect(await knows(clinic, accessToken)).toBe(401)
})

test('a refresh token gives a new pair, and the new one again a new one', async () => {
  const clinic = await openClinic()
  const first = await pairOf(clinic, pia)
  clinic.clock.pass(400)
  const second = await clinic.stranger().refresh({ body: { refreshToken: first.refreshToken } })
  expect(second.refreshToken).not.toBe(first.refreshToken)
  expect(await knows(clinic, second.accessToken)).toBe(200)
  const third = await clinic.stranger().refresh({ body: { refreshToken: second.refreshToken } })
  expect(third.refreshToken).not.toBe(second.refreshToken)
})

test('[C11 part] whoever shows a spent token ends its session, and the ending outlives the refusal', async () => {
  const clinic = await openClinic()
  const first = await pairOf(clinic, pia)
  const second = await clinic.stranger().refresh({ body: { refreshToken: first.refreshToken } })
  clinic.clock.pass(11)
  const reuse = await post(clinic, '/auth/refresh', { refreshToken: first.refreshToken })
  expect(reuse).toMatchObject(refused)
  expect(await knows(clinic, second.accessToken)).toBe(401)
  expect(await post(clinic, '/auth/refresh', { refreshToken: second.refreshToken })).toMatchObject(refused)
  expect(await eventsOf(clinic, reuse.requestId)).toMatchObject([
    { action: 'session.refresh-reused', outcome: 'allowed', tenant_id: clinic.who(pia).tenantId, resource_type: 'session' },
    { action: 'alert.raised', outcome: 'allowed' },
    { action: 'session.refreshed', outcome: 'denied', reason: 'INVALID_CREDENTIALS' },
  ])
})

test('[C11 part] a lost answer may be asked for again within ten seconds and gives the same pair', async () => {
  const clinic = await openClinic()
  const first = await pairOf(clinic, pia)
  const lost = await clinic.stranger().refresh({ body: { refreshToken: first.refreshToken } })
  clinic.clock.pass(8)
  const again = await clinic.stranger().refresh({ body: { refreshToken: first.refreshToken } })
  expect([again.accessToken, again.refreshToken]).toEqual([lost.accessToken, lost.refreshToken])
  expect(await knows(clinic, again.accessToken)).toBe(200)
})

test('a spent token is reuse even within ten seconds once its successor has been used', async () => {
  const clinic = await openClinic()
  const first = await pairOf(clinic, pia)
  const second = await clinic.stranger().refresh({ body: { refreshToken: first.refreshToken } })
  const third = await clinic.stranger().refresh({ body: { refreshToken: second.refreshToken } })
  expect(await post(clinic, '/auth/refresh', { refreshToken: first.refreshToken })).toMatchObject(refused)
  expect(await knows(clinic, third.accessToken)).toBe(401)
})

test('[F3] twenty refreshes of one token at once all stay signed in, and exactly one new pair is made', async () => {
  const clinic = await openClinic()
  const { accessToken, refreshToken } = await pairOf(clinic, pia)
  // Opens every connection of the pool, else the first one would serve the twenty in a row.
  await Promise.all(Array.from({ length: 20 }, () => knows(clinic, accessToken)))
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(clinic, '/auth/refresh', { refreshToken })))
  expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(200))
  const successors = new Set(answers.map((answer) => answer.body.refreshToken))
  expect(new Set(answers.map((answer) => answer.body.accessToken)).size).toBe(1)
  expect(await knows(clinic, String(answers[0]?.body.accessToken))).toBe(200)
  expect(successors.size).toBe(1)
  expect(successors).not.toContain(refreshToken)
  const [row] = await clinic.sql('select count(*)::integer as tokens, count(spent_at)::integer as spent from refresh_tokens')
  expect(row).toEqual({ tokens: 2, spent: 1 })
})

test('a session lasts seven days however often it is refreshed', async () => {
  const clinic = await openClinic()
  let { refreshToken } = await pairOf(clinic, pia)
  for (let day = 1; day < 7; day += 1) {
    clinic.clock.pass(24 * 3600)
    refreshToken = (await clinic.stranger().refresh({ body: { refreshToken } })).refreshToken
  }
  clinic.clock.pass(24 * 3600 + 1)
  const late = await post(clinic, '/auth/refresh', { refreshToken })
  expect(late).toMatchObject(refused)
  expect(await eventsOf(clinic, late.requestId)).toMatchObject([{ action: 'session.refreshed', outcome: 'denied' }])
})

test('an unknown refresh token, and the access token in its place, are refused', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, paul)
  for (const refreshToken of ['unknown', accessToken]) {
    const answer = await post(clinic, '/api/auth/refresh', { refreshToken })
    expect(answer).toMatchObject(refused)
    expect(await eventsOf(clinic, answer.requestId)).toHaveLength(1)
  }
})

test('[F1][C11 part] with each life that can be set, an access token stands to its last second and is refused a second after it', async () => {
  for (const accessTokenSeconds of [undefined, 60, 900]) {
    const clinic = await openClinic(accessTokenSeconds === undefined ? {} : { accessTokenSeconds })
    const life = accessTokenSeconds ?? 300
    const { accessToken, expiresIn } = await clinic
      .stranger()
      .login({ body: { login: pia.email, password: castPassword } })
      .then(granted)
    expect(expiresIn).toBe(life)
    clinic.clock.pass(life - 2)
    expect(await knows(clinic, accessToken)).toBe(200)
    clinic.clock.pass(3)
    expect(await knows(clinic, accessToken)).toBe(401)
    expect((await post(clinic, '/api/auth/jwt/verify', { token: accessToken })).status).toBe(401)
  }
  await expect(openClinic({ accessTokenSeconds: 59 })).rejects.toThrow(RangeError)
  await expect(openClinic({ accessTokenSeconds: 901 })).rejects.toThrow(RangeError)
})

test('[C11][F2 part][T3 part] whoever comes first with a stolen refresh token, the owner or the thief: the second use ends the session for both, with one event', async () => {
  for (const firstGoesOn of [false, true]) {
    const clinic = await openClinic()
    const stolen = await pairOf(clinic, pia)
    const another = await pairOf(clinic, pia)
    let first = await clinic.stranger().refresh({ body: { refreshToken: stolen.refreshToken } })
    if (firstGoesOn) {
      first = await clinic.stranger().refresh({ body: { refreshToken: first.refreshToken } })
    } else {
      clinic.clock.pass(10.5)
    }
    const second = await post(clinic, '/api/auth/refresh', { refreshToken: stolen.refreshToken })
    expect(second).toMatchObject(refused)
    for (const token of [stolen.accessToken, first.accessToken]) expect(await knows(clinic, token)).toBe(401)
    for (const refreshToken of [stolen.refreshToken, first.refreshToken]) {
      expect(await post(clinic, '/auth/refresh', { refreshToken })).toMatchObject(refused)
    }
    expect(await clinic.events('session.refresh-reused')).toMatchObject([{ outcome: 'allowed', request_id: second.requestId }])
    // The family is the session: another device of the same person goes on.
    expect(await knows(clinic, another.accessToken)).toBe(200)
  }
})

test('[F2 part] of many who show a spent token at once all are refused, and the session ends once', async () => {
  const clinic = await openClinic()
  const { refreshToken } = await pairOf(clinic, pia)
  await clinic.stranger().refresh({ body: { refreshToken } })
  clinic.clock.pass(11)
  const answers = await Promise.all(Array.from({ length: 10 }, () => post(clinic, '/auth/refresh', { refreshToken })))
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(401))
  expect(await clinic.sql('select count(*)::integer as ended from sessions where ended_at is not null')).toEqual([{ ended: 1 }])
})

function granted<T extends object>(reply: T): T & { accessToken: string; expiresIn: number } {
  if ('accessToken' in reply && typeof reply.accessToken === 'string' && 'expiresIn' in reply && typeof reply.expiresIn === 'number')
    return { ...reply, accessToken: reply.accessToken, expiresIn: reply.expiresIn }
  throw new Error('the sign-in gave no pair')
}

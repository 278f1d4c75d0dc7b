import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { castPassword, paul, pia, rita } from '../../../tests/people.ts'
import { addGuarded, bearer, browse, challengeOf, codeAt, eventsOf, knows, pairOf, post, send } from './identity.fixture.ts'

const path = '/api/auth/password/change'
const newPassword = 'Velvet-Tundra-4-Kayak'
const body = { currentPassword: castPassword, newPassword }

test('[F11 part][B283 part][V6.2.2] a changed password ends every other session at once and gives this one new credentials; only the new password signs in', async () => {
  const clinic = await openClinic()
  const [here, there] = [await pairOf(clinic, pia), await pairOf(clinic, pia)]
  const browser = await browse(clinic, pia)
  const other = await pairOf(clinic, paul)
  const answer = await post(clinic, path, body, bearer(here.accessToken))
  expect(answer).toMatchObject({ status: 200, body: { tokenType: 'Bearer', user: { email: pia.email } } })

  expect(await knows(clinic, here.accessToken)).toBe(401)
  expect(await knows(clinic, there.accessToken)).toBe(401)
  expect((await send(clinic, 'GET', '/api/auth/me', { headers: { cookie: browser.cookie } })).status).toBe(401)
  for (const { refreshToken } of [here, there]) expect((await post(clinic, '/api/auth/refresh', { refreshToken })).status).toBe(401)
  expect(await knows(clinic, String(answer.body.accessToken))).toBe(200)
  expect((await post(clinic, '/api/auth/refresh', { refreshToken: answer.body.refreshToken })).status).toBe(200)
  expect(await knows(clinic, other.accessToken)).toBe(200)

  expect(await signIn(clinic, castPassword)).toBe(401)
  expect(await signIn(clinic, newPassword)).toBe(200)
  const [first, ...rest] = await eventsOf(clinic, answer.requestId)
  expect(first).toMatchObject({
    action: 'password.changed',
    outcome: 'allowed',
    resource_type: 'user',
    resource_id: clinic.who(pia).userId,
  })
  expect(rest.map(({ action, resource_type }) => [action, resource_type])).toEqual([
    ...Array(3).fill(['session.revoked', 'session']),
    ['session.continued', 'session'],
  ])
})

test('[B283 part] a browser gets a new cookie and a new CSRF token, and what it held before is dead', async () => {
  const clinic = await openClinic()
  const older = await browse(clinic, pia)
  expect((await post(clinic, path, body, { cookie: older.cookie })).status).toBe(403)
  const answer = await post(clinic, path, body, { cookie: older.cookie, 'x-csrf-token': older.csrf })
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  expect(answer.headers.get('set-cookie')).toMatch(/^__Host-wardkeep=.*HttpOnly; Secure; SameSite=Strict$/)
  expect(Object.keys(answer.body).sort()).toEqual(['csrfToken', 'user'])
  expect(answer.body.csrfToken).not.toBe(older.csrf)
  expect((await send(clinic, 'GET', '/api/auth/me', { headers: { cookie: older.cookie } })).status).toBe(401)
  const out = await send(clinic, 'POST', '/api/auth/logout', { headers: { cookie, 'x-csrf-token': String(answer.body.csrfToken) } })
  expect(out.status).toBe(204)
})

test('the new session is as strong as the old one and ends when that would have, proven now', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, pia)
  await clinic.sql(
    `update sessions set assurance = 2, second_proven_at = proven_at, created_at = created_at - interval '3 days', expires_at = expires_at - interval '3 days'`,
  )
  clinic.clock.pass(100)
  expect((await post(clinic, path, body, bearer(accessToken))).status).toBe(200)
  const [older, newer] = await clinic.sql('select * from sessions order by id')
  expect(older?.ended_at).not.toBeNull()
  expect(newer).toMatchObject({ assurance: 2, ended_at: null, created_at: older?.created_at, expires_at: older?.expires_at })
  expect(Number(newer?.proven_at) - Number(older?.proven_at)).toBeGreaterThanOrEqual(100_000)
})

test('[V6.2.3] a missing or wrong current password changes nothing, and a wrong one is told in the journal and counts as a failed attempt', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, pia)
  const there = await pairOf(clinic, pia)
  const answer = await post(clinic, path, { ...body, currentPassword: `${castPassword}!` }, bearer(accessToken))
  expect(answer).toMatchObject({ status: 401, body: { code: 'INVALID_CREDENTIALS' } })
  expect(await eventsOf(clinic, answer.requestId)).toMatchObject([
    { action: 'password.changed', outcome: 'denied', reason: 'INVALID_CREDENTIALS', actor_id: clinic.who(pia).userId },
  ])
  for (const missing of [{ newPassword }, { currentPassword: castPassword }])
    expect((await post(clinic, path, missing, bearer(accessToken))).status).toBe(400)
  expect(await knows(clinic, there.accessToken)).toBe(200)
  expect(await signIn(clinic, castPassword)).toBe(200)
  for (let n = 1; n < 5; n += 1)
    expect((await post(clinic, path, { ...body, currentPassword: `${castPassword}${n}` }, bearer(accessToken))).status).toBe(401)
  expect(await post(clinic, path, body, bearer(accessToken))).toMatchObject({ status: 429, body: { code: 'SIGN_IN_LOCKED' } })
})

test('[B277 part][V6.2.11 part] a new password may not lean on the name, username or address of the account', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, rita)
  const answer = await post(clinic, path, { ...body, newPassword: 'R1ta.Desk-Quiet-9' }, bearer(accessToken))
  expect(answer).toMatchObject({
    status: 422,
    body: {
      code: 'PASSWORD_REFUSED',
      errors: [{ field: 'newPassword', reason: 'must have 12 characters besides your name, username and e-mail address' }],
    },
  })
  expect(await eventsOf(clinic, answer.requestId)).toMatchObject([
    { action: 'password.changed', outcome: 'failed', reason: 'PASSWORD_REFUSED' },
  ])
})

test('a sign-in that waits for its code when the password changes cannot be finished', async () => {
  const clinic = await openClinic()
  const secret = await addGuarded(clinic)
  const [open, stale] = [await challengeOf(clinic), await challengeOf(clinic)]
  const code = () => codeAt(secret, clinic.clock.now())
  const grant = await post(clinic, '/api/auth/second-factor', { challenge: open, method: 'totp', code: code() })
  expect((await post(clinic, path, body, bearer(String(grant.body.accessToken)))).status).toBe(200)
  clinic.clock.pass(60)
  expect((await post(clinic, '/api/auth/second-factor', { challenge: stale, method: 'totp', code: code() })).status).toBe(401)
})

test('of eight changes at once, each knowing the same current password, one wins', async () => {
  const clinic = await openClinic({ poolSize: 12 })
  const tokens = await Promise.all(Array.from({ length: 8 }, async () => (await pairOf(clinic, pia)).accessToken))
  await Promise.all(tokens.map((token) => knows(clinic, token)))
  const answers = await Promise.all(
    tokens.map((token, at) => post(clinic, path, { ...body, newPassword: `${newPassword}-${at}` }, bearer(token))),
  )
  // Whoever's turn comes after the change shows a wrong password, and five of those lock.
  const [first, ...others] = answers.map((answer) => answer.status).sort()
  expect(first).toBe(200)
  for (const status of others) expect([401, 429]).toContain(status)
  const [row] = await clinic.sql('select count(*)::integer as alive from sessions where ended_at is null')
  expect(row).toEqual({ alive: 1 })
  expect(await signIn(clinic, `${newPassword}-${answers.findIndex((answer) => answer.status === 200)}`)).toBe(200)
})

test('a sign-in with the old password that was verified before the change, and opens its session after it, opens nothing that lives', async () => {
  const clinic = await openClinic({ poolSize: 12 })
  const { accessToken } = await pairOf(clinic, pia)
  // Holds up whoever inserts the session of a browser.
  await clinic.sql(
    `create function hold_up() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(8); return new; end $$`,
  )
  await clinic.sql(
    'create trigger hold_up before insert on sessions for each row when (new.secret_hash is not null) execute function hold_up()',
  )
  await clinic.sql('select pg_advisory_lock(8)')
  const signingIn = browse(clinic, pia)
  while ((await waiting(clinic)) < 1);
  const changing = post(clinic, path, body, bearer(accessToken))
  let changed = false
  void changing.then(() => (changed = true))
  while (!changed && (await waiting(clinic)) < 2);
  await clinic.sql('select pg_advisory_unlock(8)')
  expect((await changing).status).toBe(200)
  const { cookie } = await signingIn
  expect((await send(clinic, 'GET', '/api/auth/me', { headers: { cookie } })).status).toBe(401)
  expect(await clinic.sql('select id from sessions where ended_at is null')).toHaveLength(1)
})

async function waiting(clinic: Clinic): Promise<number> {
  const [row] = await clinic.sql(
    `select count(*)::integer as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return Number(row?.waiting)
}

async function signIn(clinic: Clinic, password: string): Promise<number> {
  return (await post(clinic, '/api/auth/login', { login: pia.email, password })).status
}

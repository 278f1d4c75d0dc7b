import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { castPassword, drAna, max, pia, rita } from '../../../tests/people.ts'
import { newSecret } from '../../security/vault/index.ts'
import { bearer, browse, codeAt, pairOf, post, send } from './identity.fixture.ts'
import { ask, prove, type Seat, seat, standing } from './session.fixture.ts'

test('[B283 part] a cookie that was planted before a sign-in is never adopted, and opens nothing after it', async () => {
  const clinic = await openClinic()
  const thief = await seat(clinic, max)
  const unknown = `__Host-wardkeep=${'0'.repeat(8)}-0000-7000-8000-${'0'.repeat(12)}.${'A'.repeat(43)}`
  for (const planted of [thief.cookie, unknown, '__Host-wardkeep=nonsense']) {
    const victim = await browse(clinic, pia, planted)
    expect(victim.cookie).not.toBe(planted)
    expect(secretIn(victim.cookie)).not.toBe(secretIn(planted))
    expect(idIn(victim.cookie)).not.toBe(idIn(planted))
    const after = await ask(clinic, { cookie: planted, csrf: '', headers: {} }, 'GET', '/api/auth/me')
    expect(after.status).toBe(401)
  }
})

test('[B283][V7.2.4] signing in, a proof and another role each end what was spoken by before, through every process from that moment', async () => {
  const clinic = await openClinic()
  const other = { url: await clinic.another() }
  const planted = await seat(clinic, rita)
  const entered = await browse(clinic, rita, planted.cookie)
  const here = { ...entered, headers: {} }
  await changed(clinic, other, planted, here)
  for (const process of [clinic, other]) expect(await standing(process, here)).toBe('open')
  const old = { ...here }
  const answer = await prove(clinic, here)
  expect(answer.headers.getSetCookie()[0]).toMatch(/; HttpOnly; Secure; SameSite=Strict$/)
  await changed(clinic, other, old, here)
  const wrong = { method: 'password', password: 'Wrong-Horse-7-Battery' }
  const failed = await ask(clinic, { ...here }, 'POST', '/api/auth/step-up', { body: wrong })
  expect(failed.headers.getSetCookie()).toEqual([])
  expect(await standing(clinic, here)).toBe('open')
  const role = await post(clinic, `/api/users/${clinic.who(rita).userId}/role`, { role: 'auditor' }, bearer(await clinic.token(max)))
  expect(role.status).toBe(201)
  for (const process of [clinic, other]) expect(await standing(process, here)).toBe('UNAUTHENTICATED')
})

test('[V7.2.3] the secret of a session has 256 bits, of a million none comes twice, and no table holds one that could be presented', async () => {
  const clinic = await openClinic()
  const { cookie } = await browse(clinic, pia)
  const { refreshToken } = await pairOf(clinic, pia)
  const [, secret = ''] = cookie.split('.')
  for (const each of [secret, refreshToken]) expect(Buffer.from(each, 'base64url')).toHaveLength(32)
  const seen = new Set<string>()
  for (let n = 0; n < 1_000_000; n += 1) seen.add(newSecret())
  expect(seen.size).toBe(1_000_000)

  const tables = await clinic.sql(
    `select table_name::text as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const dump = JSON.stringify(await Promise.all(tables.map(({ name }) => clinic.sql(`select to_jsonb(t) as row from ${String(name)} t`))))
  const [row] = await clinic.sql(`select id, encode(secret_hash, 'hex') as hash from sessions where secret_hash is not null`)
  expect(dump).toContain(String(row?.hash))
  for (const each of [secret, refreshToken])
    for (const form of [each, Buffer.from(each).toString('hex'), Buffer.from(each, 'base64url').toString('hex')])
      expect(dump.includes(form)).toBe(false)
  const stolen = Buffer.from(String(row?.hash), 'hex').toString('base64url')
  const shown = await send(clinic, 'GET', '/api/auth/me', { headers: { cookie: `__Host-wardkeep=${row?.id}.${stolen}` } })
  expect(shown.status).toBe(401)
}, 60_000)

test('[B283 part] so does opening a locked session', async () => {
  const clinic = await openClinic()
  const other = { url: await clinic.another() }
  const here = await seat(clinic, drAna)
  for (const process of [clinic, other]) expect(await standing(process, here)).toBe('open')
  clinic.clock.pass(900)
  expect(await standing(clinic, here)).toBe('SESSION_LOCKED')
  const old = { ...here }
  await prove(clinic, here)
  await changed(clinic, other, old, here)
})

test('[B283 part] so does a second factor that raises the level, when it is set up and when it is shown', async () => {
  const clinic = await openClinic()
  const other = { url: await clinic.another() }
  const here = await seat(clinic, drAna)
  const begun = await ask(clinic, here, 'POST', '/api/auth/totp')
  const secret = String(begun.body.secret)
  const bare = { ...here }
  const confirmed = await ask(clinic, here, 'POST', '/api/auth/totp/confirmation', { body: { code: codeAt(secret, clinic.clock.now()) } })
  expect(confirmed.status).toBe(200)
  await changed(clinic, other, bare, here)
  clinic.clock.pass(30)
  const old = { ...here }
  const shown = await ask(clinic, here, 'POST', '/api/auth/step-up', { body: { method: 'totp', code: codeAt(secret, clinic.clock.now()) } })
  expect(shown.status).toBe(200)
  await changed(clinic, other, old, here)
  const [row] = await clinic.sql('select assurance from sessions where ended_at is null')
  expect(row).toEqual({ assurance: 2 })
})

test('[B283 part] a changed password goes on in a session of another id and secret', async () => {
  const clinic = await openClinic()
  const other = { url: await clinic.another() }
  const here = await seat(clinic, pia)
  const old = { ...here }
  const body = { currentPassword: castPassword, newPassword: 'Another-Horse-8-Battery' }
  const answer = await ask(clinic, here, 'POST', '/api/auth/password/change', { body })
  expect(answer.status).toBe(200)
  expect(idIn(here.cookie)).not.toBe(idIn(old.cookie))
  await changed(clinic, other, old, here)
})

test('of many proofs that come at once with one cookie, the session goes on under exactly one new secret', async () => {
  const clinic = await openClinic()
  const here = await seat(clinic, drAna)
  const seats = Array.from({ length: 5 }, () => ({ ...here }))
  const body = { method: 'password', password: castPassword }
  await Promise.all(seats.map((one) => ask(clinic, one, 'POST', '/api/auth/step-up', { body })))
  const cookies = new Set(seats.map(({ cookie }) => cookie))
  const open = []
  for (const cookie of cookies) open.push(await standing(clinic, { ...here, cookie }))
  expect(open.filter((code) => code === 'open')).toHaveLength(1)
})

async function changed(clinic: Clinic, other: { url: string }, old: Seat, now: Seat): Promise<void> {
  expect(secretIn(now.cookie)).not.toBe(secretIn(old.cookie))
  for (const process of [clinic, other]) {
    expect(await standing(process, { ...old })).toBe('UNAUTHENTICATED')
    expect((await ask(process, { ...old }, 'GET', '/api/auth/me')).status).toBe(401)
    expect(
      (await ask(process, { ...old }, 'POST', '/api/auth/step-up', { body: { method: 'password', password: castPassword } })).status,
    ).toBe(401)
    expect((await ask(process, { ...now }, 'GET', '/api/auth/me')).status).toBe(200)
  }
}

function idIn(cookie: string): string {
  return cookie.slice('__Host-wardkeep='.length).split('.')[0] ?? ''
}

function secretIn(cookie: string): string {
  return cookie.split('.')[1] ?? ''
}

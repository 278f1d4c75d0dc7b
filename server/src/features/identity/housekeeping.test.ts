import { monitorEventLoopDelay } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { castPassword, max, paul, pia, rita } from '../../../tests/people.ts'
import { bearer, browse, enrol, fromElsewhere, knows, pairOf, post } from './identity.fixture.ts'
import { tidy } from './index.ts'

const tables = [
  'mails',
  'mailed_links',
  'sign_in_challenges',
  'answered_challenges',
  'sign_in_attempts',
  'sign_in_failed_names',
  'sign_in_locks',
  'known_devices',
  'refresh_tokens',
  'totp_enrolments',
  'sessions',
]
const day = 86_400

test('what is alive, or may still matter, outlives every round: nothing goes on the day it came, and after a month only what leads nowhere', async () => {
  const clinic = await openClinic()
  const { pair } = await live(clinic)
  const before = await counts(clinic)
  for (const table of tables) expect(before[table], table).toBeGreaterThan(0)
  expect(await tidy(clinic.keep, clinic.clock.now())).toEqual({})
  expect(await counts(clinic)).toEqual(before)
  expect(await knows(clinic, pair.accessToken)).toBe(200)

  // A stolen token is recognised as spent for as long as its session could stand.
  const next = await clinic.stranger().refresh({ body: { refreshToken: pair.refreshToken } })
  clinic.clock.pass(6 * day)
  await tidy(clinic.keep, clinic.clock.now())
  expect((await post(clinic, '/api/auth/refresh', { refreshToken: pair.refreshToken })).status).toBe(401)
  expect(await clinic.events('session.refresh-reused')).toHaveLength(1)
  expect((await post(clinic, '/api/auth/refresh', { refreshToken: next.refreshToken })).status).toBe(401)
  // Whoever follows an old link is still told that it is too old.
  const [link] = (await (await clinic.as(max)).listMailbox({ query: { limit: 100 } })).items.filter(({ template }) => template === 'reset')
  const token = /token=([\w-]+)/.exec(link?.text ?? '')?.[1]
  expect((await post(clinic, '/api/auth/password/reset', { token, password: castPassword })).body.code).toBe('LINK_EXPIRED')
})

test('what is dead goes table by table, but for the newest session of each user, by which one sees when they last came; every lock that ended has its event', async () => {
  const clinic = await openClinic()
  await live(clinic)
  const sessions = await clinic.sql('select distinct user_id from sessions')
  clinic.clock.pass(31 * day)
  const month = await tidy(clinic.keep, clinic.clock.now())
  expect(Object.keys(month).toSorted()).toEqual(
    tables.filter((table) => !['mails', 'known_devices', 'sessions'].includes(table)).toSorted(),
  )
  const expired = await clinic.events('account.lock-expired')
  expect(expired).toMatchObject(Array(month.sign_in_locks).fill({ rule: 'system:housekeeping:lock', outcome: 'allowed' }))
  clinic.clock.pass(170 * day)
  const later = await tidy(clinic.keep, clinic.clock.now())
  expect(Object.keys(later).toSorted()).toEqual(['known_devices', 'mails', 'sessions', 'sign_in_tallies'])
  expect(await clinic.sql('select distinct user_id from sessions')).toHaveLength(sessions.length)
  expect((await counts(clinic)).sessions).toBe(sessions.length)
  expect(await tidy(clinic.keep, clinic.clock.now())).toEqual({})
  expect(await clinic.sql('select from users where closed_at is null and password_hash is not null')).toHaveLength(10)
  const { items } = await (await clinic.as(max)).listUsers({ query: {} })
  expect(items.find(({ id }) => id === clinic.who(pia).userId)?.lastSignIn).toEqual(expect.any(String))
  expect((await post(clinic, '/api/auth/login', { login: paul.email, password: castPassword })).status).toBe(200)
})

test('many dead rows go in small steps, beside a clinic that answers all the while', async () => {
  const clinic = await openClinic()
  await pairOf(clinic, pia)
  await clinic.sql(
    `insert into sign_in_attempts select sha256(n::text::bytea), gen_random_uuid(), now() - interval '3 days', true from generate_series(1, 6000) n`,
  )
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const [gone] = await Promise.all([tidy(clinic.keep, clinic.clock.now()), ...Array.from({ length: 20 }, () => clinic.stranger().ready())])
  delay.disable()
  expect(gone).toEqual({ sign_in_attempts: 6000 })
  // Generous, since the machine is shared; a single statement or a loop without a pause would hold it for longer.
  expect(delay.max / 1e6).toBeLessThan(250)
})

/** Something of each kind, all of it of use. */
async function live(clinic: Clinic) {
  const pair = await pairOf(clinic, pia)
  await browse(clinic, rita)
  await pairOf(clinic, paul)
  const { accessToken } = await pairOf(clinic, paul)
  await enrol(clinic, accessToken)
  await post(clinic, '/api/auth/totp', undefined, bearer(accessToken))
  await post(clinic, '/api/auth/login', { login: paul.email, password: castPassword })
  await post(clinic, '/api/auth/password/forgot', { login: pia.email })
  for (let n = 0; n < 5; n += 1) await post(clinic, '/api/auth/login', { login: 'nobody', password: 'x' }, fromElsewhere())
  await clinic.sql('insert into answered_challenges values (sha256(now()::text::bytea), $1)', [clinic.clock.now()])
  return { pair }
}

async function counts(clinic: Clinic): Promise<Record<string, number>> {
  const found = await Promise.all(tables.map((table) => clinic.sql(`select count(*)::integer as n from ${table}`)))
  return Object.fromEntries(tables.map((table, place) => [table, Number(found[place]?.[0]?.n)]))
}

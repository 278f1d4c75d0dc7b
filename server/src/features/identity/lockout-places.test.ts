import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { tokenIn } from '../../../tests/mail-server.ts'
import { castPassword, drAna, max, mira, type Person, paul, pia, rita } from '../../../tests/people.ts'
import { INSTALLATION_TENANT } from '../../security/vault/index.ts'
import { type Answer, alike, bearer, browse, eventsOf, from, fromElsewhere, post } from './identity.fixture.ts'

import { insertAccount } from './index.ts'

const path = '/api/auth/login'
const wrongPassword = 'Wrong-Horse-7-Battery'
const ward = from('203.0.113.7')
const locked = { status: 429, body: { code: 'SIGN_IN_LOCKED' } }
const wrong = { status: 401, body: { code: 'INVALID_CREDENTIALS' } }
const page = { origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' }

function enter(clinic: Clinic, person: Pick<Person, 'email'>, headers: Record<string, string>, password = castPassword): Promise<Answer> {
  return post(clinic, path, { login: person.email, password, cookie: true }, { ...page, ...headers })
}

async function spray(clinic: Clinic, address: (n: number) => string, times = 5): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    const login = `somebody${n}@harbour.test`
    expect(await post(clinic, path, { login, password: wrongPassword }, from(address(n)))).toMatchObject(wrong)
  }
}

test('[B73 part][F8 part] five failures at whatever names lock an address for unknown devices, an IPv6 address with all of its /64, and no other', async () => {
  const clinic = await openClinic()
  await spray(clinic, () => '203.0.113.7')
  expect(await enter(clinic, pia, ward)).toMatchObject(locked)
  expect((await enter(clinic, pia, from('203.0.113.8'))).status).toBe(200)
  const [event, ...more] = await clinic.events('account.locked')
  expect(more).toEqual([])
  expect(event).toMatchObject({ tenant_id: INSTALLATION_TENANT, rule: 'system:lockout:address', resource_id: null })

  await spray(clinic, (n) => `2001:db8:1:2:${n + 1}::${n}`)
  expect(await enter(clinic, pia, from('2001:0db8:0001:0002:ffff:ffff:ffff:ffff'))).toMatchObject(locked)
  expect((await enter(clinic, pia, from('2001:db8:1:3::1'))).status).toBe(200)
  await spray(clinic, () => '::ffff:198.51.100.9')
  expect(await enter(clinic, pia, from('198.51.100.9'))).toMatchObject(locked)
})

test('[B73 part] what a request says of its own address counts for nothing unless the operator’s proxy says it', async () => {
  const clinic = await openClinic({ trustedProxies: [] })
  await spray(clinic, (n) => `203.0.113.${n}`)
  expect(await enter(clinic, pia, from('192.0.2.1'))).toMatchObject(locked)
})

test('[B73 part][B74 part] on a device that is known as theirs people come in while the address and their account are locked, and their slips there lock nobody else', async () => {
  const clinic = await openClinic()
  const known = await browse(clinic, drAna)
  const device = { cookie: known.device }
  await spray(clinic, () => '203.0.113.7')
  for (let n = 0; n < 5; n += 1) await enter(clinic, drAna, fromElsewhere(), wrongPassword)
  expect(await enter(clinic, drAna, fromElsewhere())).toMatchObject(locked)
  expect(await enter(clinic, rita, ward)).toMatchObject(locked)
  const inside = await enter(clinic, drAna, { ...ward, ...device })
  expect(inside.status).toBe(200)
  // It opened the door for her alone, there alone.
  expect(await enter(clinic, drAna, fromElsewhere())).toMatchObject(locked)

  const fresh = { cookie: inside.headers.getSetCookie()[1]?.split(';')[0] ?? '' }
  const elsewhere = from('203.0.113.99')
  for (let n = 0; n < 5; n += 1) expect(await enter(clinic, drAna, { ...elsewhere, ...fresh }, wrongPassword)).toMatchObject(wrong)
  expect(await enter(clinic, drAna, { ...elsewhere, ...fresh })).toMatchObject(locked)
  expect((await enter(clinic, pia, elsewhere)).status).toBe(200)
  expect((await clinic.events('account.locked')).map(({ rule }) => rule)).toEqual([
    'system:lockout:address',
    'system:lockout:account',
    'system:lockout:device',
  ])
})

test('[B73] two hundred people of one ward behind one address sign in where they are known while somebody there guesses, and a newcomer waits', async () => {
  const clinic = await openClinic()
  const [row] = await clinic.sql('select password_hash from users where id = $1', [clinic.who(rita).userId])
  const { tenantId } = clinic.who(rita)
  const now = clinic.clock.now()
  const common = { tenantId, language: 'en', passwordHash: String(row?.password_hash), emailVerifiedAt: now, now }
  const people = Array.from({ length: 200 }, (_, n) => ({ email: `nurse${n}@harbour.test` }))
  await clinic.asSystem(rita, async (tx) => {
    for (const { email } of people) await insertAccount(tx, clinic.keep, { ...common, role: 'reception', email, displayName: 'N. Night' })
  })
  const deviceOf = (answer: Answer) => answer.headers.getSetCookie()[1]?.split(';')[0] ?? ''
  const first = await Promise.all(people.map((person) => enter(clinic, person, ward)))
  expect(first.map(({ status }) => status)).toEqual(Array(200).fill(200))
  await spray(clinic, () => '203.0.113.7')
  const again = await Promise.all(
    people.map((person, n) => enter(clinic, person, { ...ward, cookie: deviceOf(first[n] ?? expect.fail()) })),
  )
  expect(again.map(({ status }) => status)).toEqual(Array(200).fill(200))
  expect(await enter(clinic, rita, ward)).toMatchObject(locked)
})

test('a device is known as theirs who signed in on it until half a year has passed; its secret changes each time, and no table shows it', async () => {
  const clinic = await openClinic()
  const first = await browse(clinic, drAna)
  expect(first.device).toMatch(/^__Host-wardkeep-device=[\w-]{43}$/)
  for (let n = 0; n < 5; n += 1) await enter(clinic, drAna, fromElsewhere(), wrongPassword)
  for (let n = 0; n < 5; n += 1) await enter(clinic, rita, fromElsewhere(), wrongPassword)
  expect(await enter(clinic, rita, { ...ward, cookie: first.device })).toMatchObject(locked)

  const shared = await enter(clinic, paul, { ...ward, cookie: first.device })
  const [, set = ''] = shared.headers.getSetCookie()
  expect(set.split('; ').slice(1).sort()).toEqual(['HttpOnly', 'Max-Age=15552000', 'Path=/', 'SameSite=Strict', 'Secure'])
  const second = { ...ward, cookie: set.split(';')[0] ?? '' }
  expect(await enter(clinic, drAna, { ...ward, cookie: first.device })).toMatchObject(locked)
  expect((await enter(clinic, drAna, second)).status).toBe(200)
  const tables = JSON.stringify(await clinic.sql('select d::text as row from known_devices d'))
  expect(tables).not.toContain(second.cookie.split('=')[1])
  expect(await clinic.sql('select count(*)::integer as rows, count(distinct device_id)::integer as devices from known_devices')).toEqual([
    { rows: 2, devices: 1 },
  ])

  clinic.clock.pass(180 * 86_400 + 1)
  for (let n = 0; n < 5; n += 1) await enter(clinic, paul, fromElsewhere(), wrongPassword)
  expect(await enter(clinic, paul, { ...ward, cookie: second.cookie })).toMatchObject(locked)
})

test('[B74 part] a reset password makes the devices of its owner unknown, and of nobody else', async () => {
  const clinic = await openClinic()
  let { device } = await browse(clinic, drAna)
  device = (await enter(clinic, paul, { cookie: device })).headers.getSetCookie()[1]?.split(';')[0] ?? ''
  await post(clinic, '/api/auth/password/forgot', { login: paul.email })
  const { items } = await (await clinic.as(paul)).listMailbox({ query: {} })
  const password = 'Velvet-Tundra-4-Kayak'
  const token = tokenIn(items.find(({ template }) => template === 'reset')?.text ?? '')
  expect((await post(clinic, '/api/auth/password/reset', { token, password })).status).toBe(200)
  for (const person of [paul, drAna]) for (let n = 0; n < 5; n += 1) await enter(clinic, person, fromElsewhere(), wrongPassword)
  expect(await enter(clinic, paul, { ...ward, cookie: device }, password)).toMatchObject(locked)
  expect((await enter(clinic, drAna, { ...ward, cookie: device })).status).toBe(200)
})

test('[B74 part] a device on which a guesser signs in as themselves lets them guess no more often at who is known there', async () => {
  const clinic = await openClinic()
  let { device } = await browse(clinic, drAna)
  for (let n = 0; n < 5; n += 1) {
    expect(await enter(clinic, drAna, { ...ward, cookie: device }, wrongPassword)).toMatchObject(wrong)
    const own = await enter(clinic, paul, { ...ward, cookie: device })
    device = own.headers.getSetCookie()[1]?.split(';')[0] ?? ''
  }
  expect(await enter(clinic, drAna, { ...ward, cookie: device })).toMatchObject(locked)
})

test('[F9 part][B74 part] an administrator lets people of the own organisation in again, whichever lock it is, and nobody else can', async () => {
  const clinic = await openClinic()
  const { userId, tenantId } = clinic.who(drAna)
  const { device } = await browse(clinic, drAna)
  const tokens: Record<string, string> = {}
  for (const person of [mira, rita, drAna]) tokens[person.key] = await clinic.token(person)
  for (let n = 0; n < 5; n += 1) {
    await enter(clinic, drAna, fromElsewhere(), wrongPassword)
    await enter(clinic, drAna, { ...fromElsewhere(), cookie: device }, wrongPassword)
  }
  const place = `/api/users/${userId}/unlock`
  const refusals = await Promise.all(
    [mira, rita, drAna].map(async (person) => post(clinic, place, undefined, bearer(tokens[person.key] ?? ''))),
  )
  expect(refusals.map(({ status }) => status)).toEqual([404, 403, 403])
  const missing = await post(clinic, '/api/users/01890000-0000-7000-8000-000000000000/unlock', undefined, bearer(await clinic.token(mira)))
  expect({ ...alike(missing) }).toEqual({ ...alike(refusals[0] ?? missing) })
  expect(await enter(clinic, drAna, fromElsewhere())).toMatchObject(locked)

  const done = await post(clinic, place, undefined, bearer(await clinic.token(max)))
  expect(done.status).toBe(204)
  expect(await eventsOf(clinic, done.requestId)).toMatchObject([
    {
      action: 'account.unlocked',
      outcome: 'allowed',
      tenant_id: tenantId,
      actor_id: clinic.who(max).userId,
      resource_type: 'user',
      resource_id: userId,
    },
  ])
  expect((await enter(clinic, drAna, { ...fromElsewhere(), cookie: device })).status).toBe(200)
  expect((await enter(clinic, drAna, fromElsewhere())).status).toBe(200)
})

test('[F9 part] an unlocking finds a lock that had ended unseen, and its end is written down too', async () => {
  const clinic = await openClinic()
  for (let n = 0; n < 5; n += 1) await enter(clinic, drAna, fromElsewhere(), wrongPassword)
  clinic.clock.pass(3700)
  const place = `/api/users/${clinic.who(drAna).userId}/unlock`
  const done = await post(clinic, place, undefined, bearer(await clinic.token(max)))
  expect((await eventsOf(clinic, done.requestId)).map(({ action }) => action).sort()).toEqual(['account.lock-expired', 'account.unlocked'])
})

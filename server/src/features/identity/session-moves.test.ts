import { request } from 'node:http'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { aud, castPassword, drAna, max, type Person, paul, pia, rita } from '../../../tests/people.ts'
import { addGuarded, challengeOf, codeAt, from, post } from './identity.fixture.ts'
import { ask, prove, seat, standing } from './session.fixture.ts'

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const newerFirefox = firefox.replaceAll('140.0', '141.0.2')
const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'
const home = { ...from('203.0.113.7'), 'user-agent': firefox }
const away = { ...home, ...from('198.51.100.9') }
const moved = ['session.network-changed', 'session.browser-changed']

const matrix: [Person, string][] = [
  [pia, 'open'],
  [paul, 'open'],
  [drAna, 'STEP_UP_REQUIRED'],
  [rita, 'STEP_UP_REQUIRED'],
  [max, 'STEP_UP_REQUIRED'],
  [aud, 'STEP_UP_REQUIRED'],
]

test('[B21 part][F23] another network or browser in the middle of a session is written down once, and asks staff for a fresh proof there, patients for none', async () => {
  const clinic = await openClinic()
  for (const [person, there] of matrix) {
    const here = await seatAt(clinic, person, home)
    for (const near of ['203.0.113.7', '203.0.113.250']) expect(await standing(clinic, here, from(near))).toBe('open')
    expect(await told(clinic, person)).toEqual([])
    for (let again = 0; again < 3; again += 1) expect(await standing(clinic, here, away)).toBe(there)
    expect(await told(clinic, person)).toEqual(['session.network-changed'])
    // Where it was proven it goes on undisturbed, and what must stay open does.
    expect(await standing(clinic, here, home)).toBe('open')
    for (const path of ['/api/auth/me', '/api/auth/csrf'])
      expect((await ask(clinic, here, 'GET', path, { headers: away })).status).toBe(200)
    // A proof says nothing of a place where it was not given.
    here.headers = home
    await prove(clinic, here)
    expect(await standing(clinic, here, away)).toBe(there)
    here.headers = away
    await prove(clinic, here)
    for (const place of [away, home]) expect(await standing(clinic, here, place)).toBe('open')
    expect(await told(clinic, person)).toEqual(['session.network-changed'])
    expect(await standing(clinic, here, from('192.0.2.1'))).toBe(there)
    expect(await told(clinic, person)).toEqual(['session.network-changed', 'session.network-changed'])
    for (let again = 0; again < 2; again += 1) expect(await standing(clinic, here, { ...home, 'user-agent': safari })).toBe(there)
    expect(await told(clinic, person)).toEqual(['session.browser-changed', 'session.network-changed', 'session.network-changed'])
  }
})

test('[B18 part] another browser in the middle of a session is written down and breaks no patient; a newer version of the same is none', async () => {
  const clinic = await openClinic()
  for (const [person, there] of matrix) {
    const here = await seatAt(clinic, person, home)
    expect(await standing(clinic, here, { 'user-agent': newerFirefox })).toBe('open')
    expect(await told(clinic, person)).toEqual([])
    for (let again = 0; again < 3; again += 1) expect(await standing(clinic, here, { 'user-agent': safari })).toBe(there)
    expect(await told(clinic, person)).toEqual(['session.browser-changed'])
  }
  expect(await mails(clinic)).toEqual([])
})

test('[B21 part] who is somewhere new with both network and browser gets a mail, in their language, and no more than three a day', async () => {
  const clinic = await openClinic()
  const here = await seatAt(clinic, pia, home)
  await standing(clinic, here, { ...away, 'user-agent': safari })
  await standing(clinic, here, { ...away, 'user-agent': safari })
  expect(await told(clinic, pia)).toEqual(['session.browser-changed', 'session.network-changed'])
  expect(await mails(clinic)).toEqual([{ template: 'session-elsewhere', user_id: clinic.who(pia).userId }])
  const { items } = await (await clinic.as(max)).listMailbox({ query: {} })
  expect(items[0]).toMatchObject({ template: 'session-elsewhere', to: pia.email, link: '/security' })
  for (let place = 0; place < 5; place += 1)
    await standing(clinic, here, { ...from(`192.0.${place}.1`), 'user-agent': `Somewhere ${'x'.repeat(place)}` })
  expect(await mails(clinic)).toHaveLength(3)
  expect(await told(clinic, pia)).toHaveLength(12)
})

test('[B21][B284][B314][V8.2.4] another network is an event for everybody and asks staff for a proof, another browser with it is a mail; and a header that claims an address neither feigns a move nor hides one, unless a trusted proxy wrote it', async () => {
  const clinic = await openClinic({ trustedProxies: ['127.0.9.9'] })
  for (const [person, there] of matrix) {
    const here = await seat(clinic, person)
    for (const feigned of ['8.8.8.8', '198.51.100.9, 127.0.0.1', '::1'])
      expect(await bound(clinic, here.cookie, '127.0.0.1', feigned)).toBe('open')
    expect(await told(clinic, person)).toEqual([])
    expect(await bound(clinic, here.cookie, '127.0.5.5', '127.0.0.1')).toBe(there)
    expect(await told(clinic, person)).toEqual(['session.network-changed'])
    // Of what a proxy hands on, the nearest that is no proxy of ours counts, whatever stands before it.
    expect(await bound(clinic, here.cookie, '127.0.9.9', '8.8.8.8, 127.0.0.1')).toBe('open')
    expect(await bound(clinic, here.cookie, '127.0.9.9', '127.0.0.1, 8.8.8.8')).toBe(there)
    expect(await told(clinic, person)).toHaveLength(2)
    await clinic.sql('delete from mails')
    expect(await bound(clinic, here.cookie, '127.0.6.6', '127.0.0.1', safari)).toBe(there)
    expect(await mails(clinic)).toEqual([{ template: 'session-elsewhere', user_id: clinic.who(person).userId }])
  }
})

test('[B21 part] of thirty requests that arrive together from somewhere new, through two processes, one writes it down and one mail goes out', async () => {
  const clinic = await openClinic({ poolSize: 12 })
  const other = { url: await clinic.another() }
  const here = await seatAt(clinic, pia, home)
  for (const process of [clinic, other]) await standing(process, here)
  const there = { ...away, 'user-agent': safari }
  const [before] = await requests(clinic)
  const answers = await Promise.all(Array.from({ length: 30 }, (_, place) => standing(place % 2 ? clinic : other, here, there)))
  expect(new Set(answers)).toEqual(new Set(['open']))
  expect(await told(clinic, pia)).toEqual(['session.browser-changed', 'session.network-changed'])
  expect(await mails(clinic)).toHaveLength(1)
  // What is told beside a request is none itself.
  expect(Number((await requests(clinic))[0]?.requests) - Number(before?.requests)).toBe(30)
})

test('what a session keeps of its places is the same for no other session, and tells of no address and no browser', async () => {
  const clinic = await openClinic()
  for (const person of [pia, pia, drAna]) await seatAt(clinic, person, home)
  const rows = await clinic.sql('select places, proven_places from sessions')
  const all = rows.flatMap(({ places, proven_places }) => {
    expect(proven_places).toEqual(places)
    return Array.isArray(places) ? places.map(String) : []
  })
  expect(all).toHaveLength(6)
  expect(new Set(all).size).toBe(6)
  for (const place of all) expect(place).toMatch(/^[0-9a-f]{64}$/)
  await expect(clinic.sql(`update sessions set places = array['203.0.113.7']`)).rejects.toThrow('hashes_of_places')
})

test('[B21 part] a session of two factors is asked for its second where it never was: a password that was stolen with it opens nothing there', async () => {
  const clinic = await openClinic()
  const secret = await addGuarded(clinic)
  const challenge = await challengeOf(clinic)
  const body = { challenge, method: 'totp', code: codeAt(secret, clinic.clock.now()), cookie: true }
  const opened = await post(clinic, '/api/auth/second-factor', body, home)
  const here = { cookie: opened.headers.getSetCookie()[0]?.split(';')[0] ?? '', csrf: String(opened.body.csrfToken), headers: away }
  const refused = await ask(clinic, here, 'GET', '/api/auth/sessions')
  expect(refused.headers.get('www-authenticate')).toBe('Bearer error="insufficient_user_authentication", acr_values="aal2"')
  await prove(clinic, here)
  expect(await standing(clinic, here)).toBe('STEP_UP_REQUIRED')
  clinic.clock.pass(30)
  const code = codeAt(secret, clinic.clock.now())
  expect((await ask(clinic, here, 'POST', '/api/auth/step-up', { body: { method: 'totp', code } })).status).toBe(200)
  expect(await standing(clinic, here)).toBe('open')
})

test('no more than 64 places of a session are kept, the latest', async () => {
  const clinic = await openClinic()
  const here = await seatAt(clinic, pia, home)
  for (let place = 0; place < 70; place += 1) await standing(clinic, here, from(`10.1.${place}.1`))
  const [row] = await clinic.sql('select cardinality(places) as kept from sessions')
  expect(row).toEqual({ kept: 64 })
  expect(await standing(clinic, here, from('10.1.69.1'))).toBe('open')
  expect(await told(clinic, pia)).toHaveLength(70)
})

async function seatAt(clinic: Clinic, person: Person, headers: Record<string, string>) {
  const opened = await post(clinic, '/api/auth/login', { login: person.email, password: castPassword, cookie: true }, headers)
  expect(opened.status).toBe(200)
  return { cookie: opened.headers.getSetCookie()[0]?.split(';')[0] ?? '', csrf: String(opened.body.csrfToken), headers }
}

/** The moves of somebody's sessions that the journal tells of, in the order of their names. */
async function told(clinic: Clinic, person: Person): Promise<string[]> {
  const events = await clinic.events()
  const own = events.filter(({ action, actor_id }) => moved.includes(String(action)) && actor_id === clinic.who(person).userId)
  for (const event of own) expect(event).toMatchObject({ outcome: 'allowed', resource_type: 'session', resource_id: event.session_id })
  return own.map(({ action }) => String(action)).sort()
}

function mails(clinic: Clinic) {
  return clinic.sql('select template, user_id from mails')
}

function requests(clinic: Clinic) {
  return clinic.sql('select requests from request_counts where subject_id = $1', [clinic.who(pia).userId])
}

/** How the session stands for a request from an address of this machine, with a header that claims another. */
function bound(clinic: Clinic, cookie: string, localAddress: string, claimed: string, userAgent = 'node'): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { cookie, 'x-forwarded-for': claimed, 'user-agent': userAgent }
    const asking = request(`${clinic.url}/api/auth/sessions`, { localAddress, headers }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString()
      })
      response.on('end', () => resolve(response.statusCode === 200 ? 'open' : String(JSON.parse(text).code)))
    })
    asking.on('error', reject).end()
  })
}

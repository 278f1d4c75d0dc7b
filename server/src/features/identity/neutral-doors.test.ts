// What a stranger sees of each door is the same, whatever is true of the name they try.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { api } from '@wardkeep/contract'
import { expect, test } from 'vitest'
import { root } from '../../../../scripts/root.ts'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { castPassword, drAna, drIdan, max, type Person, paul, pia, rita } from '../../../tests/people.ts'
import { newSecret } from '../../security/vault/index.ts'
import { Authenticator } from './authenticator.fixture.ts'
import {
  type Answer,
  addGuarded,
  alike,
  bearer,
  browse,
  challengeOf,
  codeAt,
  eventsOf,
  from,
  fromElsewhere,
  post,
  send,
  withFactor,
} from './identity.fixture.ts'
import { forEverywhere } from './lockout-buckets.ts'
import { spraying } from './lockout-rules.ts'
import { mostRegistrations } from './registration-limit-actions.ts'
import { askedIn, setUp } from './sign-on.fixture.ts'

const password = 'Wrong-Horse-7-Battery'
const unknown = 'nobody@harbour.test'

test('[T14] every door that takes a name answers byte for byte alike for an account and for nobody, lockout and reset too: body, headers, status and cookies; its owner alone is told, by mail; and of single sign-on a domain is told to have a provider, whoever is named before it', async () => {
  const clinic = await openClinic()
  await clinic.sql('update users set active = false where id = $1', [clinic.who(rita).userId])
  const doors: [string, (email: string) => object][] = [
    ['/api/auth/register', (email) => ({ email, password: castPassword, displayName: 'N. Nord' })],
    ['/auth/register', (email) => ({ email, password: castPassword, displayName: 'N. Nord' })],
    ['/api/auth/password/forgot', (login) => ({ login })],
    ['/api/auth/email/verification-link', (login) => ({ login })],
    ['/api/auth/login', (login) => ({ login, password })],
    ['/api/auth/login', (login) => ({ login, password, cookie: true })],
    ['/auth/login', (email) => ({ email, password })],
    ['/api/auth/jwt/create/', (email) => ({ email, password })],
    // No provider is set up here: who asks for one is told of the domain alone.
    ['/api/auth/sign-on', (email) => ({ email })],
  ]
  // What takes a name without a session: nothing else could tell names apart, and nothing leads a name to where it signs in.
  const named = Object.values(api).filter((endpoint) => endpoint.access === 'public' && 'body' in endpoint && takesName(endpoint.body))
  const tried = doors.map(([path]) => path.replace('/api/', '/').replace(/\/$/, ''))
  expect(tried).toEqual(expect.arrayContaining(named.map(({ path }) => path)))
  expect(named.length).toBeGreaterThan(4)
  const paths = Object.values(api).map(({ path }) => path)
  expect(paths.filter((path) => /sso|saml|oidc|openid|oauth|federat|discover|webfinger|\bidp\b/i.test(path))).toEqual([])
  const provider = await setUp(clinic)
  const led = await Promise.all([pia.email, rita.email, unknown].map((email) => post(clinic, '/api/auth/sign-on', { email }, same())))
  const shapes = led.map(({ status, headers, body }) => {
    const location = String(body.location)
    const { issuer, answerUrl, anew } = askedIn(location)
    return {
      status,
      location: location.length > 0,
      issuer,
      answerUrl,
      anew,
      cookies: headers.getSetCookie().map((set) => set.replace(/=[^;]*/, '')),
    }
  })
  expect(shapes).toEqual(shapes.map(() => shapes.at(-1)))
  expect(shapes[0]).toMatchObject({ status: 200, location: true })
  await (await clinic.as(max)).removeSignOnProvider({ params: { id: provider.id } })
  for (const [path, body] of doors) {
    const answers: Answer[] = []
    for (const name of [pia.email, rita.email, drAna.email.toUpperCase(), unknown])
      answers.push(await post(clinic, path, body(name), same()))
    const [known, closed, staff, nobody] = answers.map(seen)
    expect([known, closed, staff], path).toEqual([nobody, nobody, nobody])
    expect(nobody?.cookies, path).toEqual([])
  }
  const told = await clinic.sql('select template, user_id from mails where user_id is not null')
  const templatesOf = (person: Person) =>
    new Set(told.flatMap((mail) => (mail.user_id === clinic.who(person).userId ? [mail.template] : [])))
  expect(templatesOf(pia)).toEqual(new Set(['already-registered', 'reset']))
  expect(templatesOf(drAna)).toEqual(new Set(['already-registered', 'reset']))
  expect(templatesOf(rita)).toEqual(new Set())
  // A reset takes no name but a link, of 256 bits: what leads nowhere tells nothing of whose it might have been.
  const links = [newSecret(), newSecret()].map((token) =>
    post(clinic, '/api/auth/password/reset', { token, password: castPassword }, same()),
  )
  const [one, other] = (await Promise.all(links)).map(seen)
  expect(one).toEqual(other)

  await clinic.sql('truncate sign_in_attempts, sign_in_locks, sign_in_failed_names')
  const locked: Answer[] = []
  for (const name of [pia.email, rita.email, unknown]) {
    for (let n = 0; n < 5; n += 1) await post(clinic, '/api/auth/login', { login: name, password }, fromElsewhere())
    locked.push(await post(clinic, '/api/auth/login', { login: name, password: castPassword }, fromElsewhere()))
  }
  expect(locked.map(({ status }) => status)).toEqual([429, 429, 429])
  const [first, second, third] = locked.map((answer) => {
    const { headers, ...rest } = seen(answer)
    return { ...rest, headers: headers.map(([name, value]) => [name, name === 'retry-after' ? Number(value) > 3590 : value]) }
  })
  expect([first, second]).toEqual([third, third])
})

test('[B104] each sign-in leaves one event that tells how it ended and why: with which factors, for which reason, from which client', async () => {
  const clinic = await openClinic({ profile: 'production', mail: { smtpUrl: 'smtp://127.0.0.1:9', from: 'clinic@harbour.test' } })
  const secret = await addGuarded(clinic)
  await clinic.sql('update users set active = false where id = $1', [clinic.who(drIdan).userId])
  await clinic.sql('update users set email_verified_at = null where id = $1', [clinic.who(paul).userId])
  const at = (headers: Record<string, string> = {}) => ({ ...fromElsewhere(), 'user-agent': 'Oracle/1.0', ...headers })
  const signIn = (body: object, headers = {}) => post(clinic, '/api/auth/login', body, at(headers))
  const second = async (code: string) =>
    post(clinic, '/api/auth/second-factor', { challenge: await challengeOf(clinic), method: 'totp', code }, at())
  const oracle: [Promise<Answer>, object][] = [
    [signIn({ login: pia.email, password: castPassword }), { outcome: 'allowed', rule: 'public:login' }],
    [signIn({ login: pia.email, password }), { outcome: 'denied', reason: 'INVALID_CREDENTIALS', resource_id: clinic.who(pia).userId }],
    [signIn({ login: unknown, password }), { outcome: 'denied', reason: 'INVALID_CREDENTIALS', resource_id: null }],
    [
      signIn({ login: drIdan.email, password: castPassword }),
      { outcome: 'denied', reason: 'INVALID_CREDENTIALS', resource_id: clinic.who(drIdan).userId },
    ],
    [
      signIn({ login: paul.email, password: castPassword }),
      { outcome: 'denied', reason: 'EMAIL_UNVERIFIED', resource_id: clinic.who(paul).userId },
    ],
    [
      signIn({ login: pia.email, password: castPassword, cookie: true }, { origin: 'https://evil.test' }),
      { outcome: 'denied', reason: 'ORIGIN_REFUSED' },
    ],
    [signIn({ login: pia.email, email: pia.email, password }), { outcome: 'failed', reason: 'BAD_REQUEST' }],
    [signIn({ login: withFactor.email, password: castPassword }), { outcome: 'allowed', rule: 'public:login:challenged' }],
    [second(codeAt(secret, clinic.clock.now())), { action: 'session.second-factor', outcome: 'allowed', rule: 'public:second-factor' }],
    [second('000000'), { action: 'session.second-factor', outcome: 'denied', reason: 'INVALID_CREDENTIALS' }],
  ]
  for (const [asked, told] of oracle) {
    const { requestId } = await asked
    const left = (await clinic.events()).filter((event) => event.request_id === requestId)
    expect(left, JSON.stringify(told)).toMatchObject([{ action: 'session.signed-in', ...told }])
    expect(JSON.stringify(left)).not.toContain('Oracle/1.0')
  }
  for (let n = 0; n < 5; n += 1) await signIn({ login: max.email, password })
  const locked = await signIn({ login: max.email, password: castPassword })
  expect(await eventsOf(clinic, locked.requestId)).toMatchObject([
    { action: 'session.signed-in', outcome: 'denied', reason: 'SIGN_IN_LOCKED', resource_id: clinic.who(max).userId },
  ])
  expect(await clinic.events('account.locked')).toHaveLength(1)
})

test('[B80 part] of a flood of registrations from ever new addresses the installation takes so many in five minutes, then answers all alike, through every process, and goes on by itself', async () => {
  const clinic = await openClinic({ poolSize: 10 })
  const places = [clinic, { url: await clinic.another() }]
  const ask = (n: number, email = `flood${n}@example.test`) =>
    post(places[n % 2] ?? clinic, '/api/auth/register', { email, password: castPassword, displayName: 'N. Nord' }, fromElsewhere())
  await ask(0)
  // The rest of the allowance is used up as another process would.
  await clinic.sql(
    `insert into sign_in_attempts select a.bucket_hash, gen_random_uuid(), a.at, false from
       (select bucket_hash, max(at) as at from sign_in_attempts where not failed group by 1) a, generate_series(1, $1::integer)`,
    [mostRegistrations - 6],
  )
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) => ask(n + 1, n % 2 ? pia.email.replace('pia', `pia${n}`) : undefined)),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array(5).fill(202), ...Array(7).fill(429)])
  const [known, free] = [await ask(20, paul.email), await ask(22)]
  expect(known).toMatchObject({ status: 429, body: { code: 'TOO_MANY_REQUESTS' } })
  expect(alike(known)).toEqual(alike(free))
  expect((await post(clinic, '/api/auth/login', { login: pia.email, password: castPassword })).status).toBe(200)
  clinic.clock.pass(301)
  expect((await ask(30)).status).toBe(202)
})

test('[T30 part] one try at each of very many accounts, fast or slow, from few addresses, is throttled, right guesses included, through every process: five at once, and of names that fail and do not come in twenty a day', async () => {
  const clinic = await openClinic()
  const other = { url: await clinic.another() }
  const addresses = ['203.0.113.1', '203.0.113.2', '198.51.100.7', '2001:db8:7::1']
  let judged = 0
  for (let n = 0; n < 60; n += 1) {
    const answer = await post(clinic, '/api/auth/login', { login: `somebody${n}@harbour.test`, password }, from(addresses[n % 4] ?? ''))
    if (answer.status === 401) judged += 1
    if (n === 30) clinic.clock.pass(1800)
  }
  expect(judged).toBe(20)
  for (const address of addresses)
    expect((await post(clinic, '/api/auth/login', { login: pia.email, password: castPassword }, from(address))).status).toBe(429)
  expect((await clinic.events('account.locked')).map(({ rule }) => rule)).toEqual(Array(4).fill('system:lockout:address'))

  // Never five within five minutes.
  const slow = from('203.0.113.99')
  const statuses: number[] = []
  for (let n = 0; n < 24; n += 1) {
    const answer = await post(n % 2 ? other : clinic, '/api/auth/login', { login: `slow${n}@harbour.test`, password }, slow)
    statuses.push(answer.status)
    clinic.clock.pass(100)
  }
  expect(statuses).toEqual([...Array(20).fill(401), ...Array(4).fill(429)])
  expect((await post(clinic, '/api/auth/login', { login: pia.email, password: castPassword }, slow)).status).toBe(429)
  const sprayed = await clinic.sql(`select distinct tenant_id from alerts where kind = 'spraying'`)
  expect(sprayed).toHaveLength(2)
  clinic.clock.pass(3600)
  // After the hour one name more, while the day lasts; whoever comes in has not failed.
  expect((await post(clinic, '/api/auth/login', { login: pia.email, password: castPassword }, slow)).status).toBe(200)
  const wrong = (login: string) => post(other, '/api/auth/login', { login, password }, slow)
  expect([(await wrong('slow24@harbour.test')).status, (await wrong('slow25@harbour.test')).status]).toEqual([401, 429])
})

test('[T30 part] when a hundred names failed in the whole installation, one each from ever new addresses, everybody who runs an organisation is alerted once, and an address has five names left; who mistypes and then comes in counts for nothing', async () => {
  const clinic = await openClinic()
  const here = from('203.0.113.50')
  const guess = (login: string, headers: Record<string, string>) => post(clinic, '/api/auth/login', { login, password }, headers)
  for (let n = 0; n < 3; n += 1) {
    await guess(paul.email, here)
    await guess(paul.email.toUpperCase(), here)
    expect((await post(clinic, '/api/auth/login', { login: paul.email, password: castPassword }, here)).status).toBe(200)
    clinic.clock.pass(301)
  }
  expect(await clinic.sql('select from sign_in_failed_names')).toEqual([])
  await guess('wide0@harbour.test', fromElsewhere())
  // As other processes would.
  const { hash } = await forEverywhere(clinic.keep.vault)
  await clinic.sql(
    `insert into sign_in_failed_names select $1, sha256(n::text::bytea), $2::timestamptz from generate_series(1, $3::integer) n`,
    [hash, clinic.clock.now(), spraying.namesOfInstallation - 2],
  )
  const alerts = () => clinic.sql(`select tenant_id from alerts where kind = 'spraying'`)
  expect(await alerts()).toEqual([])
  for (let n = 1; n < 4; n += 1) expect((await guess(`wide${n}@harbour.test`, fromElsewhere())).status).toBe(401)
  expect(await alerts()).toHaveLength(2)
  expect((await clinic.events('account.locked')).map(({ rule }) => rule)).toEqual(['system:lockout:installation'])
  const statuses: number[] = []
  for (let n = 0; n < 7; n += 1) {
    statuses.push((await guess(`few${n}@harbour.test`, here)).status)
    clinic.clock.pass(100)
  }
  expect(statuses).toEqual([...Array(5).fill(401), 429, 429])
  expect((await post(clinic, '/api/auth/login', { login: pia.email, password: castPassword }, fromElsewhere())).status).toBe(200)
})

test('[T29][V6.1.1] under an attack on a doctor’s account that lasts a day, she enters all the while by the browser she is known in and by her passkey, and by her password as soon as an administrator lets her in, as the page on lockout says', async () => {
  const clinic = await openClinic()
  let { device } = await browse(clinic, drAna)
  const { passkey, options } = await keyOf(clinic)
  for (let hour = 0; hour < 24; hour += 1) {
    for (let n = 0; n < 6; n += 1) await post(clinic, '/api/auth/login', { login: drAna.email, password }, fromElsewhere())
    expect((await post(clinic, '/api/auth/login', { login: drAna.email, password: castPassword }, fromElsewhere())).status).toBe(429)
    const page = { origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin', cookie: device }
    const body = { login: drAna.email, password: castPassword, cookie: true }
    const known = await post(clinic, '/api/auth/login', body, page)
    // She has a passkey, so the password is one half here; the other half is shown below.
    expect(known.body, `hour ${hour}`).toHaveProperty('secondFactor')
    const { challenge } = Object(known.body.secondFactor)
    const proof = { challenge, method: 'passkey', credential: passkey.get(await options()), cookie: true }
    const inside = await post(clinic, '/api/auth/second-factor', proof, page)
    expect(inside.status, `hour ${hour}`).toBe(200)
    device = inside.headers.getSetCookie()[1]?.split(';')[0] ?? ''
    expect((await post(clinic, '/api/auth/passkeys/sign-in', { credential: passkey.get(await options()) }, fromElsewhere())).status).toBe(
      200,
    )
    clinic.clock.pass(3600)
  }
  const page = readFileSync(join(root, 'docs/operate/lockout.md'), 'utf8')
  for (const sentence of [
    'Five failures within five minutes lock for an hour',
    'It is locked for unknown devices only, so a ward behind one address is not shut out by one who guesses there.',
    'A known device opens while the account or the address is locked, and so does a passkey',
    'Who guesses at a name shuts nobody out for good',
  ])
    expect(page).toContain(sentence)
  for (let n = 0; n < 6; n += 1) await post(clinic, '/api/auth/login', { login: drAna.email, password }, fromElsewhere())
  await post(clinic, `/api/users/${clinic.who(drAna).userId}/unlock`, undefined, bearer(await clinic.token(max)))
  expect((await post(clinic, '/api/auth/login', { login: drAna.email, password: castPassword }, fromElsewhere())).status).toBe(200)
}, 60_000)

test('[A12] a session of another system is nobody’s here: its cookies and tokens are refused like none at all', async () => {
  const clinic = await openClinic()
  const none = await send(clinic, 'GET', '/api/auth/me')
  const foreign = 'k3x9s0l1m2n3b4v5c6x7z8a9s0d1f2g3'
  for (const name of ['nest_session', 'nest_sessions', 'sessionid', 'connect.sid', 'JSESSIONID', 'PHPSESSID', '__Host-wardkeep']) {
    const answer = await send(clinic, 'GET', '/api/auth/me', { headers: { cookie: `${name}=${foreign}` } })
    expect(answer.status, name).toBe(401)
    expect(alike(answer), name).toEqual(alike(none))
  }
  for (const scheme of ['Bearer', 'Token', 'JWT'])
    expect((await send(clinic, 'GET', '/api/auth/me', { headers: { authorization: `${scheme} ${foreign}` } })).status).toBe(401)
  expect((await post(clinic, '/api/auth/refresh', { refreshToken: foreign })).status).toBe(401)
  expect(await clinic.sql('select from sessions')).toEqual([])
})

/** Whether a body names an account; whoever accepts an invitation shows its link. */
function takesName(body: object): boolean {
  const { properties = {} } = Object(body)
  return ['login', 'email', 'username'].some((name) => name in properties) && !('token' in properties)
}

/** Everything of an answer that a stranger could compare. */
function seen(answer: Answer) {
  const { status, headers, body } = alike(answer)
  return { status, headers, body: JSON.stringify(body), cookies: answer.headers.getSetCookie() }
}

let place = 0
/** A place of its own for each try, so that nothing is locked yet. */
function same(): Record<string, string> {
  place += 1
  return from(`198.19.${place >> 8}.${place & 255}`)
}

async function keyOf(clinic: Clinic) {
  const passkey = new Authenticator()
  const headers = bearer(await clinic.token(drAna))
  const { body } = await post(clinic, '/api/auth/passkeys/registration', undefined, headers)
  await post(clinic, '/api/auth/passkeys', { name: 'Key', credential: passkey.create({ challenge: String(body.challenge) }) }, headers)
  return { passkey, options: () => clinic.stranger().passkeyChallenge() }
}

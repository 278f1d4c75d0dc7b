// Where a second factor is asked of somebody, by their organisation or by their role, nothing that any way in gives reaches further than setting
// one up or showing it. The ways are taken from the contract, and from each answer everything that could be spoken with is tried.
import { api, type Endpoint, pathsOf } from '@wardkeep/contract'
import { expect, test } from 'vitest'
import { question } from '../src/features/cases/cases.fixture.ts'
import { Authenticator, unknownPasskey } from '../src/features/identity/authenticator.fixture.ts'
import { type Answer, bearer, browse, codeAt, enrol, fromElsewhere, pairOf, post, send } from '../src/features/identity/identity.fixture.ts'
import { begin, connect, deliver, setUp, signOn, type TestProvider } from '../src/features/identity/sign-on.fixture.ts'
import { Sealed } from '../src/security/vault/index.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { tokenIn } from './mail-server.ts'
import { castPassword, drAna, max, type Person, pia, rita } from './people.ts'

const endpoints = Object.entries<Endpoint>(api)
/** Every act behind a sign-in, but what sets a second factor up or shows it. */
const behind = endpoints.filter(([, { access, assurance }]) => access !== 'public' && !assurance.enrolling)
/** What a second token or cookie of the same answer is tried on. */
const few = behind.filter(([name]) => ['listPatients', 'listSessions', 'signRecord', 'changePassword', 'exportEvents'].includes(name))
const strong = 'Velvet-Tundra-4-Kayak'
const somewhere = '01890000-0000-7000-8000-000000000000'
const ownPage = { origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' }

/** Somebody as they stand where a second factor is asked of them; `before` was begun when none was. */
type Subject = {
  person: Person
  before: {
    accessToken: string
    refreshToken: string
    cookie: string
    csrf: string
    moved: string
    invited: string
    proxied: string
    feed: string
    key: string
    provider: TestProvider
  }
  held?: { secret: string; codes: string[]; key: Authenticator }
}
type Way = (clinic: Clinic, subject: Subject) => Promise<Answer[]>

const signIn = (clinic: Clinic, login: string, password: string) => post(clinic, '/api/auth/login', { login, password })
const every = async (name: keyof typeof api, ask: (path: string) => Promise<Answer>) => {
  const answers: Answer[] = []
  for (const path of pathsOf(api[name])) answers.push(await ask(path))
  return answers
}
const looking =
  (name: keyof typeof api): Way =>
  (clinic) =>
    every(name, (path) => send(clinic, 'GET', path))

/** Every endpoint that is open to strangers or gives something to speak with, and what it is asked by who has one factor and no more. */
const ways: Record<string, Way> = {
  live: looking('live'),
  ready: looking('ready'),
  openapi: looking('openapi'),
  about: looking('about'),
  jwks: looking('jwks'),
  signers: looking('signers'),
  login: async (clinic, { person }) => {
    const right = { login: person.email, password: castPassword }
    const bearers = await every('login', (path) => post(clinic, path, right))
    const browsers = await every('login', (path) => post(clinic, path, { ...right, cookie: true }, { ...ownPage }))
    return [...bearers, ...browsers]
  },
  jwtCreate: (clinic, { person }) => every('jwtCreate', (path) => post(clinic, path, { email: person.email, password: castPassword })),
  secondFactor: async (clinic, { person, held }) => {
    const answers: Answer[] = []
    for (const shown of [
      { method: 'totp', code: '000000' },
      { method: 'totp', code: held ? codeAt(held.secret, new Date(clinic.clock.now().getTime() - 120_000)) : '123456' },
      { method: 'recovery', code: 'AAAA-BBBB-CCCC-DDDD' },
      { method: 'passkey', credential: unknownPasskey },
      { method: 'passkey', credential: held?.key.get(await passkeyChallenge(clinic), { verifiesUser: false }) ?? unknownPasskey },
    ]) {
      await clinic.sql('truncate sign_in_attempts, sign_in_locks, sign_in_failed_names')
      const { body } = await signIn(clinic, person.email, castPassword)
      const challenge = Object(body.secondFactor).challenge ?? body.refreshToken ?? 'none'
      answers.push(await post(clinic, '/api/auth/second-factor', { challenge, ...shown }))
    }
    return answers
  },
  refresh: (clinic, { before }) => every('refresh', (path) => post(clinic, path, { refreshToken: before.refreshToken })),
  jwtRefresh: (clinic, { before }) => every('jwtRefresh', (path) => post(clinic, path, { refresh: before.refreshToken })),
  jwtVerify: (clinic, { before }) => every('jwtVerify', (path) => post(clinic, path, { token: before.accessToken })),
  passkeyChallenge: async (clinic) => [await post(clinic, '/api/auth/passkeys/challenge', undefined)],
  passkeySignIn: async (clinic, { held }) => [
    await post(clinic, '/api/auth/passkeys/sign-in', { credential: unknownPasskey }),
    ...(held
      ? [
          await post(clinic, '/api/auth/passkeys/sign-in', {
            credential: held.key.get(await passkeyChallenge(clinic), { verifiesUser: false }),
          }),
        ]
      : []),
  ],
  stepUp: async (clinic, { before }) => {
    const proof = { method: 'password', password: castPassword }
    return [
      await post(clinic, '/api/auth/step-up', proof, bearer(before.accessToken)),
      await post(clinic, '/api/auth/step-up', proof, { ...ownPage, cookie: before.cookie, 'x-csrf-token': before.csrf }),
    ]
  },
  csrf: async (clinic, { before }) => [await send(clinic, 'GET', '/api/auth/csrf', { headers: { cookie: before.cookie } })],
  changePassword: async (clinic, { before }) => [
    await post(clinic, '/api/auth/password/change', { currentPassword: castPassword, newPassword: strong }, bearer(before.accessToken)),
  ],
  register: async (clinic) => {
    const answers = await every('register', (path) => {
      const email = `new${path.length}@harbour.test`
      return post(clinic, path, { email, password: strong, displayName: 'New' })
    })
    return [...answers, await signIn(clinic, `new${'/auth/register'.length}@harbour.test`, strong)]
  },
  forgotPassword: async (clinic, { person }) => [await post(clinic, '/api/auth/password/forgot', { login: person.email })],
  resetPassword: async (clinic, { person }) => {
    await post(clinic, '/api/auth/password/forgot', { login: person.email })
    const token = await lastLink(clinic, 'reset')
    const reset = await post(clinic, '/api/auth/password/reset', { token, password: strong })
    expect(reset.status).toBe(200)
    return [reset, await signIn(clinic, person.email, strong)]
  },
  askForFreshLink: async (clinic) => [await post(clinic, '/api/auth/link/renewal', { token: 'x'.repeat(43) })],
  askForVerification: async (clinic, { person }) => [await post(clinic, '/api/auth/email/verification-link', { login: person.email })],
  verifyEmail: async (clinic, { person }) => {
    await clinic.sql('update users set email_verified_at = null where id = $1', [clinic.who(person).userId])
    await post(clinic, '/api/auth/email/verification-link', { login: person.email })
    const body = { token: await lastLink(clinic, 'verification') }
    const verified = await post(clinic, '/api/auth/email/verification', body)
    expect(verified.status).toBe(200)
    return [verified, await signIn(clinic, person.email, castPassword)]
  },
  confirmEmailChange: async (clinic, { person, before }) => {
    const confirmed = await post(clinic, '/api/auth/email/change/confirmation', { token: before.moved })
    expect(confirmed.status).toBe(200)
    return [confirmed, await signIn(clinic, `moved-${person.email}`, castPassword)]
  },
  undoEmailChange: async (clinic, { person, before }) => {
    await post(clinic, '/api/auth/email/change/confirmation', { token: before.moved })
    const body = { token: await lastLink(clinic, 'email-changed') }
    const undone = await post(clinic, '/api/auth/email/change/undo', body)
    expect(undone.status).toBe(200)
    return [undone, await signIn(clinic, person.email, castPassword)]
  },
  acceptInvitation: async (clinic, { person, before }) => {
    const accepted = await post(clinic, '/api/invitations/acceptance', { token: before.invited, password: strong })
    expect(accepted.status).toBe(201)
    return [accepted, await signIn(clinic, `invited-${person.email}`, strong)]
  },
  joinAsProxy: async (clinic, { person, before }) => {
    const joined = await post(clinic, '/api/proxied/joining', { token: before.proxied, displayName: 'Joined', password: strong })
    expect(joined.status).toBe(201)
    return [joined, await signIn(clinic, `proxied-${person.email}`, strong)]
  },
  actFor: async (clinic, { before }) => [
    await post(clinic, '/api/auth/acting', { patientId: clinic.who(pia).patientId }, bearer(before.accessToken)),
  ],
  // It tells its owner's visits to whoever has it, and is no way into a session.
  calendarFeed: async (clinic, { before }) => [await send(clinic, 'GET', before.feed)],
  // A receipt tells its one question to whoever has it, and is no way into a session.
  submitAnonymously: async (clinic) => [await submitted(clinic)],
  readByReceipt: async (clinic) => {
    const { receipt } = Object((await submitted(clinic)).body)
    return [await post(clinic, '/api/receipts/thread', { receipt }, fromElsewhere())]
  },
  writeByReceipt: async (clinic) => {
    const { receipt } = Object((await submitted(clinic)).body)
    return [await post(clinic, '/api/receipts/messages', { receipt, text: 'And since Tuesday' }, fromElsewhere())]
  },
  beginSignOn: async (clinic, { person }) => [await post(clinic, '/api/auth/sign-on', { email: person.email }, ownPage)],
  answerSignOn: async (clinic, { person, before: { provider } }) => {
    const { asked } = await begin(clinic)
    return [told(await deliver(clinic, provider.form(asked, { name: person.key })))]
  },
  finishSignOn: async (clinic, { person, before: { provider } }) => {
    const shown = await signOn(clinic, provider, { name: person.key })
    expect(shown.status).toBe(200)
    return [shown]
  },
  signOnMetadata: async (clinic) => {
    const answer = await fetch(`${clinic.url}/api/auth/sign-on/${somewhere}/${somewhere}/metadata`)
    return [told({ status: answer.status, text: await answer.text() })]
  },
  endByProvider: async (clinic, { before: { provider } }) => {
    const url = `http://localhost:8080/api/auth/sign-on/${clinic.who(max).tenantId}/${provider.id}/logout`
    return [told(await deliver(clinic, provider.logout({ url }, { name: 'nobody' })))]
  },
  makeApiKey: async (clinic, { before }) => {
    const body = { service: { name: 'Vendor' }, scopes: ['doctor.list'] }
    return [await post(clinic, '/api/api-keys', body, bearer(before.accessToken))]
  },
}

/** Ways that leave those who go them as they were: all of them are gone in one clinic, and those that speak with an older session first. */
const harmless = [
  'jwtVerify',
  'csrf',
  'actFor',
  'calendarFeed',
  'submitAnonymously',
  'readByReceipt',
  'writeByReceipt',
  'makeApiKey',
  'passkeyChallenge',
  'passkeySignIn',
  'forgotPassword',
  'askForFreshLink',
  'askForVerification',
  'register',
  'jwtCreate',
  'login',
  'beginSignOn',
  'answerSignOn',
  'finishSignOn',
  'endByProvider',
]

test('[F14] where a second factor is asked by role or organisation, no way in that the contract has, followed to its end with one factor, gives anything that reaches further than setting one up or showing it', {
  timeout: 240_000,
}, async () => {
  const giving = endpoints.filter(
    ([, { access, reply }]) =>
      access === 'public' ||
      /"(?:accessToken|access|refresh|refreshToken|csrfToken|cookie)":|"key":\{"type":"string"\}/.test(JSON.stringify(reply)),
  )
  expect(Object.keys(ways).toSorted()).toEqual(giving.map(([name]) => name).toSorted())
  let spoken = 0
  // What is shown to everybody is the same whoever looks, and looking changes nothing.
  const shared = await arranged()
  const inTurn = Object.entries(ways).toSorted(([one], [other]) => harmless.indexOf(one) - harmless.indexOf(other))
  for (const [name, way] of inTurn) {
    const { clinic, all } = isShown(name) ? { ...shared, all: shared.all.slice(0, 1) } : harmless.includes(name) ? shared : await arranged()
    for (const subject of all) {
      await clinic.sql('truncate sign_in_attempts, sign_in_locks, sign_in_failed_names')
      const what = `${name}, ${subject.person.key}`
      let found = 0
      for (const answer of await way(clinic, subject))
        for (const headers of speakable(answer)) found += await mustReachNothing(clinic, headers, found === 0 ? behind : few, what)
      spoken += found
    }
    expect(await clinic.sql('select id from sessions where assurance = 2 and second_proven_at is null'), name).toEqual([])
  }
  // The search does find what can be spoken with: each sign-in, refresh and proof gives something.
  expect(spoken).toBeGreaterThan(30)
})

test('[F14 part] a factor shown whole gives the level that is asked; a key of a service reaches what it was made for and no person’s things', async () => {
  const clinic = await openClinic()
  const [, , ana] = await subjects(clinic)
  if (!ana?.held) throw new Error('she has no factor')
  const key = ana.held.key.get(await passkeyChallenge(clinic))
  const alone = await post(clinic, '/api/auth/passkeys/sign-in', { credential: key })
  const { body } = await signIn(clinic, drAna.email, castPassword)
  const shown = { challenge: Object(body.secondFactor).challenge, method: 'recovery', code: ana.held.codes[0] }
  for (const answer of [alone, await post(clinic, '/api/auth/second-factor', shown)]) {
    expect(answer).toMatchObject({ status: 200, body: { user: { assurance: 2 } } })
    expect((await send(clinic, 'GET', '/api/patients', { headers: bearer(String(answer.body.accessToken)) })).status).toBe(200)
  }
  const reached: string[] = []
  for (const [name, endpoint] of endpoints.filter(([, { access }]) => access !== 'public')) {
    const answer = await call(clinic, endpoint, bearer(ana.before.key))
    if (answer.status !== 403) reached.push(name)
  }
  expect(reached.sort()).toEqual(['listDoctors'])
})

async function arranged(): Promise<{ clinic: Clinic; all: Subject[] }> {
  const clinic = await openClinic()
  return { clinic, all: await subjects(clinic) }
}

/** What a browser was told, where that was no JSON. */
function told({ status, ...body }: { status: number } & Record<string, unknown>): Answer {
  return { status, headers: new Headers(), body, requestId: '' }
}

async function submitted(clinic: Clinic): Promise<Answer> {
  const answer = await post(clinic, '/api/receipts', question, fromElsewhere())
  expect(answer.status).toBe(201)
  return answer
}

function isShown(name: string): boolean {
  const endpoint = endpoints.find(([known]) => known === name)?.[1]
  return endpoint?.method === 'GET' && endpoint.access === 'public'
}

/** Rita, of whom her organisation asks it, Pia, of whom her role does, and Dr Ana, who has one. */
async function subjects(clinic: Clinic): Promise<Subject[]> {
  const admin = await clinic.as(max)
  const { key } = await admin.makeApiKey({ body: { service: { name: 'Vendor' }, scopes: ['doctor.list'] } })
  const provider = await setUp(clinic)
  const found: Subject[] = []
  for (const person of [rita, pia, drAna]) {
    const pair = await pairOf(clinic, person)
    const { cookie, csrf } = await browse(clinic, person)
    const change = { email: `moved-${person.email}`, currentPassword: castPassword }
    const asked = await post(clinic, '/api/auth/email/change', change, bearer(pair.accessToken))
    expect(asked.status, JSON.stringify(asked.body)).toBe(202)
    const moved = await lastLink(clinic, 'email-change')
    const role = person === pia ? 'patient' : 'reception'
    await admin.invite({ body: { email: `invited-${person.email}`, displayName: 'Invited', role } })
    const invited = await lastLink(clinic, 'invitation')
    const patient = await clinic.as(pia)
    const patientId = clinic.who(pia).patientId ?? ''
    await patient.inviteProxy({ params: { id: patientId }, body: { email: `proxied-${person.email}`, scopes: ['read'] } })
    const proxied = await lastLink(clinic, 'proxy-invitation')
    const feed = new URL((await patient.makeCalendarFeed()).url).pathname
    expect((await connect(clinic, person, provider, person.key)).status).toBe(200)
    const before = { ...pair, cookie, csrf, moved, invited, proxied, feed, key, provider }
    found.push({ person, before })
  }
  const ana = found[2]
  if (ana) {
    const { accessToken } = await pairOf(clinic, drAna)
    const codes = await enrol(clinic, accessToken)
    const key = new Authenticator()
    const begun = await post(clinic, '/api/auth/passkeys/registration', undefined, bearer(accessToken))
    const credential = key.create({ challenge: String(begun.body.challenge) })
    expect((await post(clinic, '/api/auth/passkeys?keepSessions=true', { name: 'Key', credential }, bearer(accessToken))).status).toBe(201)
    ana.held = { ...codes, key }
  }
  await clinic.sql(`update organisations set staff_second_factor = true, second_factor_roles = '{patient}'`)
  return found
}

/** Everything in an answer that somebody could try to speak with: each cookie, and each text without a space as a token. */
function speakable({ headers, body }: Answer): Record<string, string>[] {
  const cookies = headers.getSetCookie().map((set) => ({ cookie: set.split(';')[0] ?? '' }))
  const texts = [...JSON.stringify(body).matchAll(/"([\w.~+/=-]{20,})"/g)].map(([, text = '']) => text)
  return [...cookies, ...[...new Set(texts)].map(bearer)]
}

/** 1 where the headers speak for a session at all, and then every act behind a sign-in was refused but what enrols or proves. */
async function mustReachNothing(
  clinic: Clinic,
  headers: Record<string, string>,
  acts: [string, Endpoint][],
  what: string,
): Promise<number> {
  const me = await send(clinic, 'GET', '/api/auth/me', { headers })
  if (me.status === 401) {
    expect((await send(clinic, 'GET', '/api/doctors', { headers })).status, what).toBe(401)
    return 0
  }
  expect([me.status, me.body.assurance], what).toEqual([200, 1])
  const refused = me.body.hasFactor ? 'STEP_UP_REQUIRED' : 'ENROLMENT_REQUIRED'
  const { body } = await send(clinic, 'GET', '/api/auth/csrf', { headers })
  const speaking = { ...headers, ...(headers.cookie !== undefined && { ...ownPage, 'x-csrf-token': String(body.csrfToken) }) }
  for (const [name, endpoint] of acts) {
    expect((await call(clinic, endpoint, speaking)).body.code, `${what}: ${name}`).toBe(refused)
  }
  return 1
}

async function call(clinic: Clinic, endpoint: Endpoint, headers: Record<string, string>): Promise<Answer> {
  const [path = ''] = pathsOf(endpoint)
  return send(clinic, endpoint.method, path.replaceAll(/:\w+/g, somewhere), { headers, ...(endpoint.body && { body: {} }) })
}

async function passkeyChallenge(clinic: Clinic): Promise<{ challenge: string }> {
  return { challenge: String((await post(clinic, '/api/auth/passkeys/challenge', undefined)).body.challenge) }
}

/** The token of the last mailed link of a kind, as it stands sealed in the outbox. */
async function lastLink(clinic: Clinic, template: string): Promise<string> {
  const [mail] = await clinic.sql('select tenant_id, id, content from mails where template = $1 order by id desc limit 1', [template])
  const place = { tenantId: String(mail?.tenant_id), table: 'mails', column: 'content', rowId: String(mail?.id) }
  const content = Buffer.isBuffer(mail?.content) ? mail.content : Buffer.alloc(0)
  return tokenIn(JSON.stringify(await clinic.keep.vault.open(place, Sealed.fromDatabase(content))))
}

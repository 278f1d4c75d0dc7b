// Every way in × every act behind a sign-in × how long ago it was, against one table that was written by hand and knows nothing of the rule.
import { api, type Endpoint, pathsOf } from '@wardkeep/contract'
import { expect, test } from 'vitest'
import { Authenticator } from '../src/features/identity/authenticator.fixture.ts'
import { bearer, browse, challengeFor, codeAt, enrol, pairOf, post, send } from '../src/features/identity/identity.fixture.ts'
import { enterBySignOn, twoFactors as twoFactorContext } from '../src/features/identity/sign-on.fixture.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { aud, castPassword, drAna, max, type Person, rita } from './people.ts'

/** Every act that asks for more than a sign-in; all others are `plain`. A new name here, or one less, is a reviewed change. */
const acts = {
  /** Binds who signs, opens in an emergency, makes an address that needs no sign-in, or ends their own sessions: whichever proof, not older than five minutes. */
  signing: [
    'addAddendum',
    'endOtherSessions',
    'extendBreakGlass',
    'makeCalendarFeed',
    'openBreakGlass',
    'retractRecord',
    'revokeSession',
    'signRecord',
  ],
  /** On what others may do: as strong as the account can, not older than five minutes. */
  privilege: [
    'askForFactorReset',
    'addPartner',
    'addSignOnProvider',
    'assignDoctor',
    'beginConnecting',
    'changePartner',
    'changeRole',
    'changeSignOnProvider',
    'closeAccount',
    'closeUser',
    'disablePassword',
    'disconnectSignOn',
    'endEverybodysSessions',
    'endUserSession',
    'endUserSessions',
    'exportEvents',
    'invite',
    'inviteProxy',
    'linkLegacyCase',
    'linkProxy',
    'makeApiKey',
    'removeSignOnProvider',
    'resetFactors',
    'revokeApiKey',
    'setAssistant',
    'setOrganisation',
    'setRequestLimits',
    'setSignInRules',
    'unlockUser',
    'updateUser',
  ],
  /** At what others did, but for one's own chart: a proof of whichever kind, not older than a quarter of an hour. */
  looking: ['listEvents', 'listMemberChecks', 'readAccessLog'],
  /** On one's own way in, with the password in the body. */
  ownWayIn: ['changeEmail', 'changePassword'],
  /** On second factors; open to who has yet to set one up. */
  factor: ['beginPasskey', 'beginTotp', 'makeRecoveryCodes', 'removePasskey', 'removeTotp'],
  factorBegun: ['confirmTotp', 'registerPasskey'],
  /** What anybody signed in may do, also before a second factor is set up. */
  ofSession: ['csrf', 'listFactors', 'logout', 'me', 'stepUp'],
} as const
type Act = keyof typeof acts | 'plain'
type Answer = 'in' | 'enrol' | 'aal1' | 'aal2' | 'aal1 of late' | 'aal2 of late' | 'aal2 within 900'

const all: Record<Act, Answer> = {
  plain: 'in',
  ofSession: 'in',
  signing: 'in',
  privilege: 'in',
  looking: 'in',
  ownWayIn: 'in',
  factor: 'in',
  factorBegun: 'in',
}
const late = 'aal1 of late'
const lateTwo = 'aal2 of late'
const oneOfTwo: Record<Act, Answer> = { ...all, privilege: lateTwo, ownWayIn: lateTwo, factor: lateTwo, factorBegun: 'aal2' }
const unenrolled: Record<Act, Answer> = {
  ...all,
  plain: 'enrol',
  signing: 'enrol',
  privilege: 'enrol',
  looking: 'enrol',
  ownWayIn: 'enrol',
}
const olderTwo: Record<Act, Answer> = { ...all, privilege: lateTwo, ownWayIn: lateTwo, factor: lateTwo }
const belowRequired: Record<Act, Answer> = { ...oneOfTwo, plain: 'aal2', signing: lateTwo, looking: 'aal2 within 900' }

/** What a session was like → what happened to it since → what it may do. */
const expected = {
  'one factor, and none more to show': {
    now: all,
    'after 400 s': { ...all, signing: late, privilege: late, factor: late },
    'after 400 s, password shown again': all,
  },
  'one factor of two': {
    now: oneOfTwo,
    'after 400 s': { ...oneOfTwo, signing: late },
    'after 400 s, password shown again': oneOfTwo,
    'after 400 s, second factor shown': all,
  },
  'one factor of two, where two are asked': {
    now: belowRequired,
    'after 400 s, password shown again': belowRequired,
    'after 400 s, second factor shown': all,
  },
  'two factors': {
    now: all,
    'after 400 s': { ...olderTwo, signing: late },
    'after 400 s, password shown again': olderTwo,
    'after 400 s, second factor shown': all,
  },
  'one factor, where two are asked': {
    now: unenrolled,
    'after 400 s': { ...unenrolled, factor: late },
    'after 400 s, password shown again': unenrolled,
  },
} satisfies Record<string, Record<string, Record<Act, Answer>>>
type Kind = keyof typeof expected

type Session = { headers: Record<string, string>; refreshToken?: string | undefined }
type Secrets = { secret: string; codes: string[]; key: Authenticator }

const endpoints = Object.entries<Endpoint>(api).filter(([, endpoint]) => endpoint.access !== 'public')
const somewhere = '01890000-0000-7000-8000-000000000000'
/** Acts that ask for a sign-in alone are told apart by nothing: by the first way each of them is asked, by all others one in eight. */
const fewer = endpoints.filter(([name], place) => actOf(name) !== 'plain' || place % 8 === 0)
/** Admitted, these would end what the test stands on. */
const ending = ['endEverybodysSessions', 'endOtherSessions', 'logout', 'makeRecoveryCodes', 'removeTotp']

test('the table names every act that declares more than a sign-in', () => {
  const declared = endpoints.filter(([, { assurance }]) => Object.keys(assurance).length > 1).map(([name]) => name)
  expect(declared.sort()).toEqual(Object.values(acts).flat().toSorted())
})

test('[F14 part][F17 part] whatever the way in and whatever its age, an act above what was proven is 401 with the challenge of RFC 9470, leaves nothing done, and what was proven is admitted', {
  timeout: 240_000,
}, async () => {
  const clinic = await openClinic()
  // Locks have stories of their own.
  await clinic.sql('update organisations set staff_idle_seconds = 604800, staff_proof_seconds = 604800')
  const plain = Object.entries(oneFactor).map(([way, enter]) => [way, () => enter(clinic, aud)] as const)
  for (const [way, enter] of plain) await drive(clinic, 'one factor, and none more to show', way, enter)

  const before = await Promise.all([1, 2].map(async () => spoken(await pairOf(clinic, drAna))))
  // Connected while she has one factor, as who has two shows both for it.
  await enterBySignOn(clinic, drAna)
  const held = await withFactors(clinic, drAna)
  for (const session of before.slice(0, 1))
    await drive(clinic, 'one factor of two', 'password, before', () => refreshed(clinic, session), held)
  for (const [way, enter] of Object.entries(twoFactors)) await drive(clinic, 'two factors', way, () => enter(clinic, drAna, held), held)

  await clinic.sql(`update organisations set staff_second_factor = true`)
  for (const [way, enter] of Object.entries(oneFactor))
    await drive(clinic, 'one factor, where two are asked', way, () => enter(clinic, rita))
  const last = before[1]
  if (last) await drive(clinic, 'one factor of two, where two are asked', 'password, before', () => refreshed(clinic, last), held)
  for (const [way, enter] of Object.entries(twoFactors).slice(0, 2))
    await drive(clinic, 'two factors', `${way}, asked`, () => enter(clinic, drAna, held), held)
})

test('[F17 part] the same request goes through right after the proof that its challenge asked for, and an older proof of the password alone is not enough', async () => {
  const clinic = await openClinic()
  const held = await withFactors(clinic, max)
  const session = await twoFactors['password and code']?.(clinic, max, held)
  if (session === undefined) throw new Error('nobody is signed in')
  clinic.clock.pass(400)
  const older = await refreshed(clinic, session)
  const disable = (headers: Record<string, string>) =>
    send(clinic, 'PATCH', `/api/users/${clinic.who(rita).userId}`, { body: { active: false }, headers })
  const standing = () => clinic.sql('select active from users where id = $1', [clinic.who(rita).userId])
  const refused = await disable(older.headers)
  expect(refused).toMatchObject({ status: 401, body: { code: 'STEP_UP_REQUIRED' } })
  await post(clinic, '/api/auth/step-up', { method: 'password', password: castPassword }, older.headers)
  expect((await disable(older.headers)).status).toBe(401)
  expect(await standing()).toEqual([{ active: true }])
  await showFactor(clinic, older, held)
  expect((await disable(older.headers)).status).toBe(200)
  expect(await standing()).toEqual([{ active: false }])
})

async function drive(clinic: Clinic, kind: Kind, way: string, enter: () => Promise<Session>, held?: Secrets): Promise<void> {
  let session = await enter()
  for (const [since, table] of Object.entries<Record<Act, Answer>>(expected[kind])) {
    if (since !== 'now') {
      clinic.clock.pass(400)
      session = await refreshed(clinic, session)
    }
    if (since.endsWith('password shown again')) session = await showPassword(clinic, session)
    if (since.endsWith('second factor shown') && held) session = await showFactor(clinic, session, held)
    const asked = (driven.has(kind) ? fewer : endpoints).filter(([name]) => table[actOf(name)] !== 'in' || !ending.includes(name))
    const mustAnswer = async ([name, endpoint]: [string, Endpoint]) => {
      const what = `${kind} · ${way} · ${since} · ${name}`
      expect(answerOf(await call(clinic, endpoint, session.headers)), what).toBe(table[actOf(name)])
    }
    // What is refused leaves nothing done; only then what is admitted. Each at once: none of them hangs on another.
    const before = await allowed(clinic)
    await Promise.all(asked.filter(([name]) => table[actOf(name)] !== 'in').map(mustAnswer))
    expect(await allowed(clinic), `${kind} · ${way} · ${since}`).toBe(before)
    await Promise.all(asked.filter(([name]) => table[actOf(name)] === 'in').map(mustAnswer))
  }
  driven.add(kind)
}

const driven = new Set<Kind>()

function actOf(name: string): Act {
  for (const [act, names] of Object.entries(acts)) if (names.some((each) => each === name)) return isAct(act) ? act : 'plain'
  return 'plain'
}

function isAct(text: string): text is Act {
  return text in all
}

function answerOf({ status, headers, body }: Awaited<ReturnType<typeof send>>): string {
  if (status === 403 && body.code === 'ENROLMENT_REQUIRED') return 'enrol'
  if (status !== 401) return 'in'
  const challenge = headers.get('www-authenticate') ?? ''
  const [, level, age] =
    /^Bearer error="insufficient_user_authentication", acr_values="(aal[12])"(?:, max_age=(\d+))?$/.exec(challenge) ?? []
  if (body.code !== 'STEP_UP_REQUIRED' || level === undefined) return `401 ${challenge}`
  return age === undefined ? level : age === '300' ? `${level} of late` : `${level} within ${age}`
}

async function allowed(clinic: Clinic): Promise<unknown> {
  const [row] = await clinic.sql(`select count(*)::integer as n from audit_events where outcome = 'allowed' and actor_role <> 'system'`)
  return row?.n
}

/** With a body that no act takes, so that what is admitted goes no further than it must. */
async function call(clinic: Clinic, endpoint: Endpoint, headers: Record<string, string>) {
  const [path = ''] = pathsOf(endpoint)
  return send(clinic, endpoint.method, path.replaceAll(/:\w+/g, somewhere), {
    headers,
    ...(endpoint.body && { body: { nothing: 'known' } }),
  })
}

const spoken = ({ accessToken, refreshToken }: { accessToken: string; refreshToken: string }): Session => ({
  headers: bearer(accessToken),
  refreshToken,
})

const oneFactor: Record<string, (clinic: Clinic, person: Person) => Promise<Session>> = {
  password: async (clinic, person) => spoken(await pairOf(clinic, person)),
  'password, by cookie': async (clinic, person) => {
    const { cookie, csrf } = await browse(clinic, person)
    return { headers: { cookie, 'x-csrf-token': csrf } }
  },
  'SimpleJWT form': async (clinic, person) => {
    const { body } = await post(clinic, '/api/auth/jwt/create/', { email: person.email, password: castPassword })
    return { headers: bearer(String(body.access)), refreshToken: String(body.refresh) }
  },
  'SimpleJWT form, renewed': async (clinic, person) => {
    const { body } = await post(clinic, '/api/auth/jwt/create/', { email: person.email, password: castPassword })
    const renewed = await post(clinic, '/api/auth/jwt/refresh/', { refresh: body.refresh })
    return { headers: bearer(String(renewed.body.access)), refreshToken: String(renewed.body.refresh) }
  },
  'single sign-on': async (clinic, person) => ({ headers: await enterBySignOn(clinic, person) }),
}

const twoFactors: Record<string, (clinic: Clinic, person: Person, held: Secrets) => Promise<Session>> = {
  'password and code': async (clinic, person, { secret }) => {
    clinic.clock.pass(60)
    return byFactor(clinic, person, { method: 'totp', code: codeAt(secret, clinic.clock.now()) })
  },
  'password and recovery code': (clinic, person, { codes }) => byFactor(clinic, person, { method: 'recovery', code: codes.pop() }),
  'password and passkey': async (clinic, person, { key }) =>
    byFactor(clinic, person, { method: 'passkey', credential: key.get(await passkeyChallenge(clinic)) }),
  'passkey alone': async (clinic, _person, { key }) => {
    const { body } = await post(clinic, '/api/auth/passkeys/sign-in', { credential: key.get(await passkeyChallenge(clinic)) })
    return { headers: bearer(String(body.accessToken)), refreshToken: String(body.refreshToken) }
  },
  'single sign-on by two factors': async (clinic, person) => ({
    headers: await enterBySignOn(clinic, person, { context: twoFactorContext }),
  }),
}

async function byFactor(clinic: Clinic, person: Person, shown: Record<string, unknown>): Promise<Session> {
  const { challenge } = await challengeFor(clinic, person)
  const { body } = await post(clinic, '/api/auth/second-factor', { challenge, ...shown })
  return { headers: bearer(String(body.accessToken)), refreshToken: String(body.refreshToken) }
}

/** Sets up an authenticator and a passkey in a session of its own. */
async function withFactors(clinic: Clinic, person: Person): Promise<Secrets> {
  const { accessToken } = await pairOf(clinic, person)
  const held = await enrol(clinic, accessToken)
  const key = new Authenticator()
  const begun = await post(clinic, '/api/auth/passkeys/registration', undefined, bearer(accessToken))
  const credential = key.create({ challenge: String(begun.body.challenge) })
  await post(clinic, '/api/auth/passkeys?keepSessions=true', { name: 'Key', credential }, bearer(accessToken))
  return { ...held, key }
}

async function passkeyChallenge(clinic: Clinic): Promise<{ challenge: string }> {
  const { body } = await post(clinic, '/api/auth/passkeys/challenge', undefined)
  return { challenge: String(body.challenge) }
}

/** A bearer session goes on by its refresh token, a cookie as it is. */
async function refreshed(clinic: Clinic, session: Session): Promise<Session> {
  if (session.refreshToken === undefined) return session
  return spoken(await clinic.stranger().refresh({ body: { refreshToken: session.refreshToken } }))
}

async function showPassword(clinic: Clinic, session: Session): Promise<Session> {
  const shown = await post(clinic, '/api/auth/step-up', { method: 'password', password: castPassword }, session.headers)
  if (shown.status !== 200) throw new Error(`the password was not taken: ${shown.status}`)
  return after(shown, session)
}

/** A proof gives a browser a new secret. */
function after({ headers }: { headers: Headers }, session: Session): Session {
  const [cookie] = headers.getSetCookie().map((each) => each.split(';')[0] ?? '')
  return cookie === undefined ? session : { ...session, headers: { ...session.headers, cookie } }
}

async function showFactor(clinic: Clinic, session: Session, { key }: Secrets): Promise<Session> {
  const shown = await post(
    clinic,
    '/api/auth/step-up',
    { method: 'passkey', credential: key.get(await passkeyChallenge(clinic)) },
    session.headers,
  )
  if (shown.status !== 200) throw new Error(`the passkey was not taken: ${shown.status}`)
  return after(shown, session)
}

// Every way in × every act behind a sign-in: a session has the level that was proven, never more, and below the level that its account must
// have it reaches nothing but what sets a second factor up.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { api, type Endpoint, pathsOf } from '@wardkeep/contract'
import { evenEnrolling } from '@wardkeep/contract/endpoint.ts'
import { roles } from '@wardkeep/contract/identity.ts'
import { staffFactors } from '@wardkeep/contract/sign-in-rules.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { root } from '../../scripts/root.ts'
import { bearer, browse, challengeFor, codeAt, enrol, eventsOf, pairOf, post, send } from '../src/features/identity/identity.fixture.ts'
import { enterBySignOn } from '../src/features/identity/sign-on.fixture.ts'
import { Refusal } from '../src/platform/refusal.ts'
import { mustBeProven } from '../src/security/assurance.ts'
import { lacksKind } from '../src/security/factor-kinds.ts'
import type { SessionFacts } from '../src/security/operation.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { aud, castPassword, drAna, max, type Person, pia, rita } from './people.ts'

/** What a session may do that has yet to set up the second factor its account must have. A new name here is a reviewed change. */
const evenBeforeEnrolment = [
  'beginPasskey',
  'beginTotp',
  'confirmTotp',
  'csrf',
  'listFactors',
  'logout',
  'makeRecoveryCodes',
  'me',
  'registerPasskey',
  'removePasskey',
  'removeTotp',
  'stepUp',
]

const endpoints = Object.entries<Endpoint>(api).filter(([, endpoint]) => endpoint.access !== 'public')
const somewhere = '01890000-0000-7000-8000-000000000000'
type Headers = Record<string, string>

/** What each way in gives to speak with; none of them proves a second factor. */
const oneFactorWays: Record<string, (clinic: Clinic, person: Person) => Promise<Headers>> = {
  password: async (clinic, person) => bearer((await pairOf(clinic, person)).accessToken),
  'password, by cookie': async (clinic, person) => {
    const { cookie, csrf } = await browse(clinic, person)
    return { cookie, 'x-csrf-token': csrf }
  },
  'SimpleJWT form': async (clinic, person) => {
    const answer = await post(clinic, '/api/auth/jwt/create/', { email: person.email, password: castPassword })
    return bearer(String(answer.body.access))
  },
  refresh: async (clinic, person) => {
    const { refreshToken } = await pairOf(clinic, person)
    return bearer((await clinic.stranger().refresh({ body: { refreshToken } })).accessToken)
  },
  'SimpleJWT refresh': async (clinic, person) => {
    const { refreshToken } = await pairOf(clinic, person)
    return bearer((await clinic.stranger().jwtRefresh({ body: { refresh: refreshToken } })).access)
  },
  'single sign-on': (clinic, person) => enterBySignOn(clinic, person),
  'password proven again': async (clinic, person) => {
    const headers = bearer((await pairOf(clinic, person)).accessToken)
    await post(clinic, '/api/auth/step-up', { method: 'password', password: castPassword }, headers)
    return headers
  },
}

test('[F14 part][F15 part][A113][V6.3.3 part] where staff must have a second factor, as in every new organisation, no way in of anybody of them reaches anything with a password alone but what sets one up', async () => {
  const clinic = await openClinic()
  await ask(clinic)
  for (const [way, enter] of Object.entries(oneFactorWays)) {
    for (const person of way === 'password' ? [drAna, rita, max, aud] : [drAna, rita]) {
      const headers = await enter(clinic, person)
      expect((await send(clinic, 'GET', '/api/auth/me', { headers })).body, way).toMatchObject({ assurance: 1, mustEnrol: true })
      for (const [name, endpoint] of endpoints.filter(([known]) => !evenBeforeEnrolment.includes(known))) {
        const answer = await call(clinic, endpoint, headers)
        expect([answer.status, answer.body.code], `${way}: ${name}`).toEqual([403, 'ENROLMENT_REQUIRED'])
      }
    }
  }
  const headers = bearer((await pairOf(clinic, drAna)).accessToken)
  const denied = await send(clinic, 'GET', '/api/patients', { headers })
  expect(await eventsOf(clinic, denied.requestId)).toMatchObject([
    { action: 'patient.listed', outcome: 'denied', reason: 'ENROLMENT_REQUIRED', actor_id: clinic.who(drAna).userId },
  ])
  expect(readFileSync(join(root, 'server/schema.sql'), 'utf8')).toMatch(/staff_second_factor boolean not null default true/)
  const open = endpoints.filter(([, endpoint]) => endpoint.assurance.enrolling).map(([name]) => name)
  expect(open.sort()).toEqual(evenBeforeEnrolment)
}, 90_000)

test('[F15 part] the very session that sets a factor up goes on from there; another of the same account must show it first, and its last one stays', async () => {
  const clinic = await openClinic()
  await ask(clinic)
  const [here, there] = [await pairOf(clinic, drAna), await pairOf(clinic, drAna)]
  const { secret } = await enrol(clinic, here.accessToken)
  const patients = (token: string) => send(clinic, 'GET', '/api/patients', { headers: bearer(token) })
  expect((await patients(here.accessToken)).status).toBe(200)
  const other = await patients(there.accessToken)
  expect(other).toMatchObject({ status: 401, body: { code: 'STEP_UP_REQUIRED' } })
  expect(other.headers.get('www-authenticate')).toContain('acr_values="aal2"')
  const last = await send(clinic, 'DELETE', '/api/auth/totp', { headers: bearer(here.accessToken) })
  expect(last).toMatchObject({ status: 409, body: { code: 'FACTOR_REQUIRED' } })
  expect(await clinic.sql('select kind from second_factors')).toEqual([{ kind: 'totp' }])
  clinic.clock.pass(60)
  const proof = { method: 'totp', code: codeAt(secret, clinic.clock.now()) }
  expect((await post(clinic, '/api/auth/step-up', proof, bearer(there.accessToken))).status).toBe(200)
  expect((await patients(there.accessToken)).status).toBe(200)
})

test('[F15 part] the setting holds from the next request on, for sessions that stand; patients and other organisations are not asked', async () => {
  const clinic = await openClinic()
  const tokens = await Promise.all([max, aud, pia].map(async (person) => bearer((await pairOf(clinic, person)).accessToken)))
  const [asMax = {}, asAud = {}, asPia = {}] = tokens
  const sessions = (headers: Headers) => send(clinic, 'GET', '/api/auth/sessions', { headers })
  for (const headers of tokens) expect((await sessions(headers)).status).toBe(200)
  await ask(clinic)
  expect((await sessions(asMax)).status).toBe(403)
  expect((await sessions(asAud)).status).toBe(403)
  expect((await sessions(asPia)).status).toBe(200)
  await clinic.sql('update organisations set staff_second_factor = false')
  expect((await sessions(asMax)).status).toBe(200)
})

test('[F14 part][A76 part][V6.3.4 part] no way in skips the second factor of who has one, and the level that it gives is what was proven', async () => {
  const clinic = await openClinic()
  const { secret, codes } = await enrol(clinic, (await pairOf(clinic, drAna)).accessToken)
  for (const answer of [
    await post(clinic, '/api/auth/login', { login: drAna.email, password: castPassword }),
    await post(
      clinic,
      '/api/auth/login',
      { login: drAna.email, password: castPassword, cookie: true },
      { origin: 'http://localhost:8080' },
    ),
    await post(clinic, '/api/auth/jwt/create/', { email: drAna.email, password: castPassword }),
  ]) {
    expect(answer.status).toBe(200)
    expect(Object.keys(answer.body)).toEqual(['secondFactor'])
    expect(answer.headers.get('set-cookie')).toBeNull()
  }
  clinic.clock.pass(60)
  for (const shown of [
    { method: 'totp', code: codeAt(secret, clinic.clock.now()) },
    { method: 'recovery', code: codes[0] },
  ]) {
    const { challenge } = await challengeFor(clinic, drAna)
    const opened = await post(clinic, '/api/auth/second-factor', { challenge, ...shown })
    expect(opened).toMatchObject({ status: 200, body: { user: { assurance: 2 } } })
    const renewed = await clinic.stranger().refresh({ body: { refreshToken: String(opened.body.refreshToken) } })
    const changed = await post(clinic, '/api/auth/step-up', { method: 'password', password: castPassword }, bearer(renewed.accessToken))
    expect(changed.status).toBe(200)
    expect((await send(clinic, 'GET', '/api/auth/me', { headers: bearer(renewed.accessToken) })).body).toMatchObject({ assurance: 2 })
  }
  expect(
    await clinic.sql('select assurance, second_proven_at is not null as proven, count(*)::integer as n from sessions group by 1, 2'),
  ).toEqual([{ assurance: 2, proven: true, n: 3 }])
})

const facts: fc.Arbitrary<SessionFacts> = fc
  .record({
    second: fc.option(fc.integer({ min: 0, max: 900 }), { nil: null }),
    age: fc.integer({ min: 0, max: 900 }),
    required: fc.constantFrom<1 | 2>(1, 2),
    enrolled: fc.boolean(),
    kind: fc.constantFrom(...staffFactors),
    passkeys: fc.constantFrom(0, 1),
    bound: fc.constantFrom(0, 1),
  })
  .map(({ second, age, required, enrolled, kind, passkeys, bound }) => ({
    id: somewhere,
    stamp: 1,
    assurance: second === null ? 1 : 2,
    provenAt: ago(second === null ? age : Math.min(age, second)),
    secondProvenAt: second === null ? null : ago(second),
    required,
    enrolled,
    kind,
    held: { passkeys, bound },
    createdAt: ago(900),
    expiresAt: ago(-900),
    seenAt: now,
    idleMs: 900_000,
    proofMs: 43_200_000,
    places: [],
    provenPlaces: [],
    purposeRequired: false,
    networks: [],
    cookie: false,
  }))
const now = new Date('2027-03-01T08:00:00Z')
const asked = fc.constantFrom(
  ...endpoints.map(([, endpoint]) => endpoint.assurance),
  { level: 2 as const },
  { level: 2 as const, freshWithin: 60 },
)

test('[F14 part] whatever a session is like, the one rule admits it to no act above what it proved, nor after it, and a second factor is no fresher than its own proof', () => {
  fc.assert(
    fc.property(facts, asked, fc.constantFrom(...roles), (session, assurance, role) => {
      const admitted = admits({ via: 'session', tenantId: somewhere, role, name: '', session }, assurance)
      const mustShow = assurance.ofAccount && session.enrolled ? 2 : assurance.level
      const level = Math.max(mustShow, assurance.enrolling ? 1 : session.required)
      const since = mustShow === 2 ? session.secondProvenAt : session.provenAt
      const given = assurance.passwordGiven === true && mustShow === 1
      const fresh =
        given || assurance.freshWithin === undefined || (since !== null && now.getTime() - since.getTime() <= assurance.freshWithin * 1000)
      const ofKind = assurance.enrolling === true || !lacksKind(session.kind, session.held)
      expect(admitted).toBe(session.assurance >= level && fresh && ofKind)
    }),
  )
  expect(admits({ via: 'none', tenantId: somewhere, role: 'nobody', name: '' }, evenEnrolling)).toBe(false)
})

function admits(...[actor, assurance]: [Parameters<typeof mustBeProven>[0], Parameters<typeof mustBeProven>[1]]): boolean {
  try {
    mustBeProven(actor, assurance, now)
    return true
  } catch (cause) {
    if (cause instanceof Refusal) return false
    throw cause
  }
}

function ago(seconds: number): Date {
  return new Date(new Date('2027-03-01T08:00:00Z').getTime() - seconds * 1000)
}

/** From now on the staff of Harbour must have a second factor. */
async function ask(clinic: Clinic): Promise<void> {
  await clinic.sql('update organisations set staff_second_factor = true where tenant_id = $1', [clinic.who(drAna).tenantId])
}

async function call(clinic: Clinic, endpoint: Endpoint, headers: Headers) {
  const [path = ''] = pathsOf(endpoint)
  return send(clinic, endpoint.method, path.replaceAll(/:\w+/g, somewhere), { headers, ...(endpoint.body && { body: {} }) })
}

test('[A91] the operator’s page on signing in lists every endpoint of it, and whom each is open to', () => {
  const page = readFileSync(join(root, 'docs/operate/authentication.md'), 'utf8')
  const told = [...page.matchAll(/^\| `([A-Z]+ \/auth\/[^`]*)` \| ([^|]+) \|$/gm)].map(([, path, who]) => `${path}: ${who}`)
  const who = ({ access, assurance }: Endpoint) =>
    access === 'public' ? 'open' : assurance.enrolling ? 'signed in, even without the factor' : 'signed in'
  const declared = Object.values<Endpoint>(api)
    .filter(({ path }) => path.startsWith('/auth/'))
    .map((endpoint) => `${endpoint.method} ${endpoint.path}: ${who(endpoint)}`)
  expect(told.toSorted()).toEqual(declared.toSorted())
})

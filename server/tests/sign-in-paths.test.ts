// What is true of signing in, registering and refreshing is true on every path that does it, to the letter of the answer.
import { api, pathsOf } from '@wardkeep/contract'
import { expect, test } from 'vitest'
import {
  type Answer,
  addGuarded,
  alike,
  codeAt,
  eventsOf,
  from,
  fromElsewhere,
  knows,
  pairOf,
  post,
  send,
  withFactor,
} from '../src/features/identity/identity.fixture.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { castPassword, drOtto, pia } from './people.ts'

const slashed = (paths: readonly string[]) => paths.flatMap((path) => [path, `${path}/`])
const groups = {
  login: slashed([...pathsOf(api.login), ...pathsOf(api.jwtCreate)]),
  register: slashed(pathsOf(api.register)),
  refresh: slashed([...pathsOf(api.refresh), ...pathsOf(api.jwtRefresh)]),
}
type Ask = (clinic: Clinic, path: string) => Promise<Answer>
const isJwt = (path: string) => path.includes('/jwt/')
const tokenField = (path: string) => (isJwt(path) ? 'refresh' : 'refreshToken')
const strong = 'A-new-Pass7-for-me'
const right = { email: pia.email, password: castPassword }

/** Each is asked on every path of its group; the answers, and what the journal says, must be one and the same. */
const assertions: { group: keyof typeof groups; what: string; ask: Ask; status: number }[] = [
  {
    group: 'login',
    what: 'a wrong password',
    status: 401,
    ask: (c, path) => post(c, path, { ...right, password: 'Wrong-1-Horse' }, fromElsewhere()),
  },
  {
    group: 'login',
    what: 'an unknown name',
    status: 401,
    ask: (c, path) => post(c, path, { ...right, email: 'no@harbour.test' }, fromElsewhere()),
  },
  {
    group: 'login',
    what: 'an account that is closed',
    status: 401,
    ask: (c, path) => post(c, path, { ...right, email: drOtto.email }, fromElsewhere()),
  },
  { group: 'login', what: 'no name', status: 400, ask: (c, path) => post(c, path, { password: castPassword }) },
  { group: 'login', what: 'two names', status: 400, ask: (c, path) => post(c, path, { ...right, login: pia.email }) },
  { group: 'login', what: 'no password', status: 400, ask: (c, path) => post(c, path, { email: pia.email }) },
  { group: 'login', what: 'an empty password', status: 400, ask: (c, path) => post(c, path, { ...right, password: '' }) },
  { group: 'login', what: 'a password that is no text', status: 400, ask: (c, path) => post(c, path, { ...right, password: { $gt: '' } }) },
  { group: 'login', what: 'a field that nobody knows', status: 400, ask: (c, path) => post(c, path, { ...right, role: 'admin' }) },
  {
    group: 'login',
    what: 'a body in the address',
    status: 400,
    ask: (c, path) => send(c, 'POST', `${path}?email=x`, { body: { email: pia.email } }),
  },
  { group: 'login', what: 'a body that is no JSON', status: 400, ask: (c, path) => raw(c, path, '{', 'application/json') },
  {
    group: 'login',
    what: 'a form',
    status: 415,
    ask: (c, path) => raw(c, path, 'email=x&password=y', 'application/x-www-form-urlencoded'),
  },
  {
    group: 'login',
    what: 'a body above the limit',
    status: 413,
    ask: (c, path) => raw(c, path, `{"email":"${'x'.repeat(1_100_000)}"}`, 'application/json'),
  },
  { group: 'login', what: 'a GET', status: 404, ask: (c, path) => send(c, 'GET', path) },
  {
    group: 'register',
    what: 'a new address',
    status: 202,
    ask: (c, path) => post(c, path, { email: `${path.replaceAll('/', '-')}@new.test`, password: strong, displayName: 'N' }),
  },
  {
    group: 'register',
    what: 'an address that is taken',
    status: 202,
    ask: (c, path) => post(c, path, { email: pia.email, password: strong, displayName: 'N' }),
  },
  {
    group: 'register',
    what: 'a weak password',
    status: 422,
    ask: (c, path) => post(c, path, { email: 'weak@new.test', password: 'short', displayName: 'N' }),
  },
  {
    group: 'register',
    what: 'a role',
    status: 400,
    ask: (c, path) => post(c, path, { email: 'r@new.test', password: strong, displayName: 'N', role: 'admin' }),
  },
  { group: 'register', what: 'no name', status: 400, ask: (c, path) => post(c, path, { email: 'r@new.test', password: strong }) },
  { group: 'refresh', what: 'an unknown token', status: 401, ask: (c, path) => post(c, path, { [tokenField(path)]: 'unknown' }) },
  {
    group: 'refresh',
    what: 'a token of another kind',
    status: 401,
    ask: async (c, path) => post(c, path, { [tokenField(path)]: await c.token(pia) }),
  },
  { group: 'refresh', what: 'a form', status: 415, ask: (c, path) => raw(c, path, 'refresh=x', 'application/x-www-form-urlencoded') },
  { group: 'refresh', what: 'a GET', status: 404, ask: (c, path) => send(c, 'GET', path) },
  {
    group: 'refresh',
    what: 'a token of an ended session',
    status: 401,
    ask: async (c, path) => {
      const { accessToken, refreshToken } = await pairOf(c, pia)
      await send(c, 'POST', '/api/auth/logout', { headers: { authorization: `Bearer ${accessToken}` } })
      return post(c, path, { [tokenField(path)]: refreshToken })
    },
  },
  {
    group: 'refresh',
    what: 'a token whose successor was used',
    status: 401,
    ask: async (c, path) => {
      const { refreshToken } = await pairOf(c, pia)
      const next = await c.stranger().refresh({ body: { refreshToken } })
      await c.stranger().refresh({ body: { refreshToken: next.refreshToken } })
      return post(c, path, { [tokenField(path)]: refreshToken })
    },
  },
]

test('[A39 part][C9] whatever is asked of signing in, registering and refreshing is answered alike under /auth, /api/auth and in the SimpleJWT form, with and without a slash, and leaves the same event', async () => {
  const clinic = await openClinic()
  await clinic.sql('update users set active = false where id = $1', [clinic.who(drOtto).userId])
  expect(Object.values(groups).map((paths) => paths.length)).toEqual([6, 4, 6])
  for (const { group, what, ask, status } of assertions) {
    const told = new Set<string>()
    for (const path of groups[group]) {
      await clinic.sql('truncate sign_in_locks, sign_in_attempts, sign_in_failed_names')
      const answer = await ask(clinic, path)
      expect(answer.status, `${what}: ${path}`).toBe(status)
      const events = (await eventsOf(clinic, answer.requestId)).map(({ action, outcome, reason, tenant_id }) => ({
        action,
        outcome,
        reason,
        tenant_id,
      }))
      told.add(JSON.stringify({ ...withoutField(alike(answer), path), events }))
    }
    expect(told.size, `${what}:\n${[...told].join('\n')}`).toBe(1)
  }
})

test('[A39 part][C9 part] who signs in right gets a session on each path, a challenge where there is a second factor, and its pair is refreshed on each', async () => {
  const clinic = await openClinic()
  await addGuarded(clinic)
  for (const path of groups.login) {
    const { body, status } = await post(clinic, path, right)
    expect(status, path).toBe(200)
    expect(Object.keys(body).sort(), path).toEqual(
      isJwt(path) ? ['access', 'refresh'] : ['accessToken', 'expiresIn', 'refreshToken', 'tokenType', 'user'],
    )
    let token = String(body.refresh ?? body.refreshToken)
    for (const next of groups.refresh) {
      const renewed = await post(clinic, next, { [tokenField(next)]: token })
      expect(renewed.status, `${path}, ${next}`).toBe(200)
      expect(await knows(clinic, String(renewed.body.access ?? renewed.body.accessToken))).toBe(200)
      token = String(renewed.body.refresh ?? renewed.body.refreshToken)
    }
    const guarded = await post(clinic, path, { email: withFactor.email, password: castPassword })
    expect(guarded.body, path).toEqual({ secondFactor: { challenge: expect.any(String), methods: ['totp'] } })
  }
})

test('[A39 part][C9 part] failures count together whichever path they come by, and the lock stands on all of them', async () => {
  const clinic = await openClinic()
  const place = from('198.51.100.7')
  for (const path of groups.login.slice(0, 5)) await post(clinic, path, { ...right, password: 'Wrong-1-Horse' }, place)
  for (const path of groups.login) {
    const answer = await post(clinic, path, right, place)
    expect(answer, path).toMatchObject({ status: 429, body: { code: 'SIGN_IN_LOCKED' } })
    expect(answer.headers.get('retry-after'), path).toMatch(/^\d+$/)
  }
})

/** The SimpleJWT form calls its one field otherwise; nothing else differs. */
function withoutField<T>(answer: T, path: string): T {
  return isJwt(path) ? JSON.parse(JSON.stringify(answer).replaceAll('"field":"refresh"', '"field":"refreshToken"')) : answer
}

async function raw(clinic: Clinic, path: string, body: string, type: string): Promise<Answer> {
  const response = await fetch(clinic.url + path, { method: 'POST', headers: { 'content-type': type }, body })
  return {
    status: response.status,
    headers: response.headers,
    body: JSON.parse(await response.text()),
    requestId: response.headers.get('x-request-id') ?? '',
  }
}

test('[A76] on both paths of the sign-in a program gets its tokens in the body and no cookie, a browser a cookie and no token, and whoever has a second factor a challenge before either', async () => {
  const clinic = await openClinic()
  const secret = await addGuarded(clinic)
  const ownPage = { origin: 'http://localhost:8080' }
  const program = await post(clinic, '/api/auth/login', right)
  expect(Object.keys((await post(clinic, '/auth/login', right)).body)).toEqual(Object.keys(program.body))
  const other = await post(clinic, '/auth/login', { ...right, cookie: true }, ownPage)
  expect(Object.keys(other.body).sort()).toEqual(['csrfToken', 'user'])
  const half = await post(clinic, '/auth/login', { email: withFactor.email, password: castPassword }, ownPage)
  expect([Object.keys(half.body), half.headers.getSetCookie()]).toEqual([['secondFactor'], []])
  expect(Object.keys(program.body).sort()).toEqual(['accessToken', 'expiresIn', 'refreshToken', 'tokenType', 'user'])
  expect(program.headers.getSetCookie()).toEqual([])
  const browser = await post(clinic, '/api/auth/login', { ...right, cookie: true }, ownPage)
  expect(Object.keys(browser.body).sort()).toEqual(['csrfToken', 'user'])
  expect(browser.headers.getSetCookie().some((cookie) => /^__Host-wardkeep=[^;]+;.*HttpOnly/.test(cookie))).toBe(true)
  expect(JSON.stringify(browser.body)).not.toMatch(/eyJ|refresh/i)
  for (const cookie of [undefined, true]) {
    const asked = await post(clinic, '/api/auth/login', { email: withFactor.email, password: castPassword, cookie }, ownPage)
    expect(Object.keys(asked.body)).toEqual(['secondFactor'])
    expect(asked.headers.getSetCookie()).toEqual([])
    clinic.clock.pass(60)
    const challenge = Object(asked.body.secondFactor).challenge
    const proof = { challenge, method: 'totp', code: codeAt(secret, clinic.clock.now()), cookie }
    const opened = await post(clinic, '/api/auth/second-factor', proof, ownPage)
    expect(Object.keys(opened.body).sort()).toEqual(Object.keys(cookie ? browser.body : program.body).sort())
    expect(opened.headers.getSetCookie().length > 0).toBe(cookie === true)
  }
})

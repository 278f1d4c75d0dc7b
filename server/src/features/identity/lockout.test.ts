import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { castPassword, drAna, drIdan, drOtto, max, paul, pia, rita } from '../../../tests/people.ts'
import { INSTALLATION_TENANT } from '../../security/vault/index.ts'
import {
  type Answer,
  addGuarded,
  alike,
  bearer,
  challengeOf,
  codeAt,
  eventsOf,
  from,
  fromElsewhere,
  post,
  withFactor,
} from './identity.fixture.ts'

const path = '/api/auth/login'
const wrongPassword = 'Wrong-Horse-7-Battery'
const locked = { status: 429, body: { code: 'SIGN_IN_LOCKED' } }
const wrong = { status: 401, body: { code: 'INVALID_CREDENTIALS' } }

/** Each from another address, so that the name alone is counted for. */
function guess(place: Pick<Clinic, 'url'>, login: string, password = wrongPassword): Promise<Answer> {
  return post(place, path, { login, password }, fromElsewhere())
}

async function guessOften(clinic: Clinic, login: string, times = 5): Promise<void> {
  for (let n = 0; n < times; n += 1) expect(await guess(clinic, login)).toMatchObject(wrong)
}

test('[B74 part][B79][F8][B311 part] after five wrong passwords even the right one is refused for an hour to the second, on every path, and then admitted', async () => {
  const clinic = await openClinic({ clock: stillClock() })
  await guessOften(clinic, pia.email)
  for (const place of [path, '/auth/login', '/api/auth/jwt/create', '/api/auth/jwt/create/']) {
    const answer = await post(clinic, place, { email: ` ${pia.email.toUpperCase()}`, password: castPassword }, fromElsewhere())
    expect(answer).toMatchObject(locked)
    expect(answer.headers.get('retry-after')).toBe('3600')
    expect(await eventsOf(clinic, answer.requestId)).toMatchObject([
      { action: 'session.signed-in', outcome: 'denied', reason: 'SIGN_IN_LOCKED', resource_id: clinic.who(pia).userId },
    ])
  }
  clinic.clock.pass(3599)
  const late = await guess(clinic, pia.email, castPassword)
  expect(late).toMatchObject(locked)
  expect(late.headers.get('retry-after')).toBe('1')
  expect((await guess(clinic, paul.email, castPassword)).status).toBe(200)
  clinic.clock.pass(1)
  expect((await guess(clinic, pia.email, castPassword)).status).toBe(200)
})

test('[B74 part] a name that nobody has locks, stays locked and opens exactly like one that somebody has, answer by answer and row by row', async () => {
  const clinic = await openClinic({ clock: stillClock() })
  const tell = async (login: string) => {
    const told = []
    for (const seconds of [0, 1, 1, 1, 1, 1, 60, 3538, 1, 1]) {
      clinic.clock.pass(seconds)
      told.push(alike(await guess(clinic, login)))
    }
    return told
  }
  const rows = () => clinic.sql('select (select count(*) from sign_in_attempts) as tries, (select count(*) from sign_in_locks) as locks')
  const known = await tell(pia.email)
  const left = await rows()
  await clinic.sql('truncate sign_in_attempts, sign_in_locks, sign_in_failed_names')
  expect(await tell('nobody@harbour.test')).toEqual(known)
  expect(await rows()).toEqual(left)
  expect(known.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429, 429, 429, 401, 401])
})

test('[B75][V6.3.1] the window slides, in one database for four processes and the one that is started after them: the fifth failure 299.9 seconds after the first locks, and 300.1 seconds after it does not; the lock stands 3,600 seconds and not one more', async () => {
  for (const [seconds, answer] of [
    [296.9, locked],
    [297.1, wrong],
  ] as const) {
    const clinic = await openClinic({ clock: stillClock() })
    const waits = [0, 1, 1, 1, seconds]
    for (const wait of waits) {
      clinic.clock.pass(wait)
      expect(await guess({ url: await clinic.another() }, pia.email)).toMatchObject(wrong)
    }
    expect(await guess({ url: await clinic.another() }, pia.email)).toMatchObject(answer)
    if (answer !== locked) continue
    clinic.clock.pass(3599)
    expect(await guess({ url: await clinic.another() }, pia.email, castPassword)).toMatchObject(locked)
    clinic.clock.pass(1)
    expect((await guess({ url: await clinic.another() }, pia.email, castPassword)).status).toBe(200)
  }
})

test('[B75 part][F8 part] five processes that guess at one account together are judged five times and not once more, whatever they send at once, and a new process knows of the lock', async () => {
  const clinic = await openClinic()
  const places = [clinic, ...(await Promise.all([1, 2, 3, 4].map(() => clinic.another()))).map((url) => ({ url }))]
  // Opens the connections of each.
  await Promise.all(places.flatMap((place) => [1, 2, 3].map(() => post(place, path, { login: paul.email, password: castPassword }))))
  const tries = places.flatMap((place) => Array.from({ length: 8 }, () => guess(place, drAna.email)))
  const answers = await Promise.all(tries)
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
  expect(answers.filter(({ body }) => body.code === 'SIGN_IN_LOCKED')).toHaveLength(35)
  expect(await clinic.events('account.locked')).toHaveLength(1)
  expect(await guess({ url: await clinic.another() }, drAna.email, castPassword)).toMatchObject(locked)
})

test('[B75 part] however many sign in rightly at once, through several processes and from one address, all are let in', async () => {
  const clinic = await openClinic()
  const places = [clinic, { url: await clinic.another() }]
  await post(clinic, path, { login: pia.email, password: wrongPassword })
  const tries = places.flatMap((place) => Array.from({ length: 10 }, () => post(place, path, { login: pia.email, password: castPassword })))
  expect((await Promise.all(tries)).map(({ status }) => status)).toEqual(Array(20).fill(200))
  expect(await clinic.sql(`select from sign_in_attempts where not failed`)).toEqual([])
})

test('a try whose process died before it was judged counts as a failure half a minute later, and no sooner stops anybody for good', async () => {
  const clinic = await openClinic({ clock: stillClock() })
  await guessOften(clinic, pia.email, 4)
  await clinic.sql('update sign_in_attempts set failed = false')
  clinic.clock.pass(31)
  expect(await guess(clinic, pia.email)).toMatchObject(wrong)
  expect(await guess(clinic, pia.email, castPassword)).toMatchObject(locked)
})

test('[B76][F8 part] a success clears the account’s counter, with a second factor only the right code does, and neither helps who signs in rightly between guesses at others', async () => {
  const clinic = await openClinic()
  await guessOften(clinic, pia.email, 4)
  expect((await guess(clinic, pia.email, castPassword)).status).toBe(200)
  await guessOften(clinic, pia.email, 4)
  expect((await guess(clinic, pia.email, castPassword)).status).toBe(200)

  const secret = await addGuarded(clinic)
  await guessOften(clinic, withFactor.email, 4)
  const challenge = await challengeOf(clinic)
  expect(await guess(clinic, withFactor.email)).toMatchObject(wrong)
  // The right password alone has cleared nothing: that was the fifth.
  expect(await guess(clinic, withFactor.email, castPassword)).toMatchObject(locked)
  await clinic.sql('truncate sign_in_locks, sign_in_attempts, sign_in_failed_names')
  await guessOften(clinic, withFactor.username, 4)
  const code = codeAt(secret, clinic.clock.now())
  expect((await post(clinic, '/api/auth/second-factor', { challenge, method: 'totp', code }, fromElsewhere())).status).toBe(200)
  await guessOften(clinic, withFactor.username, 4)
  expect((await guess(clinic, withFactor.email, castPassword)).status).toBe(200)

  const sprayer = from('203.0.113.7')
  for (const victim of [pia, drAna, drIdan, rita, drOtto]) {
    expect(await post(clinic, path, { login: victim.email, password: wrongPassword }, sprayer)).toMatchObject(wrong)
    const own = await post(clinic, path, { login: paul.email, password: castPassword }, sprayer)
    expect(own.status).toBe(victim === drOtto ? 429 : 200)
  }
})

test('[F9] the lock, its unlocking and its automatic end each leave one event; the end is written down once, by whoever comes by first', async () => {
  const clinic = await openClinic()
  const { tenantId, userId } = clinic.who(pia)
  await guessOften(clinic, pia.email)
  await guess(clinic, pia.email)
  const event = { tenant_id: tenantId, actor_role: 'system', outcome: 'allowed', resource_type: 'user', resource_id: userId }
  expect(await clinic.events('account.locked')).toMatchObject([{ ...event, rule: 'system:lockout:account' }])
  const unlocking = await post(clinic, `/api/users/${userId}/unlock`, undefined, bearer(await clinic.token(max)))
  expect(unlocking.status).toBe(204)
  expect(await eventsOf(clinic, unlocking.requestId)).toMatchObject([
    { action: 'account.unlocked', outcome: 'allowed', tenant_id: tenantId, actor_id: clinic.who(max).userId, resource_id: userId },
  ])
  expect((await guess(clinic, pia.email, castPassword)).status).toBe(200)
  await guessOften(clinic, pia.email)
  expect(await clinic.events('account.locked')).toHaveLength(2)
  expect(await clinic.events('account.lock-expired')).toEqual([])
  clinic.clock.pass(3601)
  const places = await Promise.all(Array.from({ length: 6 }, async () => ({ url: await clinic.another() })))
  // Opens the connections of each, so that all see the ended lock before one of them takes it away.
  await Promise.all(places.flatMap((place) => [1, 2, 3].map(() => guess(place, paul.email, castPassword))))
  await Promise.all(places.map((place) => guess(place, pia.email, castPassword)))
  expect(await clinic.events('account.lock-expired')).toMatchObject([event])

  await guessOften(clinic, 'nobody@harbour.test')
  clinic.clock.pass(3601)
  await guess(clinic, 'nobody@harbour.test')
  const nobodys = { tenant_id: INSTALLATION_TENANT, resource_id: null }
  expect((await clinic.events('account.locked'))[2]).toMatchObject(nobodys)
  expect((await clinic.events('account.lock-expired'))[1]).toMatchObject(nobodys)
})

test('[B73 part] what is kept of names, addresses and devices is a keyed hash, and nothing of it outlives its use by long', async () => {
  const clinic = await openClinic()
  await post(clinic, path, { login: pia.email, password: wrongPassword }, from('203.0.113.77'))
  const text = JSON.stringify(await clinic.sql('select a::text as row from sign_in_attempts a'))
  for (const word of [pia.email, '203.0.113', clinic.who(pia).userId]) expect(text).not.toContain(word)
  expect(await clinic.sql('select from sign_in_attempts')).toHaveLength(2)
  clinic.clock.pass(601)
  await guess(clinic, paul.email)
  expect(await clinic.sql('select from sign_in_attempts')).toHaveLength(2)
})

/** Stands until it is moved. */
function stillClock() {
  let at = Date.now()
  return {
    now: () => new Date(at),
    pass: (seconds: number) => {
      at += seconds * 1000
    },
  }
}

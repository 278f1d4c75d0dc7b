// The three doors that other systems know, as a stranger meets them: what a refusal costs is the same work, statement by statement, whoever was named.
import { expect, test } from 'vitest'
import { addGuarded, alike, eventsOf, from, fromElsewhere, post, withFactor } from '../src/features/identity/identity.fixture.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { castPassword, pia, rita } from './people.ts'
import { watched } from './statements.fixture.ts'

const signing = ['/auth/login', '/auth/login/', '/api/auth/login', '/api/auth/jwt/create', '/api/auth/jwt/create/']
const registering = ['/auth/register', '/api/auth/register', '/api/auth/register/']
const refreshing = ['/auth/refresh', '/api/auth/refresh', '/api/auth/jwt/refresh/']
const wrong = 'Wrong-Horse-7-Battery'
const unknown = 'nobody@harbour.test'

test('[A39-40][F7 part][T13 part] signing in, registering and refreshing are there on each of their paths, refuse what their schema does not name, leave their event, stop who guesses, and do and answer for a name that nobody has what they do and answer for somebody’s', async () => {
  const clinic = await openClinic()
  await addGuarded(clinic)
  await clinic.sql('update users set active = false where id = $1', [clinic.who(rita).userId])
  const known = [pia.email, rita.email, withFactor.email, withFactor.username]
  const statements = watched()
  const told = async (path: string, body: object) => {
    await clinic.sql('truncate sign_in_attempts, sign_in_locks, sign_in_tallies, sign_in_failed_names')
    statements.length = 0
    const answer = await post(clinic, path, body, from('203.0.113.9'))
    return { did: [...statements], answer }
  }
  for (const path of signing) {
    const fields = (name: string) => ({ [path.includes('jwt') || name.includes('@') ? 'email' : 'username']: name, password: wrong })
    const tries = [await told(path, fields(unknown)), await told(path, fields(unknown)), await told(path, fields(unknown))]
    const [nobody] = tries.toSorted((one, other) => one.did.length - other.did.length)
    if (nobody === undefined) throw new Error('nothing was asked')
    expect(nobody.answer.status, path).toBe(401)
    expect(nobody.did.length, path).toBeGreaterThan(5)
    for (const name of path.includes('jwt') ? known.slice(0, 3) : known) {
      let somebody = await told(path, fields(name))
      // The server’s own rounds may fall into one of them, but not into one after the other.
      for (let again = 0; again < 3 && somebody.did.length !== nobody.did.length; again += 1) somebody = await told(path, fields(name))
      expect(somebody.did, `${path} ${name}`).toEqual(nobody.did)
      expect(alike(somebody.answer), `${path} ${name}`).toEqual(alike(nobody.answer))
    }
    expect(await eventsOf(clinic, nobody.answer.requestId)).toMatchObject([{ action: 'session.signed-in', outcome: 'denied' }])
    await mustRefuseMore(clinic, path, fields(unknown))
    expect(await statusAfterFive(clinic, path, (n) => fields(`somebody${n}@harbour.test`)), path).toBe(429)
  }
  for (const path of registering) {
    const fields = (email: string) => ({ email, password: castPassword, displayName: 'N. Nord' })
    const [free, taken] = [
      await timed(() => told(path, fields(`n${path.length}@new.test`))),
      await timed(() => told(path, fields(pia.email))),
    ]
    expect(alike(free.value.answer), path).toEqual(alike(taken.value.answer))
    expect(free.value.answer.status, path).toBe(202)
    for (const { ms } of [free, taken]) expect(ms, path).toBeGreaterThan(240)
    for (const { value } of [free, taken])
      expect(await eventsOf(clinic, value.answer.requestId), path).toMatchObject([{ action: 'account.registered' }])
    await mustRefuseMore(clinic, path, fields('more@new.test'))
    expect(await statusAfterFive(clinic, path, (n) => fields(`s${n}${path.length}@new.test`)), path).toBe(429)
  }
  for (const path of refreshing) {
    const fields = { [path.includes('jwt') ? 'refresh' : 'refreshToken']: 'A'.repeat(43) }
    const { answer } = await told(path, fields)
    expect(answer, path).toMatchObject({ status: 401, body: { code: 'INVALID_CREDENTIALS' } })
    expect(await eventsOf(clinic, answer.requestId), path).toMatchObject([{ action: 'session.refreshed', outcome: 'denied' }])
    await mustRefuseMore(clinic, path, fields)
  }
}, 90_000)

async function mustRefuseMore(clinic: Clinic, path: string, fields: object): Promise<void> {
  for (const more of [{ ...fields, role: 'admin' }, {}]) expect((await post(clinic, path, more, fromElsewhere())).status, path).toBe(400)
}

async function statusAfterFive(clinic: Clinic, path: string, body: (n: number) => object): Promise<number> {
  const place = fromElsewhere()
  for (let n = 0; n < 5; n += 1) await post(clinic, path, body(n), place)
  return (await post(clinic, path, body(5), place)).status
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const begun = performance.now()
  return { value: await work(), ms: performance.now() - begun }
}

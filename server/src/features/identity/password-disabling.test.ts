import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { tokenIn } from '../../../tests/mail-server.ts'
import { castPassword, max, mira, paul, pia } from '../../../tests/people.ts'
import { INSTALLATION_TENANT } from '../../security/vault/index.ts'
import { type Answer, alike, bearer, browse, eventsOf, fromElsewhere, knows, pairOf, post, send } from './identity.fixture.ts'

const wrong = 'Wrong-Horse-7-Battery'
const chosen = 'Velvet-Tundra-4-Kayak'
const nobody = 'nobody@harbour.test'

test('[B74] five wrong passwords in five minutes lock a name for an hour, somebody’s or nobody’s, but not the owner’s own device; a hundred in a row, however slowly, leave the right one opening nothing until another is chosen', {
  timeout: 120_000,
}, async () => {
  const clinic = await openClinic()
  const { device } = await browse(clinic, paul)
  for (let tried = 1; tried <= 100; tried += 1) {
    const [known, unknown] = [await signIn(clinic, pia.email, wrong), await signIn(clinic, nobody, wrong)]
    expect([known.status, tried]).toEqual([401, tried])
    expect(alike(known)).toEqual(alike(unknown))
    if (tried % 5 > 0) continue
    const [locked, alikeLocked] = [await signIn(clinic, pia.email), await signIn(clinic, nobody)]
    expect(locked.status).toBe(429)
    expect(alike(withoutSecond(locked))).toEqual(alike(withoutSecond(alikeLocked)))
    clinic.clock.pass(3601)
  }
  for (let tried = 0; tried < 5; tried += 1) await signIn(clinic, paul.email, wrong)
  expect((await signIn(clinic, paul.email)).status).toBe(429)
  expect((await signIn(clinic, paul.email, castPassword, { cookie: device })).status).toBe(200)

  const [right, noOne] = [await signIn(clinic, pia.email), await signIn(clinic, nobody)]
  expect(right).toMatchObject({ status: 401, body: { code: 'INVALID_CREDENTIALS' } })
  expect(alike(right)).toEqual(alike(noOne))
  const { tenantId, userId } = clinic.who(pia)
  expect(await clinic.events('password.disabled')).toMatchObject([
    { tenant_id: tenantId, resource_id: userId, actor_role: 'system', outcome: 'allowed' },
    { tenant_id: INSTALLATION_TENANT, resource_id: null, actor_role: 'system', outcome: 'allowed' },
  ])
  expect(await clinic.sql(`select user_id from mails where template = 'password-disabled'`)).toEqual([{ user_id: userId }])
  await recover(clinic)
  expect((await signIn(clinic, pia.email)).status).toBe(401)
  expect((await signIn(clinic, pia.email, chosen)).status).toBe(200)
})

test('[B74 part] a right password begins the row anew, and so does another one; wrong ones inside a session count in the same row; of many that come together the hundredth disables once', async () => {
  const clinic = await openClinic({ poolSize: 10 })
  const inARow = (failures: number) => clinic.sql('update sign_in_tallies set failures = $1', [failures])
  const counted = async () => (await clinic.sql('select failures from sign_in_tallies')).map(({ failures }) => failures)
  const session = await pairOf(clinic, pia)
  await signIn(clinic, pia.email, wrong)
  await inARow(98)
  const inside = await post(clinic, '/api/auth/step-up', { method: 'password', password: wrong }, bearer(session.accessToken))
  expect([inside.status, await counted()]).toEqual([401, [99]])
  expect((await signIn(clinic, pia.email)).status).toBe(200)
  expect(await counted()).toEqual([])
  await signIn(clinic, pia.email, wrong)
  await inARow(50)
  await recover(clinic)
  expect(await counted()).toEqual([])

  await signIn(clinic, pia.email, wrong)
  await inARow(97)
  await clinic.sql('truncate sign_in_attempts')
  const together = await Promise.all(Array.from({ length: 4 }, () => signIn(clinic, pia.email, wrong)))
  expect(together.map(({ status }) => status)).toEqual(Array(4).fill(401))
  expect(await clinic.events('password.disabled')).toHaveLength(1)
  expect((await signIn(clinic, pia.email, chosen)).status).toBe(401)
})

test('[V6.2.10] nobody has to change a password because it is old; one that an administrator knows to be unsafe opens nothing from then on, ends every session, and another has to be chosen', async () => {
  const clinic = await openClinic()
  clinic.clock.pass(2 * 365 * 86_400)
  const { device } = await browse(clinic, pia)
  const old = await pairOf(clinic, pia)
  const { userId: id } = clinic.who(pia)
  const asMax = bearer(await clinic.token(max))
  const disable = (of: string, headers = asMax) => send(clinic, 'POST', `/api/users/${of}/password-disabling`, { headers })
  expect((await disable(id, bearer(await clinic.token(mira)))).status).toBe(404)
  expect(await disable(clinic.who(max).userId)).toMatchObject({ status: 409, body: { code: 'OWN_ACCOUNT' } })
  expect(await knows(clinic, old.accessToken)).toBe(200)
  const done = await disable(id)
  expect(done.status).toBe(204)
  expect(await eventsOf(clinic, done.requestId)).toMatchObject([
    { action: 'password.disabled', outcome: 'allowed', actor_id: clinic.who(max).userId, resource_id: id },
    { action: 'session.revoked' },
    { action: 'session.revoked' },
  ])
  expect(await disable(id)).toMatchObject({ status: 409, body: { code: 'PASSWORD_MISSING' } })
  expect(await knows(clinic, old.accessToken)).toBe(401)
  const right = await signIn(clinic, pia.email, castPassword, { cookie: device })
  expect(alike(right)).toEqual(alike(await signIn(clinic, pia.email, wrong, { cookie: device })))
  expect(right.status).toBe(401)
  await recover(clinic)
  expect((await signIn(clinic, pia.email, chosen)).status).toBe(200)
})

function signIn(clinic: Clinic, login: string, password = castPassword, headers: Record<string, string> = {}) {
  return post(clinic, '/api/auth/login', { login, password }, { ...fromElsewhere(), ...headers })
}

/** Two answers that were asked for one after the other may lie a second apart in what they say of the wait. */
function withoutSecond(answer: Answer): Answer {
  const headers = new Headers(answer.headers)
  headers.set('retry-after', Number(headers.get('retry-after')) > 3590 ? 'an hour' : 'less')
  return { ...answer, headers }
}

/** Pia chooses another password by the link that she asks for. */
async function recover(clinic: Clinic): Promise<void> {
  await post(clinic, '/api/auth/password/forgot', { login: pia.email }, fromElsewhere())
  const { items } = await (await clinic.as(max)).listMailbox({ query: { limit: 100 } })
  const link = items.find(({ to, template }) => to === pia.email && template === 'reset')
  const body = { token: tokenIn(link?.text ?? ''), password: chosen }
  expect((await post(clinic, '/api/auth/password/reset', body, fromElsewhere())).status).toBe(200)
}

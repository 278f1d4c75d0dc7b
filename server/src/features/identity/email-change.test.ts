import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { tokenIn } from '../../../tests/mail-server.ts'
import { castPassword, drOtto, max, paul, pia } from '../../../tests/people.ts'
import { bearer, knows, pairOf, post } from './identity.fixture.ts'

const ask = '/api/auth/email/change'
const confirm = '/api/auth/email/change/confirmation'
const undo = '/api/auth/email/change/undo'
const next = 'pia-new@harbour.test'

test('[A72 part] an address changes once its owner follows the link in the new mailbox, and the old one hears of it and can take it back', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, pia)
  const wrong = await post(clinic, ask, { email: next, currentPassword: 'Wrong-Horse-7-Battery' }, bearer(accessToken))
  expect([wrong.status, wrong.body.code]).toEqual([401, 'INVALID_CREDENTIALS'])
  expect((await post(clinic, ask, { email: next, currentPassword: castPassword }, bearer(accessToken))).status).toBe(202)
  expect(await signIn(clinic, pia.email)).toBe(200)
  expect(await signIn(clinic, next)).toBe(401)

  const token = await tokenFor(clinic, next)
  expect(await post(clinic, undo, { token })).toMatchObject({ status: 404, body: { code: 'LINK_UNKNOWN' } })
  expect(await post(clinic, confirm, { token })).toMatchObject({ status: 200, body: { status: 'changed' } })
  expect(await post(clinic, confirm, { token })).toMatchObject({ status: 410, body: { code: 'LINK_USED' } })
  expect([await signIn(clinic, next), await signIn(clinic, pia.email), await knows(clinic, accessToken)]).toEqual([200, 401, 200])
  expect(await (await clinic.as({ ...pia, email: next })).me()).toMatchObject({ email: next })

  // Nobody can take the old address meanwhile, so that the way back stays open.
  await post(clinic, '/api/auth/register', { email: pia.email, password: 'Velvet-Tundra-4-Kayak', displayName: 'Taker' })
  expect((await post(clinic, '/api/auth/login', { login: pia.email, password: 'Velvet-Tundra-4-Kayak' })).status).toBe(401)

  clinic.clock.pass(3 * 86_400 - 60)
  const old = await tokenFor(clinic, pia.email)
  expect(await post(clinic, undo, { token: old })).toMatchObject({ status: 410, body: { code: 'LINK_EXPIRED' } })
  expect((await post(clinic, '/api/auth/link/renewal', { token: old })).status).toBe(202)
  const back = await tokenFor(clinic, pia.email)
  const taken = await post(clinic, undo, { token: back })
  expect(taken).toMatchObject({ status: 200, body: { status: 'undone' } })
  expect([await signIn(clinic, next), await signIn(clinic, pia.email), await knows(clinic, accessToken)]).toEqual([401, 401, 401])
  expect(await post(clinic, undo, { token: back })).toMatchObject({ status: 410, body: { code: 'LINK_USED' } })

  await post(clinic, '/api/auth/password/forgot', { login: pia.email })
  const chosen = 'Velvet-Tundra-4-Kayak'
  expect((await post(clinic, '/api/auth/password/reset', { token: await tokenFor(clinic, pia.email), password: chosen })).status).toBe(200)
  expect(await signIn(clinic, pia.email, chosen)).toBe(200)
  const acts = (await clinic.events()).map(({ action, outcome }) => `${action} ${outcome}`)
  expect(acts).toEqual(
    expect.arrayContaining([
      'email.change-asked denied',
      'email.change-asked allowed',
      'email.changed allowed',
      'email.change-undone allowed',
    ]),
  )
})

test('asking for an address that another account has, here or elsewhere, is answered and mailed like any other, and only its owner is told', async () => {
  const clinic = await openClinic()
  for (const email of [paul.email, drOtto.email]) {
    const { accessToken } = await pairOf(clinic, pia)
    expect(await post(clinic, ask, { email, currentPassword: castPassword }, bearer(accessToken))).toMatchObject({
      status: 202,
      body: { status: 'accepted' },
    })
    expect(await post(clinic, confirm, { token: await tokenFor(clinic, email) })).toMatchObject({
      status: 409,
      body: { code: 'ACCOUNT_EXISTS' },
    })
  }
  expect([await signIn(clinic, pia.email), await signIn(clinic, paul.email)]).toEqual([200, 200])
})

test('a link to confirm an address stands for ten minutes, gives way to a newer one, is followed once by eight at once, and five are mailed in an hour', async () => {
  const clinic = await openClinic({ poolSize: 12 })
  const { accessToken } = await pairOf(clinic, pia)
  const send = (email: string) => post(clinic, ask, { email, currentPassword: castPassword }, bearer(accessToken))
  await send('one@harbour.test')
  await send('two@harbour.test')
  expect(await post(clinic, confirm, { token: await tokenFor(clinic, 'one@harbour.test') })).toMatchObject({
    status: 410,
    body: { code: 'LINK_REPLACED' },
  })
  const token = await tokenFor(clinic, 'two@harbour.test')
  const answers = await Promise.all(Array.from({ length: 8 }, () => post(clinic, confirm, { token })))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(410)])
  for (const n of [3, 4, 5, 6]) expect((await send(`n${n}@harbour.test`)).status).toBe(202)
  expect(await mailsTo(clinic, 'n6@harbour.test')).toEqual([])
  const late = await tokenFor(clinic, 'n5@harbour.test')
  clinic.clock.pass(601)
  expect(await post(clinic, confirm, { token: late })).toMatchObject({ status: 410, body: { code: 'LINK_EXPIRED' } })
})

async function signIn(clinic: Clinic, login: string, password = castPassword): Promise<number> {
  return (await post(clinic, '/api/auth/login', { login, password })).status
}

async function tokenFor(clinic: Clinic, address: string): Promise<string> {
  return tokenIn((await mailsTo(clinic, address))[0]?.text ?? '')
}

async function mailsTo(clinic: Clinic, address: string) {
  const { items } = await (await clinic.as(max)).listMailbox({ query: { limit: 100 } })
  return items.filter(({ to }) => to === address)
}

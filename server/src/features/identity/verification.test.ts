import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { openMailServer, tokenIn } from '../../../tests/mail-server.ts'
import { castPassword, max, paul, pia } from '../../../tests/people.ts'
import { alike, eventsOf, fromElsewhere, post, send } from './identity.fixture.ts'

const nora = { email: 'nora@example.test', password: 'A-new-Pass7-for-me', displayName: 'N. Nord', language: 'ru' }
const verify = '/api/auth/email/verification'
const again = '/api/auth/email/verification-link'

test('[F10][A115-117 part] in production who registers signs in only after a link that was mailed to the address is followed, which works once', async () => {
  const { clinic, server } = await openProduction()
  const registered = await post(clinic, '/api/auth/register', nora)
  expect(registered).toMatchObject({ status: 202, body: { status: 'accepted' } })
  const { mail, to } = await server.next(nora.email)
  expect([to, mail.subject]).toEqual([[nora.email], 'Подтвердите адрес электронной почты'])

  for (const path of ['/api/auth/login', '/auth/login', '/api/auth/jwt/create']) {
    const early = await post(clinic, path, { email: nora.email, password: nora.password })
    expect(early, path).toMatchObject({ status: 403, body: { code: 'EMAIL_UNVERIFIED' } })
    const [event] = await eventsOf(clinic, early.requestId)
    expect(event).toMatchObject({ outcome: 'denied', reason: 'EMAIL_UNVERIFIED' })
    // Who does not know the password is told nothing of it.
    const wrong = await post(clinic, path, { email: nora.email, password: castPassword }, fromElsewhere())
    const nobodys = await post(clinic, path, { email: 'none@example.test', password: castPassword }, fromElsewhere())
    expect(alike(wrong)).toEqual(alike(nobodys))
  }
  expect(await clinic.sql('select id from sessions')).toEqual([])

  const token = tokenIn(mail.text ?? '')
  const verified = await post(clinic, verify, { token })
  expect(verified).toMatchObject({ status: 200, body: { status: 'verified' } })
  expect(verified.headers.get('set-cookie')).toBeNull()
  expect(await eventsOf(clinic, verified.requestId)).toMatchObject([
    { action: 'email.verified', outcome: 'allowed', actor_id: expect.any(String), resource_type: 'user' },
  ])
  expect(await signIn(clinic)).toBe(200)
  expect(await post(clinic, verify, { token })).toMatchObject({ status: 410, body: { code: 'LINK_USED' } })
})

test('[A115-117] a link to confirm an address stands for ten minutes, gives way to a newer one, and confirms the one address it was mailed to', async () => {
  const { clinic, server } = await openProduction()
  const omri = { ...nora, email: 'omri@example.test' }
  for (const person of [nora, omri]) await post(clinic, '/api/auth/register', person)
  const first = tokenIn((await server.next(nora.email)).mail.text ?? '')
  const foreign = tokenIn((await server.next(omri.email)).mail.text ?? '')
  clinic.clock.pass(600)
  expect(await post(clinic, verify, { token: first })).toMatchObject({ status: 410, body: { code: 'LINK_EXPIRED' } })
  expect(await post(clinic, '/api/auth/password/reset', { token: first, password: 'Velvet-Tundra-4-Kayak' })).toMatchObject({
    status: 404,
    body: { code: 'LINK_UNKNOWN' },
  })
  await post(clinic, again, { login: nora.email })
  const second = tokenIn((await server.next(nora.email)).mail.text ?? '')
  await post(clinic, again, { login: nora.email })
  const third = tokenIn((await server.next(nora.email)).mail.text ?? '')
  expect(await post(clinic, verify, { token: second })).toMatchObject({ status: 410, body: { code: 'LINK_REPLACED' } })
  expect(await post(clinic, verify, { token: foreign })).toMatchObject({ status: 410, body: { code: 'LINK_EXPIRED' } })
  expect(await signIn(clinic)).toBe(403)
  const answers = await Promise.all(Array.from({ length: 6 }, () => post(clinic, verify, { token: third })))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410, 410, 410])
  expect(await signIn(clinic)).toBe(200)
  expect(await signIn(clinic, omri)).toBe(403)
})

test('[A115-117 part] another link is asked for with one answer, and mailed only to who has an account and has not confirmed it', async () => {
  const { clinic } = await openProduction()
  await post(clinic, '/api/auth/register', nora)
  const answers = []
  for (const login of [nora.email, pia.email, 'none@example.test']) answers.push(alike(await post(clinic, again, { login })))
  expect(answers[1]).toEqual(answers[0])
  expect(answers[2]).toEqual(answers[0])
  const real = await clinic.sql(`select template from mails where state <> 'nobody'`)
  expect(real).toEqual(Array(2).fill({ template: 'verification' }))
})

test('[B80 part] whoever has the address already hears of a registration by mail, once an hour, and nobody else does', async () => {
  const { clinic, server } = await openProduction()
  const free = await post(clinic, '/api/auth/register', nora)
  for (const email of [pia.email, pia.email.toUpperCase(), pia.email]) {
    expect(alike(await post(clinic, '/api/auth/register', { ...nora, email }))).toEqual(alike(free))
  }
  const { mail } = await server.next(pia.email)
  expect(mail.subject).toBe('כבר יש לך חשבון')
  expect(mail.text).not.toContain('token')
  expect(await clinic.sql(`select id from mails where template = 'already-registered'`)).toHaveLength(1)
  expect((await post(clinic, '/api/auth/login', { login: pia.email, password: castPassword })).status).toBe(200)
})

test('a password that was chosen by a mailed link has proven the address as well', async () => {
  const { clinic, server } = await openProduction()
  await post(clinic, '/api/auth/register', nora)
  await server.next(nora.email)
  await post(clinic, '/api/auth/password/forgot', { email: nora.email })
  const token = tokenIn((await server.next(nora.email)).mail.text ?? '')
  const password = 'Velvet-Tundra-4-Kayak'
  expect((await post(clinic, '/api/auth/password/reset', { token, password })).status).toBe(200)
  expect(await signIn(clinic, { ...nora, password })).toBe(200)
})

test('in the demo one signs in before the address is confirmed; production has no mailbox, and without a mail server takes nobody in', async () => {
  const demo = await openClinic()
  await post(demo, '/api/auth/register', nora)
  expect(await signIn(demo)).toBe(200)
  const { clinic } = await openProduction()
  const headers = { authorization: `Bearer ${await clinic.token(max)}` }
  expect((await send(clinic, 'GET', '/api/mailbox', { headers })).status).toBe(404)
  expect((await send(clinic, 'GET', '/openapi.json')).body.paths).not.toHaveProperty('/api/mailbox')
  expect((await send(clinic, 'GET', '/api/about')).body).toMatchObject({ mail: 'sent', registration: true })

  const silent = await openClinic({ profile: 'production' })
  expect((await send(silent, 'GET', '/api/about')).body).toMatchObject({ mail: 'none', registration: false })
  const asked = await post(silent, '/api/auth/password/forgot', { login: paul.email })
  expect(asked).toMatchObject({ status: 202, body: { status: 'accepted' } })
  expect(await eventsOf(silent, asked.requestId)).toMatchObject([{ outcome: 'denied', reason: 'FORBIDDEN' }])
  expect(await silent.sql('select id from mails')).toEqual([])
})

async function openProduction() {
  const server = await openMailServer()
  const clinic = await openClinic({ profile: 'production', mail: { smtpUrl: server.url, from: 'clinic@wardkeep.test' } })
  return { clinic, server }
}

async function signIn(clinic: Clinic, { email, password }: { email: string; password: string } = nora): Promise<number> {
  return (await post(clinic, '/api/auth/login', { login: email, password })).status
}

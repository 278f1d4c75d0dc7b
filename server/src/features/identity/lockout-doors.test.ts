import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { tokenIn } from '../../../tests/mail-server.ts'
import { castPassword, drAna, max, paul, pia } from '../../../tests/people.ts'
import { newSecret } from '../../security/vault/index.ts'
import { addGuarded, alike, bearer, browse, challengeOf, codeAt, eventsOf, from, fromElsewhere, pairOf, post } from './identity.fixture.ts'

const locked = { status: 429, body: { code: 'SIGN_IN_LOCKED' } }
const wrong = { status: 401, body: { code: 'INVALID_CREDENTIALS' } }
const wrongPassword = 'Wrong-Horse-7-Battery'
const here = from('203.0.113.20')

test('[B80 part] of a burst of registrations five from an address and five of one e-mail address are taken, whatever is true of them, and the answer tells nothing else', async () => {
  for (const taken of [true, false]) {
    const clinic = await openClinic()
    const answers = []
    for (let n = 0; n < 7; n += 1) answers.push(await register(clinic, taken ? pia.email : `new${n}@example.test`, here))
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202, 429, 429])
    expect(answers[5]).toMatchObject(locked)
    expect(answers[5]?.headers.get('retry-after')).toBe('3600')
    expect((await register(clinic, 'another@example.test', from('203.0.113.21'))).status).toBe(202)
    expect((await post(clinic, '/api/auth/login', { login: pia.email, password: castPassword }, here)).status).toBe(200)
  }
  const clinic = await openClinic()
  const own = []
  for (let n = 0; n < 6; n += 1) own.push(alike(await register(clinic, drAna.email, fromElsewhere())))
  const nobodys = []
  for (let n = 0; n < 6; n += 1) nobodys.push(alike(await register(clinic, 'free@example.test', fromElsewhere())))
  expect(own).toEqual(nobodys)
  expect(own.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202, 429])
})

test('[B80 part] more devices of one user are no more registrations, and those of a ward are counted for who is known there', async () => {
  const clinic = await openClinic()
  for (let n = 0; n < 5; n += 1) {
    const { device } = await browse(clinic, paul)
    expect((await register(clinic, `new${n}@example.test`, { ...fromElsewhere(), cookie: device })).status).toBe(202)
  }
  const { device } = await browse(clinic, paul)
  expect(await register(clinic, 'new6@example.test', { ...fromElsewhere(), cookie: device })).toMatchObject(locked)
  for (let n = 7; n < 12; n += 1) await register(clinic, `new${n}@example.test`, here)
  expect(await register(clinic, 'new12@example.test', here)).toMatchObject(locked)
  const desk = (await browse(clinic, drAna)).device
  expect((await register(clinic, 'new13@example.test', { ...here, cookie: desk })).status).toBe(202)
})

test('[B81][B15] five wrong codes lock the second factor, under whatever challenge and through however many processes, and a right code clears the count', async () => {
  const clinic = await openClinic()
  const secret = await addGuarded(clinic)
  const give = async (code: string) =>
    post(clinic, '/api/auth/second-factor', { challenge: await challengeOf(clinic), method: 'totp', code }, fromElsewhere())
  const right = () => codeAt(secret, clinic.clock.now())
  const other = () => (right() === '000000' ? '000001' : '000000')
  for (let n = 0; n < 4; n += 1) expect(await give(other())).toMatchObject(wrong)
  expect((await give(right())).status).toBe(200)
  clinic.clock.pass(60)
  const places = [clinic, { url: await clinic.another() }, { url: await clinic.another() }]
  const challenges = await Promise.all(Array.from({ length: 30 }, () => challengeOf(clinic)))
  const code = other()
  const burst = await Promise.all(
    challenges.map((challenge, n) =>
      post(places[n % 3] ?? clinic, '/api/auth/second-factor', { challenge, method: 'totp', code }, fromElsewhere()),
    ),
  )
  expect(burst.filter(({ status }) => status === 401)).toHaveLength(5)
  expect(burst.filter(({ status }) => status === 429)).toHaveLength(25)
  expect(await give(right())).toMatchObject(locked)
  clinic.clock.pass(3601)
  expect((await give(right())).status).toBe(200)
})

test('[B79 part] five wrong proofs inside a session lock further ones there, a change of the password with them, and leave the door open', async () => {
  const clinic = await openClinic()
  const headers = bearer((await pairOf(clinic, pia)).accessToken)
  for (let n = 0; n < 3; n += 1) {
    expect(await post(clinic, '/api/auth/step-up', { method: 'password', password: wrongPassword }, headers)).toMatchObject(wrong)
  }
  const change = { currentPassword: wrongPassword, newPassword: 'Velvet-Tundra-4-Kayak' }
  for (let n = 0; n < 2; n += 1) expect(await post(clinic, '/api/auth/password/change', change, headers)).toMatchObject(wrong)
  const answer = await post(clinic, '/api/auth/step-up', { method: 'password', password: castPassword }, headers)
  expect(answer).toMatchObject(locked)
  expect(await eventsOf(clinic, answer.requestId)).toMatchObject([
    { action: 'session.proven', outcome: 'denied', reason: 'SIGN_IN_LOCKED', actor_id: clinic.who(pia).userId },
  ])
  expect(await post(clinic, '/api/auth/password/change', { ...change, currentPassword: castPassword }, headers)).toMatchObject(locked)
  expect((await post(clinic, '/api/auth/login', { login: pia.email, password: castPassword })).status).toBe(200)
  clinic.clock.pass(3601)
  const later = bearer((await pairOf(clinic, pia)).accessToken)
  expect((await post(clinic, '/api/auth/step-up', { method: 'password', password: castPassword }, later)).status).toBe(200)
})

test('[B82 part][V6.6.3] five links of 256 bits asked for, or guessed at, lock the address for more, and for nothing else', async () => {
  const clinic = await openClinic()
  for (const login of [pia.email, 'nobody@harbour.test', paul.email, pia.email, 'nobody'])
    expect((await post(clinic, '/api/auth/password/forgot', { login }, here)).status).toBe(202)
  for (const login of [drAna.email, 'nobody'])
    expect(await post(clinic, '/api/auth/password/forgot', { login }, here)).toMatchObject(locked)
  expect(await post(clinic, '/api/auth/email/verification-link', { login: pia.email }, here)).toMatchObject(locked)
  expect((await post(clinic, '/api/auth/login', { login: pia.email, password: castPassword }, here)).status).toBe(200)
  expect(Buffer.from(newSecret(), 'base64url')).toHaveLength(32)
  const elsewhere = from('203.0.113.21')
  for (let n = 0; n < 5; n += 1) {
    const guess = await post(clinic, '/api/auth/password/reset', { token: `guess-${n}`, password: 'Velvet-Tundra-4-Kayak' }, elsewhere)
    expect(guess).toMatchObject({ status: 404, body: { code: 'LINK_UNKNOWN' } })
  }
  expect(await post(clinic, '/api/auth/email/verification', { token: 'guess' }, elsewhere)).toMatchObject(locked)
})

test('[B82 part] whoever guesses at the link of an invitation or of a changed address is stopped like whoever guesses at a reset link, and a link that once led somewhere is no guess', async () => {
  const clinic = await openClinic()
  const doors = ['/api/invitations/acceptance', '/api/auth/email/change/confirmation', '/api/auth/email/change/undo']
  const follow = (path: string, token: string, headers: Record<string, string>) =>
    post(clinic, path, { token, ...(path.includes('invitations') && { password: 'Velvet-Tundra-4-Kayak' }) }, headers)
  for (const [n, path] of doors.entries()) {
    const headers = from(`203.0.113.${30 + n}`)
    for (let tried = 0; tried < 5; tried += 1)
      expect(await follow(path, `guess-${tried}`, headers)).toMatchObject({ status: 404, body: { code: 'LINK_UNKNOWN' } })
    for (const door of [...doors, '/api/auth/email/verification']) expect(await follow(door, 'guess', headers), door).toMatchObject(locked)
    expect((await post(clinic, '/api/auth/login', { login: pia.email, password: castPassword }, headers)).status).toBe(200)
  }
  const admin = await clinic.as(max)
  const { id } = await admin.invite({ body: { email: 'late@harbour.test', displayName: 'Late', role: 'auditor' } })
  const { items } = await admin.listMailbox({ query: {} })
  const token = tokenIn(items.find(({ to }) => to === 'late@harbour.test')?.text ?? '')
  await admin.withdrawInvitation({ params: { id } })
  for (let n = 0; n < 7; n += 1) expect((await follow(doors[0] ?? '', token, from('203.0.113.40'))).status).toBe(410)
  expect(await clinic.events('account.locked')).toHaveLength(3)
})

function register(clinic: Clinic, email: string, headers: Record<string, string>) {
  return post(clinic, '/api/auth/register', { email, password: 'A-new-Pass7-for-me', displayName: 'N. Nord' }, headers)
}

import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { paul, pia } from '../../../tests/people.ts'
import { bearer, challengeFor, enrol, eventsOf, pairOf, post, racing, send } from './identity.fixture.ts'

const refused = { status: 401, body: { code: 'INVALID_CREDENTIALS' } }
const second = '/api/auth/second-factor'

test('[B14 part] a recovery code opens one session of level two, once, however it is typed; its use is told to the owner and to the journal', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, pia)
  const { codes } = await enrol(clinic, accessToken)
  const [first = '', next = ''] = codes
  const { challenge } = await challengeFor(clinic, pia)
  const opened = await post(clinic, second, { challenge, method: 'recovery', code: first })
  expect(opened).toMatchObject({ status: 200, body: { user: { assurance: 2 } } })
  expect(await eventsOf(clinic, opened.requestId)).toMatchObject([
    { action: 'session.second-factor', outcome: 'allowed', actor_id: clinic.who(pia).userId },
    { action: 'recovery-code.used', outcome: 'allowed', actor_id: clinic.who(pia).userId },
  ])
  expect(await clinic.sql(`select state from mails where template = 'recovery-code-used'`)).toEqual([{ state: 'waiting' }])

  const again = await challengeFor(clinic, pia)
  expect(await post(clinic, second, { challenge: again.challenge, method: 'recovery', code: first })).toMatchObject(refused)
  const typed = ` ${next.replaceAll('-', ' ').toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')} `
  expect((await post(clinic, second, { challenge: again.challenge, method: 'recovery', code: typed })).status).toBe(200)
  const factors = await send(clinic, 'GET', '/api/auth/factors', { headers: bearer(accessToken) })
  expect(factors.body).toMatchObject({ recoveryCodes: { left: 8 } })
})

test('of twenty uses of one recovery code at once, at two servers, one opens a session', async () => {
  const clinic = await openClinic()
  const { codes } = await enrol(clinic, (await pairOf(clinic, pia)).accessToken)
  const other = { ...clinic, url: await clinic.another() }
  const challenges = await Promise.all(Array.from({ length: 20 }, () => challengeFor(clinic, pia)))
  const use =
    ({ challenge }: { challenge: string }, n: number) =>
    () =>
      post(n % 2 === 0 ? clinic : other, second, { challenge, method: 'recovery', code: codes[0] })
  const answers = await racing(clinic, 'recovery_codes', challenges.map(use), 2)
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
  expect(answers.filter((answer) => [401, 429].includes(answer.status))).toHaveLength(19)
})

test('new recovery codes end the old, and a code of one account opens nothing of another', async () => {
  const clinic = await openClinic()
  const [piaToken, paulToken] = [(await pairOf(clinic, pia)).accessToken, (await pairOf(clinic, paul)).accessToken]
  const [ofPia] = [await enrol(clinic, piaToken), await enrol(clinic, paulToken)]
  const made = await post(clinic, '/api/auth/recovery-codes', undefined, bearer(piaToken))
  expect(made.status).toBe(201)
  const codes = Array.isArray(made.body.recoveryCodes) ? made.body.recoveryCodes.map(String) : []
  expect(new Set([...codes, ...ofPia.codes]).size).toBe(20)
  const { challenge } = await challengeFor(clinic, pia)
  expect(await post(clinic, second, { challenge, method: 'recovery', code: ofPia.codes[0] })).toMatchObject(refused)
  const others = await challengeFor(clinic, paul)
  expect(await post(clinic, second, { challenge: others.challenge, method: 'recovery', code: codes[0] })).toMatchObject(refused)
  expect((await post(clinic, second, { challenge, method: 'recovery', code: codes[0] })).status).toBe(200)
})

test('without a code left the method is not offered, and a shape that no authenticator shows costs no try', async () => {
  const clinic = await openClinic()
  await enrol(clinic, (await pairOf(clinic, pia)).accessToken)
  await clinic.sql('update recovery_codes set used_at = made_at')
  const { challenge, methods } = await challengeFor(clinic, pia)
  expect(methods).toEqual(['totp'])
  for (let n = 0; n < 6; n += 1) {
    expect(await post(clinic, second, { challenge, method: 'totp', code: 'ABCD-EFGH' })).toMatchObject({ status: 400 })
  }
  expect(await clinic.sql('select max(tries) as tries from sign_in_challenges')).toEqual([{ tries: 0 }])
})

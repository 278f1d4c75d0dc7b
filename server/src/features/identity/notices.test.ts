import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { tokenIn } from '../../../tests/mail-server.ts'
import { castPassword, max, pia } from '../../../tests/people.ts'
import { Authenticator } from './authenticator.fixture.ts'
import { bearer, challengeFor, codeAt, enrol, pairOf, post, send } from './identity.fixture.ts'

const next = 'pia-new@harbour.test'
const chosen = 'Velvet-Tundra-4-Kayak'

test('[V6.3.7] whatever changes what somebody proves themselves with is told to their mailbox, and of another address both the old one and the new one hear', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, pia)
  const headers = bearer(accessToken)
  const told: Record<string, string[]> = {}
  const after = async <T>(act: string, work: () => Promise<T>): Promise<T> => {
    const before = (await mails(clinic)).length
    const done = await work()
    told[act] = (await mails(clinic))
      .toReversed()
      .slice(before)
      .toReversed()
      .map(({ to, template }) => `${template} ${to}`)
    return done
  }
  const { secret, codes } = await after('an app set up', () => enrol(clinic, accessToken))
  const key = new Authenticator()
  const begun = await post(clinic, '/api/auth/passkeys/registration', undefined, headers)
  const credential = key.create({ challenge: String(begun.body.challenge) })
  const made = await after('a passkey registered', () => post(clinic, '/api/auth/passkeys', { name: 'Key', credential }, headers))
  const { id } = Object(made.body.passkey)
  await after('a passkey removed', () => send(clinic, 'DELETE', `/api/auth/passkeys/${id}`, { headers }))
  await after('new recovery codes', () => post(clinic, '/api/auth/recovery-codes?keepSessions=true', undefined, headers))
  expect(codes).toHaveLength(10)
  clinic.clock.pass(60)
  const { challenge } = await challengeFor(clinic, pia)
  const code = codeAt(secret, clinic.clock.now())
  expect((await post(clinic, '/api/auth/second-factor', { challenge, method: 'totp', code })).status).toBe(200)
  await after('the app removed', () => send(clinic, 'DELETE', '/api/auth/totp', { headers }))

  await post(clinic, '/api/auth/password/forgot', { login: pia.email })
  const reset = { token: tokenIn((await mails(clinic))[0]?.link ?? ''), password: chosen }
  await after('a reset', () => post(clinic, '/api/auth/password/reset', reset))
  const again = await post(clinic, '/api/auth/login', { login: pia.email, password: chosen })
  const fresh = bearer(String(again.body.accessToken))
  await after('another password', () =>
    post(clinic, '/api/auth/password/change', { currentPassword: chosen, newPassword: castPassword }, fresh),
  )
  const last = bearer((await pairOf(clinic, pia)).accessToken)
  await post(clinic, '/api/auth/email/change', { email: next, currentPassword: castPassword }, last)
  const link = tokenIn((await mails(clinic)).find(({ to }) => to === next)?.link ?? '')
  await after('another address', () => post(clinic, '/api/auth/email/change/confirmation', { token: link }))
  const undo = tokenIn((await mails(clinic)).find(({ template }) => template === 'email-changed')?.link ?? '')
  await after('the change taken back', () => post(clinic, '/api/auth/email/change/undo', { token: undo }))

  const factor = [`second-factor-changed ${pia.email}`]
  const password = [`password-changed ${pia.email}`]
  expect(told).toEqual({
    'an app set up': factor,
    'a passkey registered': factor,
    'a passkey removed': factor,
    'new recovery codes': factor,
    'the app removed': factor,
    'a reset': password,
    'another password': password,
    'another address': [`email-in-use ${next}`, `email-changed ${pia.email}`],
    'the change taken back': [`email-in-use ${pia.email}`],
  })
})

async function mails(clinic: Clinic) {
  return (await (await clinic.as(max)).listMailbox({ query: { limit: 100 } })).items
}

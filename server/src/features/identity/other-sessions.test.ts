import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { tokenIn } from '../../../tests/mail-server.ts'
import { castPassword, max, pia } from '../../../tests/people.ts'
import { Authenticator } from './authenticator.fixture.ts'
import { type Answer, bearer, codeAt, eventsOf, knows, pairOf, post, send } from './identity.fixture.ts'

test('[V7.4.3] another password, second factor, recovery code or e-mail address ends the other sessions of its owner through every process, unless they ask to keep them; the one that changed it goes on', async () => {
  const clinic = await openClinic()
  const other = { url: await clinic.another() }
  const here = await pairOf(clinic, pia)
  const headers = bearer(here.accessToken)
  const first = await pairOf(clinic, pia)
  const key = new Authenticator()
  expect((await register(clinic, key, headers, '')).status).toBe(201)
  expect([await knows(other, first.accessToken), await knows(clinic, here.accessToken)]).toEqual([401, 200])

  const signIn = async () => {
    const credential = key.get(Object((await post(clinic, '/api/auth/passkeys/challenge', undefined)).body))
    return String((await post(clinic, '/api/auth/passkeys/sign-in', { credential })).body.accessToken)
  }
  const confirmTotp = async (query: string) => {
    const { body } = await post(clinic, '/api/auth/totp', undefined, headers)
    const code = codeAt(String(body.secret), clinic.clock.now())
    return post(clinic, `/api/auth/totp/confirmation${query}`, { code }, headers)
  }
  const second = new Authenticator()
  const ids: string[] = []
  const changes: Record<string, (query: string) => Promise<Answer>> = {
    'an authenticator set up': confirmTotp,
    'an authenticator removed': async (query) => {
      await confirmTotp('?keepSessions=true')
      return send(clinic, 'DELETE', `/api/auth/totp${query}`, { headers })
    },
    'recovery codes made': (query) => send(clinic, 'POST', `/api/auth/recovery-codes${query}`, { headers }),
    'a passkey registered': async (query) => {
      const made = await register(clinic, query === '' ? second : new Authenticator(), headers, query)
      ids.push(String(Object(made.body.passkey).id))
      return made
    },
    'a passkey removed': (query) => send(clinic, 'DELETE', `/api/auth/passkeys/${ids.pop()}${query}`, { headers }),
    'an e-mail address': async (query) => {
      const email = `pia${query.length}@harbour.test`
      const keeping = query === '' ? {} : { keepSessions: true }
      await post(clinic, '/api/auth/email/change', { email, currentPassword: castPassword, ...keeping }, headers)
      const { items } = await (await clinic.as(max)).listMailbox({ query: { limit: 100 } })
      const token = tokenIn(items.find(({ to }) => to === email)?.text ?? '')
      return post(clinic, '/api/auth/email/change/confirmation', { token })
    },
  }
  for (const [name, change] of Object.entries(changes)) {
    for (const query of ['', '?keepSessions=true']) {
      const elsewhere = await signIn()
      expect(await knows(other, elsewhere)).toBe(200)
      const { status, requestId } = await change(query)
      expect([200, 201, 204], name).toContain(status)
      const kept = query !== ''
      expect([name, await knows(other, elsewhere), await knows(clinic, here.accessToken)]).toEqual([name, kept ? 200 : 401, 200])
      const ended = (await eventsOf(clinic, requestId)).filter(({ action }) => action === 'session.revoked')
      expect(ended.length, name).toBeGreaterThanOrEqual(kept ? 0 : 1)
      if (kept) expect(ended, name).toEqual([])
    }
  }
  const elsewhere = await signIn()
  const body = { currentPassword: castPassword, newPassword: 'Velvet-Tundra-4-Kayak' }
  expect((await post(clinic, '/api/auth/password/change', body, headers)).status).toBe(200)
  expect(await knows(other, elsewhere)).toBe(401)
}, 120_000)

async function register(clinic: Clinic, key: Authenticator, headers: Record<string, string>, query: string): Promise<Answer> {
  const options = await post(clinic, '/api/auth/passkeys/registration', undefined, headers)
  const credential = key.create({ challenge: String(options.body.challenge) })
  return post(clinic, `/api/auth/passkeys${query}`, { name: 'Key', credential }, headers)
}

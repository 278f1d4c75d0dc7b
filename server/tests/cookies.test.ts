// Every cookie that the server sets, on whichever way, is one that no other host, script or plain connection reads or plants.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../scripts/root.ts'
import { trackedFiles } from '../../scripts/tracked-files.ts'
import { Authenticator } from '../src/features/identity/authenticator.fixture.ts'
import { addGuarded, browse, challengeOf, codeAt, post, withFactor } from '../src/features/identity/identity.fixture.ts'
import { ask, prove, type Seat, seat } from '../src/features/identity/session.fixture.ts'
import { connect, setUp, signOn } from '../src/features/identity/sign-on.fixture.ts'
import { openClinic } from './clinic.ts'
import { castPassword, drAna, pia, rita } from './people.ts'

const ownPage = { origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' }

test('[B285][B96] each cookie of each way in, of a proof, of another password and of signing out is __Host-, HttpOnly, Secure and SameSite, for the whole site and this host alone; and no other place of the code sets one', async () => {
  const clinic = await openClinic()
  const set: [string, string[]][] = []
  const keep = (way: string, { headers }: { headers: Headers }) => set.push([way, headers.getSetCookie()])
  keep('sign-in', await post(clinic, '/api/auth/login', { login: pia.email, password: castPassword, cookie: true }, ownPage))
  keep('alias', await post(clinic, '/auth/login', { login: pia.email, password: castPassword, cookie: true }, ownPage))

  const secret = await addGuarded(clinic)
  clinic.clock.pass(60)
  const shown = { challenge: await challengeOf(clinic), method: 'totp', code: codeAt(secret, clinic.clock.now()), cookie: true }
  keep('second factor', await post(clinic, '/api/auth/second-factor', shown, ownPage))
  expect(withFactor.email).not.toBe(pia.email)

  const ana: Seat = await seat(clinic, drAna)
  const begun = await ask(clinic, ana, 'POST', '/api/auth/passkeys/registration')
  const key = new Authenticator()
  const credential = key.create({ challenge: String(begun.body.challenge) })
  keep('registering a passkey', await ask(clinic, ana, 'POST', '/api/auth/passkeys', { body: { name: 'Key', credential } }))
  const { body } = await post(clinic, '/api/auth/passkeys/challenge', undefined)
  const answer = { credential: key.get({ challenge: String(body.challenge) }), cookie: true }
  keep('passkey', await post(clinic, '/api/auth/passkeys/sign-in', answer, ownPage))

  const provider = await setUp(clinic)
  keep('sent off to a provider', await post(clinic, '/api/auth/sign-on', { email: 'rita@harbour.test' }, ownPage))
  await connect(clinic, rita, provider, 'rita-1')
  keep('single sign-on', await signOn(clinic, provider, { name: 'rita-1' }))

  const { cookie, csrf } = await browse(clinic, rita)
  const desk: Seat = { cookie, csrf, headers: {} }
  keep('proof', await prove(clinic, desk))
  const change = { currentPassword: castPassword, newPassword: 'Velvet-Tundra-4-Kayak' }
  const changed = await ask(clinic, desk, 'POST', '/api/auth/password/change', { body: change })
  keep('another password', changed)
  desk.csrf = String(changed.body.csrfToken)
  keep('signing out', await ask(clinic, desk, 'POST', '/api/auth/logout'))

  for (const [way, cookies] of set) {
    expect(cookies.length, way).toBeGreaterThan(0)
    for (const each of cookies) {
      const [pair = '', ...attributes] = each.split('; ')
      expect(pair, way).toMatch(/^__Host-[\w-]+=/)
      expect(attributes, way).toEqual(expect.arrayContaining(['Path=/', 'HttpOnly', 'Secure']))
      expect(
        attributes.some((attribute) => /^SameSite=(Strict|Lax)$/.test(attribute)),
        `${way}: ${each}`,
      ).toBe(true)
      expect(each, way).not.toMatch(/domain=/i)
    }
  }
  const code = trackedFiles().filter((path) => /^server\/src\/.*(?<!\.test|\.fixture)\.ts$/.test(path))
  const setting = code.filter((path) => /\.(?:setCookie|clearCookie)\(|set-cookie/i.test(readFileSync(join(root, path), 'utf8')))
  expect(setting).toEqual(['server/src/features/identity/routes.ts'])
})

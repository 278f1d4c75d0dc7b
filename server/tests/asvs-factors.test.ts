// What must not exist of factors, held to the contract and the schema; and that each can be taken away at once.
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { api, type Endpoint, pathsOf } from '@wardkeep/contract'
import { factorMethods, proofMethods } from '@wardkeep/contract/identity.ts'
import { expect, test } from 'vitest'
import { root } from '../../scripts/root.ts'
import { Authenticator } from '../src/features/identity/authenticator.fixture.ts'
import { bearer, challengeFor, codeAt, enrol, pairOf, post, send } from '../src/features/identity/identity.fixture.ts'
import { openClinic } from './clinic.ts'
import { drAna, max } from './people.ts'

const endpoints = Object.entries<Endpoint>(api)
const fieldsOf = (shape: unknown): string[] => Object.keys(Object(Object(shape).properties))

test('[V6.3.6] what is reached by a mailed secret gives nothing to speak with, and no other endpoint takes one', () => {
  const byMail = endpoints.filter(([name, { body }]) => fieldsOf(body).includes('token') && name !== 'jwtVerify')
  expect(byMail.map(([name]) => name).toSorted()).toEqual(
    [
      'acceptInvitation',
      'acceptProxy',
      'askForFreshLink',
      'confirmEmailChange',
      'joinAsProxy',
      'resetPassword',
      'undoEmailChange',
      'verifyEmail',
    ].toSorted(),
  )
  for (const [name, { reply, access }] of byMail) {
    expect(JSON.stringify(reply), name).not.toMatch(/token|session|challenge/i)
    // The one that opens a chart is for who is signed in.
    if (name !== 'acceptProxy') expect([access, fieldsOf(reply)], name).toEqual(['public', ['status']])
  }
  // Nor by a cookie: a session is begun in one place, and of what is served only signing in with a factor reaches it.
  const read = (path: string) => readFileSync(join(root, path), 'utf8')
  const sources = globSync('server/src/**/*.ts', { cwd: root }).filter((path) => !/\.(test|fixture)\.ts$/.test(path))
  const naming = (what: RegExp) =>
    sources
      .filter((path) => what.test(read(path)))
      .map((path) => basename(path))
      .toSorted()
  expect(naming(/\binsertSession\(/)).toEqual(['grant-actions.ts', 'session-store.ts'])
  expect(naming(/\bset-?cookie\b/i)).toEqual(['routes.ts'])
  const served = read('server/src/features/identity/routes.ts').split('serve(door, api.').slice(1)
  const opening = served.filter((one) => /\b(?:openerFor|openBearer)\b/.test(one.split('\n}\n')[0] ?? ''))
  expect(opening.map((one) => /^\w+/.exec(one)?.[0]).toSorted()).toEqual(['jwtCreate', 'login', 'passkeySignIn', 'secondFactor'])
})

test('[V6.4.6] an administrator can have a password disabled, which its owner sets anew by a link, and no act on others takes a password', () => {
  const taking = endpoints.filter(([, { body }]) => JSON.stringify(body ?? {}).match(/"(?:\w*[pP]assword)":\{/))
  const own = ['public', 'session.own']
  for (const [name, { access, body }] of taking) {
    if (own.includes(access)) continue
    // Of signing in an organisation sets the policy.
    expect([name, fieldsOf(body).filter((field) => /password/i.test(field))]).toEqual(['setSignInRules', []])
  }
  expect(taking.length).toBeGreaterThan(5)
  expect(fieldsOf(api.disablePassword)).toEqual([])
  expect(api.disablePassword).not.toHaveProperty('body')
})

test('[V6.6.4] nobody is asked to approve a sign-in that somebody else began: every factor is shown by who signs in, so there is nothing to push', () => {
  expect([...factorMethods].toSorted()).toEqual(['passkey', 'recovery', 'totp'])
  expect([...proofMethods].toSorted()).toEqual(['passkey', 'password', 'totp'])
  const methods = (shape: unknown) => Object(Object(Object(shape).properties).method).enum
  expect([methods(api.secondFactor.body), methods(api.stepUp.body)]).toEqual([[...factorMethods], [...proofMethods]])
  const said = endpoints.flatMap(([name, endpoint]) => [name, ...pathsOf(endpoint)])
  expect(said.filter((one) => /push|approv|notif|poll|ciba|device.?(?:code|auth)/i.test(one))).toEqual([])
  const schema = readFileSync(join(root, 'server/schema.sql'), 'utf8')
  expect(schema).not.toMatch(/push|fcm|apns|device_token/i)
  expect(readFileSync(join(root, 'docs/operate/authentication.md'), 'utf8')).not.toMatch(/\bpush/i)
})

test('[V6.5.7] nothing of a body is kept: no column of the database is for a fingerprint, a face or a voice', () => {
  const schema = readFileSync(join(root, 'server/schema.sql'), 'utf8')
  expect(schema).not.toMatch(/biometr|fingerprint|\bface\b|\biris\b|voice|template_data/i)
})

test('[V6.5.6] a factor that is taken away opens nothing from the next request on: an app, a passkey, a sheet of recovery codes and an API key', async () => {
  const clinic = await openClinic()
  const { accessToken } = await pairOf(clinic, drAna)
  const headers = bearer(accessToken)
  const { secret, codes } = await enrol(clinic, accessToken)
  const key = new Authenticator()
  const challenge = async (path: string) => String((await post(clinic, path, undefined, headers)).body.challenge)
  const begun = await challenge('/api/auth/passkeys/registration')
  const made = await post(clinic, '/api/auth/passkeys', { name: 'Key', credential: key.create({ challenge: begun }) }, headers)
  const byKey = async () =>
    (
      await post(clinic, '/api/auth/passkeys/sign-in', {
        credential: key.get({ challenge: await challenge('/api/auth/passkeys/challenge') }),
      })
    ).status
  const second = async (proof: object) => {
    const asked = await challengeFor(clinic, drAna)
    return (await post(clinic, '/api/auth/second-factor', { challenge: asked.challenge, ...proof })).status
  }
  const keep = { headers }
  expect(await byKey()).toBe(200)
  expect((await send(clinic, 'DELETE', `/api/auth/passkeys/${Object(made.body.passkey).id}?keepSessions=true`, keep)).status).toBe(204)
  expect(await byKey()).toBe(401)

  expect(await second({ method: 'recovery', code: codes[0] })).toBe(200)
  const renewed = await post(clinic, '/api/auth/recovery-codes?keepSessions=true', undefined, headers)
  const [fresh] = Object(renewed.body).recoveryCodes
  expect(await second({ method: 'recovery', code: codes[1] })).toBe(401)
  expect(await second({ method: 'recovery', code: fresh })).toBe(200)

  clinic.clock.pass(60)
  const under = String((await challengeFor(clinic, drAna)).challenge)
  expect((await send(clinic, 'DELETE', '/api/auth/totp?keepSessions=true', keep)).status).toBe(204)
  const late = { challenge: under, method: 'totp', code: codeAt(secret, clinic.clock.now()) }
  expect((await post(clinic, '/api/auth/second-factor', late)).status).toBe(401)

  const admin = bearer(await clinic.token(max))
  const service = { service: { name: 'Vendor' }, scopes: ['doctor.list'] }
  const { body } = await post(clinic, '/api/api-keys', service, admin)
  const ask = async () => (await send(clinic, 'GET', '/api/doctors', { headers: bearer(String(body.key)) })).status
  expect(await ask()).toBe(200)
  expect((await send(clinic, 'DELETE', `/api/api-keys/${Object(body.apiKey).id}`, { headers: admin })).status).toBeLessThan(300)
  expect(await ask()).toBe(401)
})

test('[V6.7.2] a challenge of a passkey has 256 random bits, is never made twice, and is answered once, within five minutes', async () => {
  const clinic = await openClinic()
  const headers = bearer((await pairOf(clinic, drAna)).accessToken)
  const key = new Authenticator()
  const ask = async () => String((await post(clinic, '/api/auth/passkeys/challenge', undefined)).body.challenge)
  const { body } = await post(clinic, '/api/auth/passkeys/registration', undefined, headers)
  await post(clinic, '/api/auth/passkeys', { name: 'Key', credential: key.create({ challenge: String(body.challenge) }) }, headers)
  const challenges = await Promise.all(Array.from({ length: 12 }, ask))
  const random = challenges.map((challenge) => Buffer.from(challenge, 'base64url').toString().split('.')[1] ?? '')
  for (const part of random) expect(Buffer.from(part, 'base64url')).toHaveLength(32)
  expect(new Set(random).size).toBe(12)
  const answer = async (challenge = '') => (await post(clinic, '/api/auth/passkeys/sign-in', { credential: key.get({ challenge }) })).status
  expect([await answer(challenges[0]), await answer(challenges[0])]).toEqual([200, 401])
  clinic.clock.pass(299)
  expect(await answer(challenges[1])).toBe(200)
  clinic.clock.pass(1)
  expect(await answer(challenges[2])).toBe(401)
})

// The key of access tokens takes turns, in every process by the clock alone.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { bearer, pairOf, post, send } from '../src/features/identity/identity.fixture.ts'
import { renewTokenKey, tendTokenKeys } from '../src/security/token-rotation.ts'
import { graceMs, jwksMaxAgeSeconds, lookEveryMs, publishedAheadMs } from '../src/security/vault/index.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { castPassword, pia } from './people.ts'

const [ahead, grace, look] = [publishedAheadMs / 1000, graceMs / 1000, lookEveryMs / 1000]

test('[F4] a new key stands in the JWKS before it signs; tokens of the one before are believed to the end of the grace and not after it, on every process without a restart, and then its private half is gone', async () => {
  const clinic = await openClinic({ ownKeys: true, accessTokenSeconds: 900 })
  const urls = [clinic.url, await clinic.another()]
  const first = await signIn(clinic)
  const older = await kidsAt(urls)
  expect(older).toHaveLength(1)
  const oldKey = (await clinic.keys.tokenKeys(clinic.clock.now())).signing(clinic.clock.now())
  const stored = await keyFile(clinic)

  const from = await renewTokenKey(clinic, clinic.clock.now())
  expect(from.getTime() - clinic.clock.now().getTime()).toBeGreaterThan(publishedAheadMs - 60_000)
  clinic.clock.pass(look)
  const published = await kidsAt(urls)
  expect(published).toHaveLength(2)
  expect(published).toContain(older[0])
  const [newer] = published.filter((kid) => kid !== older[0])

  clinic.clock.pass(ahead - look - 30)
  for (const url of urls) expect(kidOf(await signIn(clinic, url))).toBe(older[0])
  const last = await signIn(clinic)
  clinic.clock.pass(60)
  for (const url of urls) {
    expect(kidOf(await signIn(clinic, url))).toBe(newer)
    expect(await knowsAt(url, await signIn(clinic))).toBe(200)
  }
  // A token of the old key stands to its own end…
  clinic.clock.pass(900 - 60 - 5)
  for (const url of urls) expect(await knowsAt(url, last)).toBe(200)
  expect(await knowsAt(clinic.url, first)).toBe(401)
  // …and one that claims to live longer falls with the grace, remembered or not.
  const claims = JSON.parse(Buffer.from(last.split('.')[1] ?? '', 'base64url').toString())
  const now = Math.floor(clinic.clock.now().getTime() / 1000)
  const forged = await new SignJWT({ ...claims, iat: now, exp: now + 900 })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: oldKey.kid })
    .sign(oldKey.privateKey)
  for (const url of urls) expect(await knowsAt(url, forged)).toBe(200)
  clinic.clock.pass(grace - 900 + 60)
  for (const url of urls) {
    expect(await knowsAt(url, forged)).toBe(401)
    expect((await post({ url }, '/api/auth/jwt/verify', { token: forged })).status).toBe(401)
    expect(await kidsAt([url])).toEqual([newer])
  }
  await tendTokenKeys(clinic, clinic.clock.now(), 30)
  const left = await keyFile(clinic)
  expect(left.keys.token.versions).toMatchObject([{ version: 2, state: 'active' }])
  expect(JSON.stringify(left)).not.toContain(stored.keys.token.versions[0]?.wrapped)
  for (const url of urls) expect(await knowsAt(url, await signIn(clinic, url))).toBe(200)
})

test('[F4 part] keys are renewed by the calendar, once however many processes tend them, with one event of the installation', async () => {
  const clinic = await openClinic({ ownKeys: true })
  const tend = () => tendTokenKeys(clinic, clinic.clock.now(), 30)
  await Promise.all([tend(), tend()])
  expect(await kidsAt([clinic.url])).toHaveLength(1)
  clinic.clock.pass(29 * 86_400)
  await tend()
  expect(await kidsAt([clinic.url])).toHaveLength(1)
  clinic.clock.pass(86_400)
  await Promise.all([tend(), tend(), tend(), tend()])
  clinic.clock.pass(look)
  expect(await kidsAt([clinic.url])).toHaveLength(2)
  await tend()
  expect(await clinic.events('token-keys.renewed')).toMatchObject([
    { outcome: 'allowed', actor_role: 'system', resource_type: 'installation' },
  ])
  expect((await keyFile(clinic)).keys.token.versions.map(({ state }) => state)).toEqual(['active', 'created'])
})

test('many who renew the key at once each make one, and the key store opens as before', async () => {
  const clinic = await openClinic({ ownKeys: true })
  const { accessToken } = await pairOf(clinic, pia)
  await Promise.all([1, 2, 3, 4].map(() => renewTokenKey(clinic, clinic.clock.now())))
  const url = await clinic.another()
  expect(await kidsAt([url])).toHaveLength(5)
  expect(await knowsAt(url, accessToken)).toBe(200)
  expect(await clinic.events('token-keys.renewed')).toHaveLength(4)
})

test('the JWKS may be kept for less time than a key is published ahead, and holds nothing secret', async () => {
  const clinic = await openClinic()
  const answer = await send(clinic, 'GET', '/.well-known/jwks.json')
  expect(answer.headers.get('cache-control')).toBe(`public, max-age=${jwksMaxAgeSeconds}`)
  expect(jwksMaxAgeSeconds + look).toBeLessThan(ahead)
  expect(JSON.stringify(answer.body)).not.toContain('"d"')
})

async function signIn(clinic: Clinic, url = clinic.url): Promise<string> {
  const answer = await post({ url }, '/api/auth/login', { login: pia.email, password: castPassword })
  return String(answer.body.accessToken)
}

async function knowsAt(url: string, token: string): Promise<number> {
  return (await send({ url }, 'GET', '/api/auth/me', { headers: bearer(token) })).status
}

/** What all of them publish. */
async function kidsAt(urls: readonly string[]): Promise<string[]> {
  const sets = await Promise.all(urls.map(async (url) => kidsIn((await send({ url }, 'GET', '/.well-known/jwks.json')).body.keys)))
  for (const set of sets) expect(set).toEqual(sets[0])
  return sets[0] ?? []
}

function kidsIn(keys: unknown): string[] {
  return Array.isArray(keys) ? keys.map((key: { kid: string }) => key.kid) : []
}

function kidOf(token: string): string {
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid
}

type KeyFile = { keys: { token: { versions: { version: number; state: string; wrapped: string }[] } } }
async function keyFile(clinic: Clinic): Promise<KeyFile> {
  return JSON.parse(await readFile(join(clinic.keyFolder, 'installation.json'), 'utf8'))
}

// What one key signs says for whom it is, and is believed nowhere else.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { root } from '../../scripts/root.ts'
import { openApp } from '../src/app.ts'
import { openPart, Signers, verifyCertificate, verifyRecord, verifyRetraction } from '../src/security/vault/index.ts'
import { openClinic } from './clinic.ts'
import { castPassword, drAna } from './people.ts'

const addresses = ['http://localhost:8080', 'http://localhost:9090']

test('[V9.2.4] of two servers with the same keys and database that answer under two addresses, each names itself alone as audience of its tokens, and refuses those of the other', async () => {
  let opened = 0
  const clinic = await openClinic({ openApp: (parts) => openApp({ ...parts, publicUrl: addresses[opened++] ?? '' }) })
  const servers = [clinic.url, await clinic.another()]
  const signIn = async (url: string): Promise<string> => {
    const body = JSON.stringify({ login: drAna.email, password: castPassword })
    const reply = await fetch(`${url}/api/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    return JSON.parse(await reply.text()).accessToken
  }
  const asked = async (token: string) =>
    Promise.all(servers.map(async (url) => (await fetch(`${url}/api/auth/me`, { headers: { authorization: `Bearer ${token}` } })).status))
  const [one = '', other = ''] = [await signIn(servers[0] ?? ''), await signIn(servers[1] ?? '')]
  expect([one, other].map((token) => decodeJwt(token).aud)).toEqual(addresses.map((address) => `${address}/api`))
  expect(decodeProtectedHeader(one).kid).toBe(decodeProtectedHeader(other).kid)
  expect(await asked(one)).toEqual([200, 401])
  expect(await asked(other)).toEqual([401, 200])

  // Nothing but the audience tells these from what the first server believes: the same key signed them, for the same session.
  const claims = decodeJwt(one)
  const { privateKey, kid } = (await clinic.keys.tokenKeys(clinic.clock.now())).signing(clinic.clock.now())
  const signed = (payload: object) =>
    new SignJWT({ ...claims, ...payload }).setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid }).sign(privateKey)
  expect(await asked(await signed({ jti: '01890000-0000-7000-8000-000000000000' }))).toEqual([200, 401])
  const audiences = [
    `${addresses[1]}/api`,
    addresses.map((address) => `${address}/api`),
    [`${addresses[0]}/api`],
    `${addresses[0]}/files`,
    addresses[0],
    undefined,
  ]
  for (const aud of audiences) expect(await asked(await signed({ aud })), String(aud)).toEqual([401, 401])
})

test('[V9.2.4] the key of access tokens signs nothing else, and of what the organisation’s key signs nothing passes for another', async () => {
  const sources = globSync('server/src/**/*.ts', { cwd: root }).filter((path) => !/\.(test|fixture|nightly)\.ts$/.test(path))
  const of = (what: RegExp) => sources.filter((path) => what.test(readFileSync(join(root, path), 'utf8')))
  const vault = 'server/src/security/vault'
  expect(of(/\b(?:SignJWT|CompactSign|FlattenedSign|GeneralSign)\(|\bcreateSign\(|\bsign\((?:null|undefined)/)).toEqual(
    ['access-tokens', 'compact-jws', 'signers'].map((name) => `${vault}/${name}.ts`),
  )
  expect(of(/\.signing\(/)).toEqual([`${vault}/access-tokens.ts`])
  expect(of(/certifier\.active/)).toEqual([`${vault}/signers.ts`])

  const clinic = await openClinic()
  const now = clinic.clock.now()
  const { tenantId, doctorId = '' } = clinic.who(drAna)
  const signers = new Signers(clinic.keys)
  const certifiers = await signers.certifiers(tenantId)
  const [certifier] = certifiers
  if (certifier === undefined) throw new Error('an organisation has a certifier')
  const { certificate } = await signers.newSigningKey(tenantId, doctorId, now, new Date(now.getTime() + 1000))
  expect(await verifyCertificate(certificate, certifiers, now)).toMatchObject({ sub: doctorId })
  const [head, payload = '', signature] = certificate.split('.')
  const said = Buffer.from(payload, 'base64url')
  const { jws: retraction } = await signers.signRetraction(tenantId, said)
  expect(await verifyRetraction(retraction, said, certifier)).toBe(true)
  const part = await signers.signPart(tenantId, said)
  expect(Buffer.from((await openPart(part, certifiers)) ?? []).equals(said)).toBe(true)
  const detachedPart = part.replace(`.${payload}.`, '..')

  expect(await verifyRetraction(`${head}..${signature}`, said, certifier)).toBe(false)
  expect(await verifyRecord(retraction, said, certifier)).toBe(false)
  expect(await verifyCertificate(retraction.replace('..', `.${payload}.`), certifiers, now)).toBeUndefined()
  expect(await verifyRetraction(detachedPart, said, certifier)).toBe(false)
  expect(await verifyRecord(detachedPart, said, certifier)).toBe(false)
  expect(await verifyCertificate(part, certifiers, now)).toBeUndefined()
  for (const other of [certificate, retraction.replace('..', `.${payload}.`)]) expect(await openPart(other, certifiers)).toBeUndefined()
  for (const token of [certificate, retraction.replace('..', `.${payload}.`), part]) {
    const reply = await fetch(`${clinic.url}/api/auth/me`, { headers: { authorization: `Bearer ${token}` } })
    expect(reply.status).toBe(401)
  }
})

import { createHmac, createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { skewSeconds } from './access-tokens.ts'
import { publicJwkOf } from './ed25519.ts'
import { AccessTokens } from './index.ts'
import { clinic, flipBit, ownVault, pia, stranger } from './vault.fixture.ts'

const issuer = 'https://clinic.example'
const now = new Date('2026-05-04T10:00:00Z')
const subject = { sub: pia, tid: clinic, sid: stranger, role: 'patient', aal: 1 } as const
const after = (seconds: number) => new Date(now.getTime() + seconds * 1000)

test('[A37 part] a fresh access token says who, where, which session and how sure, and nothing else', async () => {
  const { tokens } = await ownTokens()
  const { token, claims, expiresAt } = await tokens.mint(subject, now)
  expect(await tokens.verify(token, now)).toEqual(claims)
  expect(claims).toEqual({
    ...subject,
    iss: issuer,
    aud: `${issuer}/api`,
    iat: now.getTime() / 1000,
    exp: now.getTime() / 1000 + 300,
    jti: expect.any(String),
  })
  expect(expiresAt).toEqual(after(300))
})

test('[C11 part] a token opens until its last second and not one second after its life, remembered or not', async () => {
  const { tokens, keys } = await ownTokens()
  const { token } = await tokens.mint(subject, now)
  const fresh = () => new AccessTokens(keys, { issuer })
  for (const each of [tokens, fresh()]) expect(await each.verify(token, after(299))).toBeDefined()
  expect(tokens.verifyNow(token, after(299))).toBeDefined()
  for (const each of [tokens, fresh()]) for (const late of [300, 301]) expect(await each.verify(token, after(late))).toBeUndefined()
  expect(tokens.verifyNow(token, after(300))).toBeUndefined()
})

test('[C11 part] the life of a token is set within 60 to 900 seconds', async () => {
  const { keys } = await ownTokens()
  for (const ttlSeconds of [59, 901, Number.NaN]) expect(() => new AccessTokens(keys, { issuer, ttlSeconds })).toThrow(RangeError)
  const { claims } = await new AccessTokens(keys, { issuer, ttlSeconds: 60 }).mint(subject, now)
  expect(claims.exp - claims.iat).toBe(60)
})

test('[A37 part][V9.1.1] a token with any bit turned, in header, payload or signature, or spelt otherwise, is refused', async () => {
  const { tokens } = await ownTokens()
  const { token } = await tokens.mint(subject, now)
  const bytes = Buffer.from(token)
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    expect(await tokens.verify(flipBit(bytes, bit).toString('latin1'), now)).toBeUndefined()
  }
  for (const other of ['', '.', '..', `${token}.`, `${token}=`, ` ${token}`, `${token}\n`, token.replaceAll('-', '+').concat('A')]) {
    expect(await tokens.verify(other, now)).toBeUndefined()
  }
})

test('[A37 part] other algorithms, headers, types, issuers, audiences and claims are refused though our own key signed', async () => {
  const { tokens, keys } = await ownTokens()
  const { privateKey: key } = keys.installation.token.signing(now)
  const { claims } = await tokens.mint(subject, now)
  const good = { alg: 'EdDSA', kid: publicJwkOf(key).kid, typ: 'at+jwt' }
  const sign = (header: typeof good & Record<string, unknown>, payload: Record<string, unknown>) =>
    new SignJWT(payload).setProtectedHeader(header).sign(key, { crit: { 'urn:x': true } })
  expect(await tokens.verify(await sign(good, claims), now)).toBeDefined()
  const { exp, ...immortal } = claims
  const refused = [
    await sign({ ...good, typ: 'JWT' }, claims),
    await sign({ ...good, typ: 'AT+JWT' }, claims),
    await sign({ ...good, typ: 'wardkeep-signer+jwt' }, claims),
    await sign({ ...good, kid: 'another' }, claims),
    await sign({ ...good, alg: 'Ed25519' }, claims),
    await sign({ ...good, crit: ['urn:x'], 'urn:x': 1 }, claims),
    await sign({ ...good, jwk: { kty: 'OKP', crv: 'Ed25519', x: publicJwkOf(key).x } }, claims),
    await sign(good, { ...claims, iss: 'https://elsewhere.example' }),
    await sign(good, { ...claims, aud: 'another-api' }),
    await sign(good, { ...claims, aud: 'https://elsewhere.example/api' }),
    await sign(good, { ...claims, aud: [`${issuer}/api`, 'another-api'] }),
    await sign(good, { ...claims, aud: [`${issuer}/api`] }),
    await sign(good, { ...claims, aal: 3 }),
    await sign(good, { ...claims, tid: undefined }),
    await sign(good, { ...claims, admin: true }),
    await sign(good, immortal),
  ]
  for (const token of refused) expect(await tokens.verify(token, now)).toBeUndefined()
})

test('[A37 part] no signature, a hash keyed with the public key, and a signature of another key are refused', async () => {
  const { tokens, keys } = await ownTokens()
  const { claims } = await tokens.mint(subject, now)
  const jwk = publicJwkOf(keys.installation.token.signing(now).publicKey)
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  for (const alg of ['none', 'None', 'NONE', 'HS256', 'RS256', 'ES256', 'EdDSA']) {
    const signed = `${encode({ alg, kid: jwk.kid, typ: 'at+jwt' })}.${encode(claims)}`
    const hmac = createHmac('sha256', Buffer.from(jwk.x, 'base64url')).update(signed).digest('base64url')
    for (const signature of ['', hmac]) expect(await tokens.verify(`${signed}.${signature}`, now)).toBeUndefined()
  }
  const other = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' })
  const otherKey = createPrivateKey({ key: other, format: 'der', type: 'pkcs8' })
  const forged = await new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', kid: jwk.kid, typ: 'at+jwt' }).sign(otherKey)
  expect(await tokens.verify(forged, now)).toBeUndefined()
})

test('[V9.2.1] what its times say holds to the second: no token stands at its end, from more than 30 seconds ahead, for longer than it may, or with a time of a rule of its own', async () => {
  const { tokens, keys } = await ownTokens()
  const { privateKey: key } = keys.installation.token.signing(now)
  const { claims } = await tokens.mint(subject, now)
  expect(claims.exp - claims.iat).toBe(300)
  const header = { alg: 'EdDSA', kid: publicJwkOf(key).kid, typ: 'at+jwt' }
  const stands = async (change: Record<string, unknown>) => {
    const token = await new SignJWT({ ...claims, ...change }).setProtectedHeader(header).sign(key)
    return (await tokens.verify(token, now)) !== undefined
  }
  const at = now.getTime() / 1000
  for (const [stood, change] of [
    [true, { iat: at - 299, exp: at + 1 }],
    [false, { iat: at - 300, exp: at }],
    [false, { iat: at - 301, exp: at - 1 }],
    [true, { iat: at + skewSeconds, exp: at + skewSeconds + 300 }],
    [false, { iat: at + skewSeconds + 1, exp: at + skewSeconds + 301 }],
    [true, { exp: at + 900 }],
    [false, { exp: at + 901 }],
    [false, { nbf: at - 1 }],
    [false, { nbf: at }],
    [false, { nbf: at + 1 }],
  ] as const)
    expect(await stands(change), JSON.stringify(change)).toBe(stood)
  expect(skewSeconds).toBeLessThanOrEqual(30)
})

test('[A37 part] a token above 4 kB is refused though it is ours', async () => {
  const { tokens } = await ownTokens()
  const { token } = await tokens.mint({ ...subject, role: 'x'.repeat(4096) }, now)
  expect(await tokens.verify(token, now)).toBeUndefined()
})

test('the public key set holds no private part', async () => {
  const { tokens } = await ownTokens()
  expect((await tokens.jwks(now)).keys).toEqual([
    { kty: 'OKP', crv: 'Ed25519', x: expect.any(String), kid: expect.any(String), use: 'sig', alg: 'EdDSA' },
  ])
})

async function ownTokens() {
  const { keys } = await ownVault()
  return { keys, tokens: new AccessTokens(keys, { issuer }) }
}

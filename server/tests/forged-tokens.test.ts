// The attack suite on access tokens, through HTTP, on every way by which a token is taken.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import {
  type Answer,
  addGuarded,
  alike,
  bearer,
  browse,
  challengeOf,
  fromElsewhere,
  pairOf,
  post,
  send,
} from '../src/features/identity/identity.fixture.ts'
import { assign } from '../src/features/records/records.fixture.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { forgedTokens, type Ground } from './forged-tokens.fixture.ts'
import { tokenIn } from './mail-server.ts'
import { drAna, drOtto, max, paul, pia } from './people.ts'

type Way = (clinic: Clinic, token: string) => Promise<Answer>
/** Every way by which a token is taken. */
const ways: Record<string, Way> = {
  'Authorization, on a read': (clinic, token) => send(clinic, 'GET', '/api/auth/me', { headers: { ...bearer(token), ...fromElsewhere() } }),
  'Authorization, on a write': (clinic, token) =>
    send(clinic, 'PATCH', '/api/auth/me', { body: { language: 'he' }, headers: { ...bearer(token), ...fromElsewhere() } }),
  'SimpleJWT verify': (clinic, token) => post(clinic, '/api/auth/jwt/verify', { token }, fromElsewhere()),
  'SimpleJWT verify, with a slash': (clinic, token) => post(clinic, '/api/auth/jwt/verify/', { token }, fromElsewhere()),
}

test('[A37][A27][A74][A105][C7][T28][V9.1.2][V9.1.3][V9.2.2][V9.2.3] none of the attacks on tokens is believed on any way that takes one: each is 401, in the same words, with nothing done and nothing fetched', async () => {
  const clinic = await openClinic()
  const { ground, visits } = await groundOf(clinic)
  for (const [way, take] of Object.entries(ways)) expect((await take(clinic, ground.token)).status, way).toBe(200)
  await clinic.sql(`update users set language = 'en'`)
  const forged = Object.entries(forgedTokens(ground)).filter(([, token]) => token.length <= 4096)
  expect(forged.length).toBeGreaterThan(300)
  expect(forged.map(([, token]) => token)).not.toContain(ground.token)
  for (const [way, take] of Object.entries(ways)) {
    const told = new Set<string>()
    const from = Date.now()
    for (const [what, token] of forged) {
      const answer = await take(clinic, token)
      expect(answer.status, `${way}: ${what}`).toBe(401)
      expect(answer.body.code, `${way}: ${what}`).toBe(way.startsWith('SimpleJWT') ? 'INVALID_CREDENTIALS' : 'UNAUTHENTICATED')
      told.add(JSON.stringify(alike(answer)))
    }
    expect(told.size, `${way}: ${[...told].join('\n')}`).toBe(1)
    // No one of them costs much: neither a key derivation of its choosing nor a decompression.
    expect((Date.now() - from) / forged.length, way).toBeLessThan(100)
  }
  expect(visits()).toBe(0)
  expect(await clinic.sql(`select id from users where language = 'he'`)).toEqual([])
  for (const [way, take] of Object.entries(ways)) expect((await take(clinic, ground.token)).status, way).toBe(200)
})

test('[A37 part] tokens of 5 kB to 2 MB and of great depth are refused before anything is made of them, never by an error of ours', async () => {
  const clinic = await openClinic()
  const { ground } = await groundOf(clinic)
  const [header = '', payload = '', signature = ''] = ground.token.split('.')
  for (const size of [5_000, 10_000, 15_000, 100_000, 1_000_000, 2_000_000]) {
    for (const token of [`${header}.${payload}${'A'.repeat(size)}.${signature}`, `${ground.token}${'A'.repeat(size)}`, '.'.repeat(size)]) {
      for (const [way, take] of Object.entries(ways)) {
        const { status } = await take(clinic, token).catch(() => ({ status: 431 }))
        expect([400, 401, 413, 431], `${way}: ${size}`).toContain(status)
        if (size <= 10_000 && way.startsWith('Authorization')) expect(status, `${way}: ${size}`).toBe(401)
      }
    }
  }
  expect((await ways['SimpleJWT verify']?.(clinic, ground.token))?.status).toBe(200)
})

test('[A37 part] whatever bit of a valid token is turned, in its text or in what the text stands for, it is 401 on every way', async () => {
  const clinic = await openClinic()
  const { ground } = await groundOf(clinic)
  const bytes = Buffer.from(ground.token)
  const inText = fc.nat(bytes.length * 8 - 1).map((bit) => flipped(bytes, bit).toString('latin1'))
  const parts = ground.token.split('.')
  const inParts = fc.nat(2).chain((place) => {
    const part = Buffer.from(parts[place] ?? '', 'base64url')
    return fc.nat(part.length * 8 - 1).map((bit) => parts.with(place, flipped(part, bit).toString('base64url')).join('.'))
  })
  await fc.assert(
    fc.asyncProperty(fc.oneof(inText, inParts), async (token) => {
      for (const [way, take] of Object.entries(ways)) {
        // What no header can carry is no header.
        if (way.startsWith('Authorization') && !/^[\x21-\x7e]+$/.test(token)) continue
        expect((await take(clinic, token)).status, way).toBe(401)
      }
    }),
    { numRuns: 150 },
  )
})

async function groundOf(clinic: Clinic): Promise<{ ground: Ground; visits: () => number }> {
  const mine = await pairOf(clinic, pia)
  const other = await pairOf(clinic, drOtto)
  const { cookie, csrf, device } = await browse(clinic, pia)
  const ended = await pairOf(clinic, pia)
  await send(clinic, 'POST', '/api/auth/logout', { headers: bearer(ended.accessToken) })
  const { privateKey, kid } = (await clinic.keys.tokenKeys(clinic.clock.now())).signing(clinic.clock.now())
  await assign(clinic, drAna, pia)
  const ana = await clinic.as(drAna)
  const { patientId = '' } = clinic.who(pia)
  const record = await ana.createRecord({ body: { patientId, type: 'visit-note', title: 'Visit', sections: [{ text: 'x' }] } })
  const { jws } = await ana.signRecord({ params: { id: record.id }, body: {} })
  const checked = await ana.verifyRecord({ params: { id: record.id }, query: {} })
  const [head = '', , signature = ''] = jws.split('.')
  const enrolment = await (await clinic.as(max)).beginTotp()
  const links: string[] = []
  for (const path of ['/api/auth/password/forgot', '/api/auth/email/verification-link']) {
    await clinic.sql('update users set email_verified_at = null where id = $1', [clinic.who(paul).userId])
    await post(clinic, path, { login: paul.email }, fromElsewhere())
  }
  const { items } = await (await clinic.as(paul)).listMailbox({ query: {} })
  for (const { text } of items) links.push(tokenIn(text))
  expect(links).toHaveLength(2)
  await addGuarded(clinic)
  let visits = 0
  const sink = createServer((_request, response) => {
    visits += 1
    response.end('{"keys":[]}')
  })
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void sink.close())
  const ground: Ground = {
    token: mine.accessToken,
    privateKey,
    kid,
    claims: claimsIn(mine.accessToken),
    others: {
      sid: String(claimsIn(other.accessToken).sid),
      sub: String(claimsIn(other.accessToken).sub),
      tid: String(claimsIn(other.accessToken).tid),
      endedSid: String(claimsIn(ended.accessToken).sid),
      kid: checked.signer?.id ?? '',
    },
    secrets: {
      'a refresh token': mine.refreshToken,
      'a session cookie': cookie.split('=')[1] ?? '',
      'a device cookie': device.split('=')[1] ?? '',
      'a CSRF token': csrf,
      'a record signature': jws,
      'a record signature with its content': `${head}.${Buffer.from(checked.canonical ?? '{}').toString('base64url')}.${signature}`,
      'a signer’s certificate': checked.signer?.certificate ?? 'x',
      'a TOTP secret': enrolment.secret,
      'a link to a new password': links[0] ?? '',
      'a link to confirm an address': links[1] ?? '',
      'a challenge for a second factor': await challengeOf(clinic),
      'a token of an ended session': ended.accessToken,
    },
    sink: `http://127.0.0.1:${addressOf(sink.address()).port}`,
  }
  return { ground, visits: () => visits }
}

function claimsIn(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the sink does not listen')
  return address
}

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return copy
}

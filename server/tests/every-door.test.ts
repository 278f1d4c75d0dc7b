// What each door of the contract does with somebody who guesses at it: all that can be guessed at lock alike, and every try is an event. That none gives
// more than was proven is held in below-required.test.ts, and that the operator's page knows them all in asvs-ways-in.test.ts.
import { api, type Endpoint, pathsOf } from '@wardkeep/contract'
import { expect, test } from 'vitest'
import { keyOf } from '../src/features/api-keys/api-keys.fixture.ts'
import { unknownPasskey } from '../src/features/identity/authenticator.fixture.ts'
import { bearer, eventsOf, from, pairOf, post, send } from '../src/features/identity/identity.fixture.ts'
import { openClinic } from './clinic.ts'
import { castPassword, max, pia } from './people.ts'

const wrong = 'Wrong-Horse-7-Battery'
const token = (n: number) => `${n}`.padStart(43, 'A')

/** What can be guessed at or asked for too often, and the body of a try. */
const guessed: Record<string, (n: number) => object> = {
  login: () => ({ login: pia.email, password: wrong }),
  jwtCreate: () => ({ email: pia.email, password: wrong }),
  secondFactor: (n) => ({ challenge: token(n), method: 'totp', code: '000000' }),
  register: (n) => ({ email: `n${n}@new.test`, password: castPassword, displayName: 'N. Nord' }),
  forgotPassword: () => ({ login: pia.email }),
  resetPassword: (n) => ({ token: token(n), password: castPassword }),
  askForFreshLink: (n) => ({ token: token(n) }),
  askForVerification: () => ({ login: pia.email }),
  verifyEmail: (n) => ({ token: token(n) }),
  confirmEmailChange: (n) => ({ token: token(n) }),
  undoEmailChange: (n) => ({ token: token(n) }),
  acceptInvitation: (n) => ({ token: token(n), password: castPassword }),
  joinAsProxy: (n) => ({ token: token(n), displayName: 'N. Nord', password: castPassword }),
}
/** Secrets of 256 bits that are looked up or verified, and signatures: none can be guessed, so none locks, but each refusal is an event. */
const unguessable: Record<string, () => object> = {
  refresh: () => ({ refreshToken: token(1) }),
  jwtRefresh: () => ({ refresh: token(1) }),
  jwtVerify: () => ({ token: token(1) }),
  passkeySignIn: () => ({ credential: unknownPasskey }),
  finishSignOn: () => ({ ticket: token(1) }),
}
/** 140 bits beside what finds them, and what they open is one case and no account: an unknown one is a case that is not there. */
const receipts: Record<string, () => object> = {
  readByReceipt: () => ({ receipt: 'A'.repeat(40) }),
  writeByReceipt: () => ({ receipt: 'A'.repeat(40), text: 'x' }),
}
/** They take nothing that proves anything, or what is signed and opens nothing by itself (sign-on-attacks.test.ts). */
const noDoors = ['passkeyChallenge', 'submitAnonymously', 'beginSignOn', 'answerSignOn', 'endByProvider']
const endpoints = new Map(Object.entries<Endpoint>(api))

test('[V6.3.4] there is no door beside those that are held to the same rules: whatever can be guessed at is stopped after five tries on each of its paths, whatever cannot is refused each time, every try is an event of its own, and inside a session and for keys it is no other', async () => {
  const open = [...endpoints].filter(([, { access, method }]) => access === 'public' && method !== 'GET').map(([name]) => name)
  expect([guessed, unguessable, receipts].flatMap(Object.keys).concat(noDoors).toSorted()).toEqual(open.toSorted())
  const clinic = await openClinic()
  let place = 0
  for (const [name, body] of Object.entries(guessed)) {
    const endpoint = endpoints.get(name)
    for (const path of endpoint ? pathsOf(endpoint) : []) {
      await clinic.sql('truncate sign_in_attempts, sign_in_locks, sign_in_tallies, sign_in_failed_names')
      place += 1
      const here = from(`203.0.113.${place}`)
      for (let n = 0; n < 6; n += 1) {
        const answer = await post(clinic, path, body(n), here)
        const what = `${path}, try ${n + 1}`
        if (n < 5) expect([202, 401, 404], what).toContain(answer.status)
        else expect([answer.status, answer.body.code, answer.headers.has('retry-after')], what).toEqual([429, 'SIGN_IN_LOCKED', true])
        const events = await eventsOf(clinic, answer.requestId)
        expect(events.filter(({ action }) => action === endpoint?.audit).length, what).toBe(1)
      }
    }
  }
  await clinic.sql('truncate sign_in_attempts, sign_in_locks, sign_in_tallies, sign_in_failed_names')
  for (const [name, body] of Object.entries(unguessable)) {
    const endpoint = endpoints.get(name)
    for (const path of endpoint ? pathsOf(endpoint) : []) {
      for (let n = 0; n < 6; n += 1) {
        const answer = await post(clinic, path, body(), from('203.0.113.200'))
        expect(answer, path).toMatchObject({ status: 401, body: { code: 'INVALID_CREDENTIALS' } })
        expect(await eventsOf(clinic, answer.requestId), path).toMatchObject([{ action: endpoint?.audit, outcome: 'denied' }])
      }
    }
  }
  for (const [name, body] of Object.entries(receipts)) {
    const endpoint = endpoints.get(name)
    for (const path of endpoint ? pathsOf(endpoint) : []) {
      const answer = await post(clinic, path, body(), from('203.0.113.201'))
      expect(answer, path).toMatchObject({ status: 404, body: { code: 'RECEIPT_UNKNOWN' } })
      expect(await eventsOf(clinic, answer.requestId), path).toMatchObject([{ action: endpoint?.audit }])
    }
  }
  const session = bearer((await pairOf(clinic, pia)).accessToken)
  const inside = { currentPassword: wrong, newPassword: castPassword }
  for (let n = 0; n < 5; n += 1) expect((await post(clinic, '/api/auth/password/change', inside, session)).status).toBe(401)
  for (const [path, body] of [
    ['/api/auth/step-up', { method: 'password', password: castPassword }],
    ['/api/auth/password/change', { ...inside, currentPassword: castPassword }],
  ] as const)
    expect(await post(clinic, path, body, session), path).toMatchObject({ status: 429, body: { code: 'SIGN_IN_LOCKED' } })
  const { key, apiKey } = await keyOf(clinic, ['doctor.list'])
  const used = await send(clinic, 'GET', '/api/doctors', { headers: bearer(key) })
  expect(await eventsOf(clinic, used.requestId)).toMatchObject([{ action: 'doctor.listed', outcome: 'allowed' }])
  await (await clinic.as(max)).revokeApiKey({ params: { id: apiKey.id } })
  expect((await send(clinic, 'GET', '/api/doctors', { headers: bearer(key) })).status).toBe(401)
}, 90_000)

import { api, type Endpoint } from '@wardkeep/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { castPassword, pia } from '../../../tests/people.ts'
import { bearer, from, post, send } from '../../features/identity/identity.fixture.ts'
import { newApiKey } from '../vault/index.ts'
import { classOf, Floods, floodLimits } from './floods.ts'

const few = { door: 4, public: 5, unrecognised: 3 }

test('[T30 part][F92 part] whoever sprays the doors from one address is stopped there, whatever name is tried and whether it exists, and others are not', async () => {
  const clinic = await openClinic({ floods: few })
  const here = from('203.0.113.50')
  const statuses = []
  for (let n = 0; n < 6; n += 1) {
    const login = n % 2 === 0 ? `nobody${n}@example.test` : pia.email
    statuses.push((await post(clinic, '/api/auth/login', { login, password: 'Wrong-Horse-7-Battery' }, here)).status)
  }
  expect(statuses).toEqual([401, 401, 401, 401, 429, 429])
  const answer = await post(clinic, '/api/auth/password/forgot', { email: pia.email }, here)
  expect(answer).toMatchObject({ status: 429, body: { code: 'TOO_MANY_REQUESTS' } })
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await post(clinic, '/api/auth/login', { login: pia.email, password: castPassword }, from('203.0.113.51'))).status).toBe(200)
  clinic.clock.pass(120)
  expect((await post(clinic, '/api/auth/login', { login: pia.email, password: castPassword }, here)).status).toBe(200)
})

test('[T27 part][F92 part] an address that nobody vouches for is not believed, so changing it evades nothing', async () => {
  const clinic = await openClinic({ floods: few, trustedProxies: [] })
  const statuses = []
  for (let n = 0; n < 7; n += 1) statuses.push((await send(clinic, 'GET', '/api/about', { headers: from(`198.51.100.${n}`) })).status)
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429])
  const trusting = await openClinic({ floods: few })
  for (let n = 0; n < 7; n += 1) expect((await send(trusting, 'GET', '/api/about', { headers: from(`198.51.100.${n}`) })).status).toBe(200)
})

test('[T30 part] credentials that are none are tried only so often; one that stands is answered from the same address', async () => {
  const clinic = await openClinic({ floods: few })
  const headers = bearer(await clinic.token(pia))
  const statuses = []
  for (let n = 0; n < 5; n += 1) statuses.push((await send(clinic, 'GET', '/api/doctors', { headers: bearer(newApiKey().key) })).status)
  expect(statuses).toEqual([401, 401, 401, 429, 429])
  expect((await send(clinic, 'GET', '/api/doctors', { headers })).status).toBe(200)
  for (let n = 0; n < 10; n += 1) expect((await send(clinic, 'GET', '/health/live')).status).toBe(200)
})

test('every endpoint that is open to strangers has its class, but for what a load balancer asks', () => {
  const open = Object.entries<Endpoint>(api).filter(([, { access }]) => access === 'public')
  expect(open.filter(([, endpoint]) => classOf(endpoint) === undefined).map(([name]) => name)).toEqual(['live', 'ready'])
  expect(classOf(api.login)).toBe('door')
  expect(classOf(api.refresh)).toBe('public')
})

test('within any minute that begins with silence no more than the limit passes, and a whole IPv6 /64 is one address', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(59_999), { minLength: 20, maxLength: 60 }), fc.nat(59_999), (moments, begin) => {
      const floods = new Floods({ ...floodLimits, door: 7 })
      let passed = 0
      for (const at of moments.toSorted((a, b) => a - b)) {
        try {
          floods.pass('door', `2001:db8:0:1::${at.toString(16)}`, new Date(Date.UTC(2027, 0, 1) + begin + at))
          passed += 1
        } catch {}
      }
      expect(passed).toBeGreaterThanOrEqual(Math.min(7, moments.length))
      // A window that slides by shares lets through the rest that a share rounds away.
      expect(passed).toBeLessThanOrEqual(14)
    }),
  )
})

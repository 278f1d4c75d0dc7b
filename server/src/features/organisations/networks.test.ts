// From where administrators act: an organisation's own networks, where it names some.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { castPassword, drAna, max, mira, type Person, pia } from '../../../tests/people.ts'
import { isInside, networkIn } from '../../platform/networks.ts'
import { bearer, from, post, send } from '../identity/identity.fixture.ts'

const path = '/api/organisations/me'
const [inside, outside] = ['203.0.113.7', '198.51.100.9']
const refused = { status: 403, body: { code: 'NETWORK_REFUSED' } }

test('[V8.4.2 part] where an organisation names the networks of its administrators, their sessions open nothing outside of them but who they are and the way out, by an event that says so; everybody else and every other organisation go on', async () => {
  const clinic = await openClinic()
  const [admin, elsewhere] = [await seated(clinic, max, inside), await seated(clinic, max, outside)]
  expect(await admin.get('/api/users', outside)).toMatchObject({ status: 401, body: { code: 'STEP_UP_REQUIRED' } })
  expect(await elsewhere.get('/api/users', outside)).toMatchObject({ status: 200 })
  expect(await admin.put({ adminNetworks: ['203.0.113.0/24', '2001:db8:1::/48'] })).toMatchObject({
    status: 200,
    body: { adminNetworks: ['203.0.113.0/24', '2001:db8:1::/48'], ownAddress: inside },
  })
  const other = { url: await clinic.another() }
  for (const server of [clinic, other])
    for (const where of [outside, '203.0.114.7', '2001:db8:2::7', '::ffff:198.51.100.9'])
      expect(await elsewhere.get('/api/users', where, server)).toMatchObject(refused)
  const [event] = (await clinic.events('user.listed')).slice(-1)
  expect(event).toMatchObject({ outcome: 'denied', reason: 'NETWORK_REFUSED', actor_id: clinic.who(max).userId })
  for (const mine of ['/api/auth/me', '/api/auth/csrf']) expect((await elsewhere.get(mine, outside)).status).toBe(200)
  // A sign-in from there is taken, and opens as little; a proof changes nothing of where somebody is.
  const anew = await seated(clinic, max, outside)
  expect(await anew.get('/api/patients', outside)).toMatchObject(refused)
  expect((await post(clinic, '/api/auth/step-up', { method: 'password', password: castPassword }, anew.headers(outside))).status).toBe(200)
  expect(await anew.get('/api/patients', outside)).toMatchObject(refused)
  for (const where of [inside, '203.0.113.250', '::ffff:203.0.113.9'])
    expect(await admin.get('/api/users', where)).toMatchObject({ status: 200 })
  const six = await seated(clinic, max, '2001:db8:1::5')
  expect(await six.get('/api/users', '2001:db8:1::5')).toMatchObject({ status: 200 })
  for (const person of [pia, drAna, mira])
    expect(await (await seated(clinic, person, outside)).get('/api/patients', outside)).toMatchObject({ status: 200 })
  expect((await post(clinic, '/api/auth/logout', undefined, anew.headers(outside))).status).toBe(204)
  expect(await admin.put({ adminNetworks: [] }, 2)).toMatchObject({ status: 200 })
  expect(await elsewhere.get('/api/users', outside)).toMatchObject({ status: 200 })
})

test('[V8.4.2 part] nobody shuts themselves out: a list without the address of who sets it is refused with the reason, as is what is no network, and nothing is changed', async () => {
  const clinic = await openClinic()
  const admin = await seated(clinic, max, inside)
  for (const adminNetworks of [['198.51.100.0/24'], ['203.0.113.8'], ['2001:db8::/32'], ['203.0.113.0/30']])
    expect(await admin.put({ adminNetworks })).toMatchObject({ status: 409, body: { code: 'OWN_NETWORK_MISSING' } })
  for (const wrong of ['203.0.113.0/33', '2001:db8::/129', '203.0.113', '1::2::3', '010.0.0.1/8', 'ab'])
    expect(await admin.put({ adminNetworks: ['203.0.113.0/24', wrong] })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'adminNetworks.1', reason: 'is no network' }] },
    })
  for (const misshapen of ['', 'somewhere', '203.0.113.0/', '10.0.0.0/8/8', `${'1'.repeat(60)}`, '10.0.0.0 /8'])
    expect(await admin.put({ adminNetworks: [misshapen] })).toMatchObject({ status: 400 })
  expect((await admin.get(path, inside)).body).toMatchObject({ adminNetworks: [], version: 1 })
  expect(await admin.put({ adminNetworks: [inside] })).toMatchObject({ status: 200 })
})

test('an address is in a network exactly where their first bits are the same, for both families', () => {
  const bits = { 4: 32n, 6: 128n } as const
  const written = (family: 4 | 6, value: bigint) =>
    family === 4
      ? [24n, 16n, 8n, 0n].map((by) => (value >> by) & 255n).join('.')
      : Array.from({ length: 8 }, (_, place) => ((value >> BigInt(112 - 16 * place)) & 0xffffn).toString(16)).join(':')
  fc.assert(
    fc.property(
      fc.constantFrom(4 as const, 6 as const).chain((family) =>
        fc.record({
          family: fc.constant(family),
          network: fc.bigInt(0n, 2n ** bits[family] - 1n),
          // Near it, or anywhere.
          flip: fc.integer({ min: 0, max: Number(bits[family]) }),
          prefix: fc.integer({ min: 0, max: Number(bits[family]) }),
        }),
      ),
      ({ family, network, flip, prefix }) => {
        const length = bits[family]
        const address = flip === Number(length) ? network : network ^ (1n << BigInt(flip))
        const shift = length - BigInt(prefix)
        const text = `${written(family, network)}/${prefix}`
        expect(networkIn(text)).toBeDefined()
        expect(isInside([text], written(family, address))).toBe(address >> shift === network >> shift)
      },
    ),
  )
  expect(isInside(['0.0.0.0/0'], '2001:db8::1')).toBe(false)
  expect(isInside(['::/0'], 'nowhere')).toBe(false)
})

async function seated(clinic: Clinic, person: Person, address: string) {
  const { body } = await post(clinic, '/api/auth/login', { login: person.email, password: castPassword }, from(address))
  const headers = (where: string) => ({ ...bearer(String(body.accessToken)), ...from(where) })
  const get = (asked: string, where: string, server: { url: string } = clinic) => send(server, 'GET', asked, { headers: headers(where) })
  const put = async (changes: Record<string, unknown>, version = 1) => {
    const { id, slug, version: _, ownAddress, ...settings } = (await get(path, address)).body
    return send(clinic, 'PUT', path, { body: { ...settings, ...changes }, headers: { ...headers(address), 'if-match': `"${version}"` } })
  }
  return { headers, get, put }
}

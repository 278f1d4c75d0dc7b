// Closed by default, at boot and at every door: what nobody declared is not served, and what is not public takes a living session.
import { api, type Endpoint, pathsOf, servedIn } from '@wardkeep/contract'
import { anyone, endpoint } from '@wardkeep/contract/endpoint.ts'
import { Type } from 'typebox'
import { expect, onTestFinished, test } from 'vitest'
import { openApp } from '../src/app.ts'
import { alike, bearer, browse, fromElsewhere, pairOf, send } from '../src/features/identity/identity.fixture.ts'
import { openHttp } from '../src/platform/http.ts'
import { openLog } from '../src/platform/log.ts'
import { Floods, floodLimits } from '../src/security/gate/floods.ts'
import { closeByDefault, type Door, mustServeAll, serve } from '../src/security/guard.ts'
import { Identities } from '../src/security/identities.ts'
import { AccessTokens, OpaqueSecrets } from '../src/security/vault/index.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { max, pia } from './people.ts'

const plain = endpoint({
  method: 'GET',
  path: '/plain',
  status: 200,
  summary: 'Nothing',
  access: 'public',
  assurance: anyone,
  audit: 'none',
  reply: Type.Object({}),
  refusals: [],
})

test('[A40][B342-361 part][V8.2.1] a route without a declared policy keeps the server from starting, however it is added, and so does one without its guard, and an endpoint that lacks its access, its assurance or its event, or that nobody serves', async () => {
  const clinic = await openClinic()
  const http = await realApp(clinic)
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const) {
    expect(() => http.route({ method, url: '/api/unguarded', handler: async () => 'open' }), method).toThrow(
      'is not an endpoint of the contract',
    )
  }
  expect(() => http.get('/api/patients/all', async () => 'open')).toThrow('so the server does not start')
  // What looks like an endpoint of the contract and is none of those served counts as none.
  expect(() =>
    http.route({ method: 'GET', url: '/api/copy', config: { endpoint: { ...api.listPatients } }, handler: async () => 'open' }),
  ).toThrow('is not an endpoint of the contract')
  await expect(http.register(async (inner) => void inner.get('/inner', async () => 'open'))).rejects.toThrow(
    'is not an endpoint of the contract',
  )

  const door = await emptyDoor(clinic)
  for (const field of ['access', 'assurance', 'audit', 'refusals', 'reply'] as const) {
    const lacking: Endpoint = { ...plain }
    Reflect.deleteProperty(lacking, field)
    expect(() => serve(door, lacking, async () => ({})), field).toThrow(`declares no ${field}, so the server does not start`)
  }
  expect(() => mustServeAll(door.http, [plain])).toThrow('is not served, so the server does not start')
  serve(door, plain, async () => ({}))
  expect(() => mustServeAll(door.http, [plain])).not.toThrow()
  // Whoever names an endpoint that is served, but goes past its guard, or puts it elsewhere, is stopped as well.
  const handler = async () => 'open'
  for (const onRequest of [undefined, [], async () => {}, [async () => {}]]) {
    const bypass = { method: 'HEAD', url: '/api/plain', config: { endpoint: plain }, handler, ...(onRequest && { onRequest }) } as const
    expect(() => door.http.route(bypass)).toThrow('is not guarded, so the server does not start')
  }
  for (const [method, url] of [
    ['GET', '/api/elsewhere'],
    ['POST', '/api/plain'],
  ] as const)
    expect(() => door.http.route({ method, url, config: { endpoint: plain }, handler })).toThrow('is not an endpoint of the contract')
})

test('[C12][V7.2.1] every endpoint that is not public refuses, on every path, whoever shows no living session: nothing, another scheme, another’s words, what was forged or edited, what has run out and what was ended', {
  timeout: 120_000,
}, async () => {
  const clinic = await openClinic({ flags: [] })
  const [old, ended] = [await pairOf(clinic, pia), await pairOf(clinic, max)]
  const [browser, left] = [await browse(clinic, pia), await browse(clinic, max)]
  clinic.clock.pass(301)
  const disabled = await pairOf(clinic, max)
  const fresh = await pairOf(clinic, pia)
  await clinic.sql(`update sessions set ended_at = now() where user_id = $1`, [clinic.who(max).userId])
  const nobodies: Record<string, Record<string, string>> = {
    nothing: {},
    'an empty header': { authorization: '' },
    'Basic, with the right password': { authorization: `Basic ${Buffer.from(`${pia.email}:x`).toString('base64')}` },
    'a token that has run out': bearer(old.accessToken),
    'a token of an ended session': bearer(disabled.accessToken),
    'an older token of an ended session': bearer(ended.accessToken),
    'a token edited to another’s': bearer(edited(fresh.accessToken, { sub: clinic.who(max).userId, role: 'admin' })),
    'a token that lives longer': bearer(edited(old.accessToken, { exp: 4_000_000_000 })),
    'a token without a signature': bearer(fresh.accessToken.replace(/[^.]+$/, '')),
    'a refresh token': bearer(old.refreshToken),
    'a cookie of an ended session': { cookie: left.cookie, 'x-csrf-token': left.csrf },
    'a cookie with another secret': { cookie: `${browser.cookie.slice(0, -4)}AAAA`, 'x-csrf-token': browser.csrf },
    'a forwarded name': { 'x-forwarded-user': pia.email, 'x-remote-user': pia.email, 'x-user-id': clinic.who(pia).userId },
    'another path': { 'x-original-url': '/health/live', 'x-rewrite-url': '/health/live' },
    'another method': { 'x-http-method-override': 'OPTIONS' },
  }
  const guarded = Object.values(servedIn('demo', [])).filter(({ access, strangersIn }) => access !== 'public' && strangersIn === undefined)
  const told = new Set<string>()
  const before = await clinic.sql(`select count(*)::integer as n from audit_events where outcome = 'allowed'`)
  for (const declared of guarded) {
    for (const path of pathsOf(declared).flatMap((each) => [each, `${each}/`])) {
      for (const [what, headers] of Object.entries(nobodies)) {
        const answer = await send(clinic, declared.method, path.replaceAll(/:\w+/g, '01890000-0000-7000-8000-000000000000'), {
          headers: { ...headers, ...fromElsewhere() },
        })
        expect(answer.status, `${what}: ${declared.method} ${path}`).toBe(401)
        told.add(JSON.stringify(alike(answer)))
      }
    }
  }
  expect(told.size, [...told].join('\n')).toBe(1)
  expect(await clinic.sql(`select count(*)::integer as n from audit_events where outcome = 'allowed'`)).toEqual(before)
})

/** The same token with other claims, under the signature that it had. */
function edited(token: string, claims: Record<string, unknown>): string {
  const [header, payload = '', signature] = token.split('.')
  const changed = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), ...claims }
  return [header, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.')
}

/** The whole app on the clinic's ground, before it listens. */
async function realApp(clinic: Clinic) {
  const { http } = await openApp({
    profile: 'demo',
    publicUrl: 'http://localhost:8080',
    corsOrigins: [],
    trustedProxies: [],
    webFolder: undefined,
    version: '0.0.0-test',
    log: openLog('silent'),
    clock: clinic.clock,
    keys: clinic.keys,
    connections: clinic.connections,
  })
  onTestFinished(() => http.close())
  return http
}

/** A door to a server that serves nothing yet; what guards it is never reached. */
async function emptyDoor(clinic: Clinic): Promise<Door> {
  const http = await openHttp({ log: openLog('silent'), corsOrigins: [], trustedProxies: [], first: () => {} })
  onTestFinished(() => http.close())
  closeByDefault(http)
  const secrets = new OpaqueSecrets(clinic.keys)
  const tokens = new AccessTokens(clinic.keys, { issuer: 'http://localhost:8080' })
  const identities = new Identities({ tokens, secrets, vault: clinic.keep.vault, ask: async () => [] })
  return {
    http,
    guard: {
      clock: clinic.clock,
      database: clinic.keep.db,
      ownOrigin: 'http://localhost:8080',
      identities,
      secrets,
      floods: new Floods(floodLimits),
      noticeMove: async () => {},
      profile: 'demo',
    },
  }
}

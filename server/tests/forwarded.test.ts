// What the operator's own proxies say of a request is believed, to the letter; what anybody else says of it is not heard.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { api, type Endpoint, pathsOf } from '@wardkeep/contract'
import { expect, onTestFinished, test } from 'vitest'
import { Sealed } from '../src/security/vault/index.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { pia } from './people.ts'
import { nowhere } from './walk.ts'

const stranger = '127.0.0.1'
const proxy = '127.0.0.2'
const claimed = '192.0.2.66'
/** What other proxies and frameworks listen to; we listen to none of them, whoever says it. */
const others = {
  forwarded: `for=${claimed};host=evil.test;proto=https`,
  'x-real-ip': claimed,
  'client-ip': claimed,
  'x-client-ip': claimed,
  'true-client-ip': claimed,
  'cf-connecting-ip': claimed,
  'x-cluster-client-ip': claimed,
  'x-forwarded-host': 'evil.test',
  'x-forwarded-port': '1',
  'x-forwarded-user': 'max@harbour.test',
  'x-user-id': nowhere,
}
/** Who speaks, what they say of where it comes from, and where it then comes from. */
const behindAProxy: [string, string | string[] | undefined, string][] = [
  [stranger, undefined, stranger],
  [stranger, '203.0.113.9', stranger],
  [stranger, '203.0.113.9, 127.0.0.2', stranger],
  [proxy, undefined, proxy],
  [proxy, '203.0.113.9', '203.0.113.9'],
  [proxy, `${claimed}, 203.0.113.9`, '203.0.113.9'],
  [proxy, [claimed, '203.0.113.9'], '203.0.113.9'],
  [proxy, `${claimed}, 203.0.113.9, 10.1.2.3`, '203.0.113.9'],
  [proxy, '10.1.2.3, 127.0.0.2', '10.1.2.3'],
  [proxy, '2001:db8::9', '2001:db8::9'],
  [proxy, '[2001:db8::9]:443', '2001:db8::9'],
  [proxy, '203.0.113.9:4711', '203.0.113.9'],
  [proxy, 'unknown', proxy],
  [proxy, '', proxy],
  [proxy, `${claimed}, <script>`, proxy],
  [proxy, `${claimed}, 203.0.113.999`, proxy],
]

test('[V15.3.4][V4.1.3] where a request comes from is what the last proxy of the operator’s says, and else the address of the connection, whatever headers name another: in the journal and in the limits alike', async () => {
  const few = { door: 100, public: 100, unrecognised: 3 }
  for (const trustedProxies of [[], ['10.0.0.0/8'], [proxy, '10.0.0.0/8']]) {
    const clinic = await openClinic({ trustedProxies, floods: few })
    const headers = { authorization: `Bearer ${await clinic.token(pia)}`, ...others }
    for (const [peer, said, expected] of behindAProxy) {
      const answer = await ask(clinic.url, '/api/doctors', {
        peer,
        headers: { ...headers, ...(said !== undefined && { 'x-forwarded-for': said }) },
      })
      expect(answer.status).toBe(200)
      const what = `${trustedProxies.join()}: ${peer} says ${String(said)}`
      expect(await addressIn(clinic, String(answer.headers['x-request-id'])), what).toBe(trustedProxies.includes(peer) ? expected : peer)
    }
    for (const peer of [stranger, proxy]) {
      const statuses: number[] = []
      for (let n = 0; n < 5; n += 1) {
        const from = { 'x-forwarded-for': `198.51.100.${n}`, authorization: 'Bearer none', ...others }
        statuses.push((await ask(clinic.url, '/api/doctors', { peer, headers: from })).status)
      }
      const all = trustedProxies.includes(peer) ? [401, 401, 401, 401, 401] : [401, 401, 401, 429, 429]
      expect(statuses, `${trustedProxies.join()}: ${peer}`).toEqual(all)
    }
  }
}, 120_000)

test('[V4.1.2] what came without TLS, as the operator’s proxy says, is answered nothing: every endpoint refuses it and redirects nobody, a page is sent to the same address over HTTPS; and nobody else’s word makes it so or otherwise', async () => {
  const webFolder = await mkdtemp(join(tmpdir(), 'wardkeep-page-'))
  onTestFinished(() => rm(webFolder, { recursive: true }))
  await writeFile(join(webFolder, 'index.html'), '<!doctype html><title>page</title>')
  const clinic = await openClinic({ publicUrl: 'https://clinic.test', trustedProxies: [proxy], webFolder })
  const clear = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'http' }
  const safe = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' }
  const token = { authorization: `Bearer ${await clinic.token(pia)}` }
  for (const endpoint of Object.values<Endpoint>(api)) {
    for (const path of pathsOf(endpoint)) {
      const refused = await ask(clinic.url, path, { method: endpoint.method, peer: proxy, headers: { ...clear, ...token } })
      expect([refused.status, refused.headers.location, JSON.parse(refused.text).code], path).toEqual([403, undefined, 'HTTPS_REQUIRED'])
    }
  }
  expect(await clinic.events('doctor.listed')).toEqual([])
  for (const path of ['/', '/patients?name=x', '//evil.test/', '/sign-in']) {
    const sent = await ask(clinic.url, path, { peer: proxy, headers: clear })
    expect([sent.status, sent.headers.location, sent.text], path).toEqual([308, `https://clinic.test${path}`, ''])
    expect((await ask(clinic.url, path, { method: 'POST', peer: proxy, headers: clear })).status, path).toBe(403)
    expect((await ask(clinic.url, path, { peer: proxy, headers: safe })).status, path).toBe(200)
  }
  const absolute = await ask(clinic.url, 'http://evil.test/', { peer: proxy, headers: clear })
  expect([absolute.status, absolute.headers.location]).toEqual([403, undefined])
  const list = (peer: string, headers: object) => ask(clinic.url, '/api/doctors', { peer, headers: { ...token, ...headers } })
  expect((await list(proxy, safe)).status).toBe(200)
  expect((await list(proxy, { ...safe, 'x-forwarded-proto': 'https, http' })).status).toBe(403)
  expect((await list(stranger, safe)).status).toBe(200)
  expect((await list(stranger, clear)).status).toBe(200)
}, 120_000)

type Told = { status: number; headers: IncomingHttpHeaders; text: string }

/** A request from an address of this machine, made by hand. */
function ask(
  url: string,
  path: string,
  { method = 'GET', peer, headers }: { method?: string; peer: string; headers: Record<string, string | string[]> },
): Promise<Told> {
  const { port } = new URL(url)
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers, localAddress: peer }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (some: string) => {
        text += some
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }))
    })
    asked.on('error', reject)
    asked.end()
  })
}

/** The address that the event of a request names. */
async function addressIn(clinic: Clinic, requestId: string): Promise<unknown> {
  const event = (await clinic.events('doctor.listed')).find(({ request_id }) => request_id === requestId)
  const place = { tenantId: String(event?.tenant_id), table: 'audit_events', column: 'who', rowId: String(event?.id) }
  if (!Buffer.isBuffer(event?.who)) throw new Error('the event names nobody')
  return Object(await clinic.keep.vault.open(place, Sealed.fromDatabase(event.who))).address
}

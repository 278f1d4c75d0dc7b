import type { RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { json, openFarServer } from './far-server.fixture.ts'
import { EgressFailure, type Outbound, outbound } from './index.ts'

const bounds = { timeoutMs: 5000, largestBytes: 1000 }

/** The word for what became of a call, its body read to the end. */
async function outcome(url: string, options: Partial<Outbound>, init?: RequestInit): Promise<string> {
  const call = outbound({ allow: { open: [], inside: [] }, ...bounds, ...options })
  try {
    return await (await call(url, init)).text()
  } catch (cause) {
    return cause instanceof EgressFailure ? cause.reason : `a bug: ${cause}`
  }
}

async function outcomeAt(answer: RequestListener, options: Partial<Outbound> = {}): Promise<string> {
  const { origin } = await openFarServer(answer)
  return outcome(`${origin}/x`, { allow: { open: [], inside: [origin] }, ...options })
}

test('[API10 part] a listed place is asked as by fetch, and its answer arrives whole', async () => {
  const { origin } = await openFarServer((request, reply) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      const { authorization, host } = request.headers
      reply.writeHead(201, json).end(JSON.stringify({ body, method: request.method, url: request.url, authorization, host }))
    })
  })
  const call = outbound({ allow: { open: [], inside: [origin] }, ...bounds })
  const headers = { authorization: 'Bearer abc', host: 'elsewhere.example' }
  const reply = await call(`${origin}/v1?a=b`, { method: 'POST', headers, body: '{"q":"ש"}' })
  expect(reply.status).toBe(201)
  expect(await reply.json()).toEqual({
    body: '{"q":"ש"}',
    method: 'POST',
    url: '/v1?a=b',
    authorization: 'Bearer abc',
    host: origin.slice('http://'.length),
  })
})

test('[T17 part] what the operator did not list is asked for nothing', async () => {
  const { origin, port, asked } = await openFarServer((_, reply) => void reply.writeHead(200, json).end('{}'))
  const inside = { allow: { open: [], inside: [origin] } }
  for (const url of [
    `http://localhost:${port}/`,
    `https://127.0.0.1:${port}/`,
    `http://127.0.0.1:${port + 1}/`,
    `http://name:word@127.0.0.1:${port}/`,
    'file:///etc/passwd',
    'data:application/json,{}',
    '/relative',
  ])
    expect(await outcome(url, inside), url).toBe('not-allowed')
  // Listed as a place of the Internet, it must not be one of this network.
  expect(await outcome(origin, { allow: { open: [origin], inside: [] } })).toBe('address')
  expect(asked()).toBe(0)
  expect(await outcome(origin, inside)).toBe('{}')
})

test('[T17 part] a name that leads inside, to a place of credentials or to several is not followed', async () => {
  const { port, asked } = await openFarServer((_, reply) => void reply.writeHead(200, json).end('{}'))
  const origin = `http://partner.example:${port}`
  const leads = (...addresses: string[]) => ({
    resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  })
  const open = { allow: { open: [origin], inside: [] } }
  const inside = { allow: { open: [], inside: [origin] } }
  for (const address of ['127.0.0.1', '10.0.0.7', '169.254.169.254', 'fd00:ec2::254', '::ffff:127.0.0.1', '0.0.0.0'])
    expect(await outcome(origin, { ...open, ...leads(address) }), address).toBe('address')
  expect(await outcome(origin, { ...open, ...leads('192.0.43.8', '127.0.0.1') })).toBe('address')
  for (const address of ['169.254.169.254', 'fe80::1', '0.0.0.0'])
    expect(await outcome(origin, { ...inside, ...leads(address) }), address).toBe('address')
  expect(await outcome(origin, { ...open, ...leads() })).toBe('address')
  expect(asked()).toBe(0)
  expect(await outcome(origin, { ...inside, ...leads('127.0.0.1') })).toBe('{}')
})

test('[T17 part] a name that changes its address after it was judged gains nothing: it is asked for once and the connection goes there', async () => {
  const { port, asked } = await openFarServer((_, reply) => void reply.writeHead(200, json).end('{}'))
  const origin = `http://rebinding.example:${port}`
  let answers = 0
  const resolve = async () => [{ address: ++answers === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }]
  const call = outbound({ allow: { open: [], inside: [origin] }, ...bounds, resolve })
  expect(await (await call(origin)).text()).toBe('{}')
  expect({ answers, asked: asked() }).toEqual({ answers: 1, asked: 1 })

  answers = 0
  const other = async () => [{ address: ++answers === 1 ? '169.254.169.254' : '127.0.0.1', family: 4 }]
  expect(await outcome(origin, { allow: { open: [], inside: [origin] }, resolve: other })).toBe('address')
  expect({ answers, asked: asked() }).toEqual({ answers: 1, asked: 1 })
})

test('[V15.3.2] a redirect is an error, and the place it names is never asked', async () => {
  const secret = await openFarServer((_, reply) => void reply.writeHead(200, json).end('{"secret":true}'))
  for (const status of [301, 302, 303, 307, 308, 300, 304]) {
    const told = await outcomeAt((_, reply) => void reply.writeHead(status, { ...json, location: `${secret.origin}/` }).end())
    expect(told, `${status}`).toBe('redirect')
  }
  expect(secret.asked()).toBe(0)
})

test('[API10 part] an answer that is huge, says so, or grows without end is given up at the bound', async () => {
  let sent = 0
  expect(await outcomeAt((_, reply) => void reply.writeHead(200, { ...json, 'content-length': 1001 }).end('x'.repeat(1001)))).toBe(
    'too-large',
  )
  expect(await outcomeAt((_, reply) => void reply.writeHead(200, { ...json, 'content-length': 1000 }).end('x'.repeat(1000)))).toHaveLength(
    1000,
  )
  const endless: RequestListener = (_, reply) => {
    reply.writeHead(200, json)
    const more = () => {
      while (reply.write('x'.repeat(64 * 1024))) sent += 64 * 1024
    }
    reply.on('drain', more)
    more()
  }
  expect(await outcomeAt(endless)).toBe('too-large')
  // What the kernel holds may have been sent; a body without end was not.
  expect(sent).toBeLessThan(64 * 1024 * 1024)
  const lied: RequestListener = (_, reply) => void reply.writeHead(500, json).end('x'.repeat(1001))
  expect(await outcomeAt(lied)).toBe('too-large')
})

test('[API10 part] an answer that is slow in any of its parts is given up in time', async () => {
  const quick = { timeoutMs: 300 }
  expect(await outcomeAt(() => undefined, quick)).toBe('timeout')
  expect(await outcomeAt((_, reply) => void reply.writeHead(200, json).write('{'), quick)).toBe('timeout')
  const dripping: RequestListener = (_, reply) => {
    reply.writeHead(200, json)
    const timer = setInterval(() => reply.write(' '), 20)
    reply.on('close', () => clearInterval(timer))
  }
  expect(await outcomeAt(dripping, quick)).toBe('timeout')
  const { origin } = await openFarServer(() => undefined)
  const never = { allow: { open: [], inside: [origin] }, ...quick, resolve: () => new Promise<never>(() => undefined) }
  expect(
    await outcome(origin.replace('127.0.0.1', 'slow.example'), {
      ...never,
      allow: { open: [origin.replace('127.0.0.1', 'slow.example')], inside: [] },
    }),
  ).toBe('timeout')
})

test('[API10 part] an answer of another kind, packed, cut off or from nobody is refused, and an error is an answer', async () => {
  expect(await outcomeAt((_, reply) => void reply.writeHead(200, { 'content-type': 'text/html' }).end('<p>'))).toBe('media-type')
  expect(await outcomeAt((_, reply) => void reply.writeHead(200).end('{}'))).toBe('media-type')
  expect(await outcomeAt((_, reply) => void reply.writeHead(200, { 'content-type': 'Application/JSON; charset=utf-8' }).end('{}'))).toBe(
    '{}',
  )
  expect(await outcomeAt((_, reply) => void reply.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end('x'))).toBe('encoding')
  expect(await outcomeAt((_, reply) => void reply.writeHead(503, { 'content-type': 'text/plain' }).end('later'))).toBe('later')
  expect(await outcomeAt((_, reply) => void reply.writeHead(204).end())).toBe('')
  expect(
    await outcomeAt((_, reply) => void reply.writeHead(200, { ...json, 'content-length': 50 }).write('{', () => reply.destroy())),
  ).toBe('unreachable')
  expect(await outcomeAt((request) => void request.socket.destroy())).toBe('unreachable')
  expect(await outcomeAt((request) => void request.socket.end('not http at all\r\n\r\n'))).toBe('unreachable')
})

test('a caller who gives up stops the call', async () => {
  const giving = new AbortController()
  const { origin } = await openFarServer(() => giving.abort())
  expect(await outcome(origin, { allow: { open: [], inside: [origin] } }, { signal: giving.signal })).toBe('cancelled')
})

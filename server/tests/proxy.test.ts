// The reference proxy of deploy/ in front of the server: no request hides in another, and HTTP/2 carries nothing that is none of its own.
import { request } from 'node:http'
import { connect as connectHttp2 } from 'node:http2'
import { expect, onTestFinished, test } from 'vitest'
import { openApp } from '../src/app.ts'
import { openClinic } from './clinic.ts'
import { endOf, requestOf } from './frames.fixture.ts'
import { dial, hasNginx, heard, named, openProxy } from './proxy.fixture.ts'
import { corpus, sound, victim } from './smuggling.fixture.ts'

test.runIf(hasNginx)(
  '[V4.2.1][V4.2.3][V4.2.4] through the reference proxy a request that could be cut in two ways has one answer and its connection is closed, the server is asked at most once and never for what was hidden; over HTTP/2 no header of a connection and no line end in a header reaches it',
  async () => {
    const asked: { line: string; from: unknown; proto: unknown }[] = []
    const clinic = await openClinic({
      publicUrl: `https://${named}`,
      openApp: async (parts) => {
        const app = await openApp(parts)
        app.http.server.on('request', ({ method, url, headers }) =>
          asked.push({ line: `${method} ${url}`, from: headers['x-forwarded-for'], proto: headers['x-forwarded-proto'] }),
        )
        return app
      },
    })
    const proxy = await openProxy(clinic.url)

    const wrong: string[] = []
    for (const [name, bytes] of Object.entries({ ...corpus, ...sound })) {
      asked.length = 0
      const socket = await dial(proxy.tls, 'http/1.1')
      const told = heard(socket)
      socket.write(Buffer.from((bytes + victim).replaceAll('clinic.test', named), 'latin1'))
      const text = (await told).toString('latin1')
      const statuses = [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => status)
      // In the first version of all an answer has no first line, and there is never another behind it.
      if (name === 'HTTP/0.9' ? statuses.length > 0 || text === '' : statuses.length !== 1) wrong.push(`${name}: ${statuses.join()}`)
      if (asked.length > 1 || asked.some(({ line }) => /hidden/.test(line))) wrong.push(`${name}: ${asked.map(({ line }) => line).join()}`)
    }
    expect(wrong).toEqual([])
    expect(Object.keys(corpus).length).toBeGreaterThan(60)

    const plainly: [string, string][] = [
      [':method', 'GET'],
      [':scheme', 'https'],
      [':path', '/api/about'],
      [':authority', named],
    ]
    const carried: [string, string][] = [
      ['connection', 'close'],
      ['connection', 'keep-alive, x-a'],
      ['keep-alive', 'timeout=5'],
      ['proxy-connection', 'keep-alive'],
      ['transfer-encoding', 'chunked'],
      ['transfer-encoding', 'identity'],
      ['upgrade', 'h2c'],
      ...['x-a\r\nx-b', 'x-a\r', 'x-a\n', 'x-a: b', 'X-A'].map((name): [string, string] => [name, 'b']),
      ...['b\r\nx-b: c', 'b\nx-b: c', 'b\r', '\nb', 'b\0c'].map((value): [string, string] => ['x-a', value]),
      [':path', '/api/about HTTP/1.1\r\nx-b: c\r\n\r\nGET /api/hidden'],
      [':method', 'GET /api/hidden HTTP/1.1\r\n\r\nGET'],
      [':authority', `${named}\r\nx-b: c`],
    ]
    const over = async (headers: readonly (readonly [string, string])[]) => {
      asked.length = 0
      const socket = await dial(proxy.tls, 'h2')
      const told = heard(socket, (bytes) => endOf(bytes) !== undefined)
      socket.write(requestOf(headers))
      return endOf(await told)
    }
    expect(await over(plainly)).toBe('200')
    expect(await over([...plainly, ['x-a', 'b'], ['te', 'trailers']])).toBe('200')
    const reached: string[] = []
    for (const [name, value] of carried) {
      const own = plainly.filter(([one]) => one !== name)
      const end = await over(name.startsWith(':') ? [...own, [name, value]] : [...plainly, [name, value]])
      if (end === '200' || end === undefined || asked.length > 0) reached.push(`${JSON.stringify([name, value])}: ${end}, ${asked.length}`)
    }
    expect(reached).toEqual([])

    // What a caller says of where it comes from is not handed on; who speaks in the clear is answered nothing.
    asked.length = 0
    const socket = await dial(proxy.tls, 'h2', '127.0.7.7')
    const session = connectHttp2(`https://${named}`, { createConnection: () => socket })
    onTestFinished(() => session.destroy())
    const claims = { 'x-forwarded-for': '8.8.8.8', 'x-forwarded-proto': 'http', forwarded: 'for=8.8.8.8;proto=http' }
    const status = await new Promise((resolve) => {
      session.request({ ':path': '/api/about', ...claims }).once('response', (headers) => resolve(headers[':status']))
    })
    expect([status, asked]).toEqual([200, [{ line: 'GET /api/about', from: '127.0.7.7', proto: 'https' }]])
    expect(await inTheClear(proxy.plain, '/api/about')).toEqual([403, undefined])
    expect(await inTheClear(proxy.plain, '/patients')).toEqual([308, `https://${named}/patients`])
  },
  60_000,
)

function inTheClear(port: number, path: string): Promise<[number | undefined, string | undefined]> {
  return new Promise((resolve, reject) => {
    const headers = { host: named, accept: 'text/html' }
    const asking = request({ host: '127.0.0.1', port, path, headers }, (answer) => {
      answer.resume()
      resolve([answer.statusCode, answer.headers.location])
    })
    asking.on('error', reject).end()
  })
}

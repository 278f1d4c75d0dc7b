// Load by wrk (a Debian package): one thread, since client, server and database share two cores.
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A session answers to the browser that opened it alone, so sign-ins and load name the same one. */
export const userAgent = 'wardkeep-bench'

export type Asked = { method: 'GET' | 'POST'; path: string; token?: string; body?: object }
export type Measured = { perSecond: number; p50: number; p99: number; requests: number; errors: number }

/**
 * Sends requests for some seconds: one picked at random each time or, `inTurn`, each once in the order given (which must suffice). Milliseconds for
 * the latencies; an answer that is no 2xx is an error.
 */
export async function load(o: {
  url: string
  asked: readonly Asked[]
  inTurn: boolean
  connections: number
  seconds: number
}): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'wardkeep-load-'))
  const [script, requests] = [join(folder, 'load.lua'), join(folder, 'requests')]
  const { host } = new URL(o.url)
  try {
    await writeFile(requests, o.asked.map((one) => rawRequest(host, one)).join('\0'))
    await writeFile(script, scriptOf(requests, o.inTurn))
    const output = await run('wrk', ['-t', '1', '-c', `${o.connections}`, '-d', `${o.seconds}s`, '--timeout', '10s', '-s', script, o.url])
    const [, perSecond, p50, p99, sent, errors] = /RESULT (\S+) (\S+) (\S+) (\d+) (\d+)/.exec(output)?.map(Number) ?? []
    if (perSecond === undefined || p50 === undefined || p99 === undefined || sent === undefined || errors === undefined)
      throw new Error(output)
    if (o.inTurn && sent > o.asked.length) throw new Error(`${sent} requests were sent where ${o.asked.length} were prepared`)
    return { perSecond, p50, p99, requests: sent, errors }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** HTTP/1.1 (RFC 9112) as it goes over the wire. */
function rawRequest(host: string, { method, path, token, body }: Asked): string {
  const content = body && JSON.stringify(body)
  const headers = [
    `Host: ${host}`,
    `User-Agent: ${userAgent}`,
    token && `Authorization: Bearer ${token}`,
    content && 'Content-Type: application/json',
    content && `Content-Length: ${Buffer.byteLength(content)}`,
  ]
  return `${method} ${path} HTTP/1.1\r\n${headers.filter(Boolean).join('\r\n')}\r\n\r\n${content ?? ''}`
}

function scriptOf(requests: string, inTurn: boolean): string {
  return `
local requests = {}
function init(args)
  math.randomseed(os.time())
  local file = io.open(${JSON.stringify(requests)}, "rb")
  for one in string.gmatch(file:read("*a"), "[^%z]+") do requests[#requests + 1] = one end
  file:close()
end
local turn = 0
function request()
  turn = turn + 1
  return requests[${inTurn ? '(turn - 1) % #requests + 1' : 'math.random(#requests)'}]
end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT %f %f %f %d %d\\n", summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, summary.requests, e.connect + e.read + e.write + e.status + e.timeout))
end`
}

function run(command: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
    child.on('error', reject)
    child.on('exit', () => resolve(text))
  })
}

// Load by wrk (a Debian package): one thread, since client, server and database share two cores.
import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'

export type Measured = { perSecond: number; p50: number; p99: number; errors: number }

/** Requests of random paths for some seconds; milliseconds for the latencies. */
export async function load(o: {
  url: string
  paths: readonly string[]
  headers: Record<string, string>
  connections: number
  seconds: number
  script: string
}): Promise<Measured> {
  const headers = Object.entries(o.headers).map(([name, value]) => `wrk.headers[${JSON.stringify(name)}] = ${JSON.stringify(value)}`)
  await writeFile(
    o.script,
    `${headers.join('\n')}
local paths = { ${o.paths.map((path) => JSON.stringify(path)).join(', ')} }
local n = #paths
function init(args) math.randomseed(os.time()) end
function request() return wrk.format("GET", paths[math.random(n)]) end
function done(summary, latency, requests)
  io.write(string.format("RESULT %f %f %f %d\\n", summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout))
end`,
  )
  const output = await run('wrk', [
    '-t',
    '1',
    '-c',
    String(o.connections),
    '-d',
    `${o.seconds}s`,
    '--timeout',
    '10s',
    '-s',
    o.script,
    o.url,
  ])
  const [, perSecond = '0', p50 = '0', p99 = '0', errors = '0'] = /RESULT (\S+) (\S+) (\S+) (\d+)/.exec(output) ?? []
  return { perSecond: Number(perSecond), p50: Number(p50), p99: Number(p99), errors: Number(errors) }
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

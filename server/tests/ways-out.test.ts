// What of the server could be talked into asking where it must not: all that calls leaves by the one way out, and nothing of that arrives inside.
import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { api } from '@wardkeep/contract'
import { expect, test } from 'vitest'
import { root } from '../../scripts/root.ts'
import { trackedFiles } from '../../scripts/tracked-files.ts'
import { readSource } from './source.ts'

/** Those at which clouds hand out credentials, and link-local ones, first. */
const inside = [
  '169.254.169.254',
  '169.254.1.1',
  'fd00:ec2::254',
  '100.100.100.200',
  '127.0.0.1',
  '127.9.8.7',
  '::1',
  '10.0.0.7',
  '172.16.0.9',
  '192.168.0.1',
  '100.64.0.1',
  'fd12:3456::1',
]
/** A network of its own, with nothing in it but itself. */
const devices = [
  'ip link set lo up',
  ...inside.map((address) => `ip addr replace ${address}/${address.includes(':') ? 128 : 32} dev lo`),
].join(' && ')
const namespaces = spawnSync('unshare', ['-rn', 'sh', '-c', devices]).status === 0

test.skipIf(!namespaces)(
  '[T17] whatever a model, a partner or the way out itself is pointed at, nothing arrives at a private, link-local or metadata address',
  { timeout: 60_000 },
  async () => {
    const child = [process.execPath, join(root, 'server/tests/ways-out.fixture.ts'), inside.join(',')]
    const { stdout } = await promisify(execFile)('unshare', ['-rn', 'sh', '-c', `${devices} && exec "$@"`, 'sh', ...child])
    const { ends, never, byWardkeep, byBareConnections } = JSON.parse(stdout)
    expect(byWardkeep).toBe(0)
    expect(never).toEqual(Array(4).fill('address'))
    // Each stands there and answers who asks by other ways.
    expect(byBareConnections).toBe(inside.length)
    for (const address of inside) expect(ends[address], address).toEqual(['address', 'address', 'not-allowed', 'ProviderFailed', 'address'])
  },
)

test('[T17][V4.1.5 part] nothing else of the server can call: no webhook, no metadata of a provider of identities, no avatar and no renderer stands there to be pointed anywhere', () => {
  const files = trackedFiles().filter((path) => /^server\/src\/.*\.ts$/.test(path) && !/\.(?:test|fixture|nightly)\.ts$/.test(path))
  const strays = files.flatMap((path) =>
    readSource(path, readFileSync(join(root, path), 'utf8'))
      .imports.filter((to) => !/^(?:server|contract|client)\/|^@wardkeep\//.test(to))
      .filter((to) => !callNobody.has(to) && !mayCall[to]?.test(path))
      .map((to) => `${path} imports ${to}`),
  )
  expect(files.length).toBeGreaterThan(300)
  expect(strays).toEqual([])
  // What a request may name to be called at.
  const taken = Object.entries(api).flatMap(([name, endpoint]) => addressesIn(endpoint).map((field) => `${name}.${field}`))
  // Where browsers are sent to sign in or out: nothing of the server asks there.
  const browsers = ['addSignOnProvider', 'changeSignOnProvider'].flatMap((name) => [`${name}.signOnUrl`, `${name}.logoutUrl`])
  expect(taken).toEqual(['addPartner.url', 'changePartner.url', ...browsers])
})

/** Who may use what opens connections or starts programs; `fetch` and its like are refused by the test of the architecture. */
const mayCall: Record<string, RegExp> = {
  undici: /^server\/src\/platform\/egress\//,
  'node:dns': /^server\/src\/platform\/egress\//,
  // Handed the way out as its `fetch`.
  openai: /^server\/src\/features\/assistant\/outside-provider\.ts$/,
  nodemailer: /^server\/src\/platform\/mail\.ts$/,
  // The database, at the operator's own address.
  pg: /^server\/src\/(?:platform\/|start-up\.ts)/,
  'node:child_process': /^server\/src\/platform\/postgres-/,
  // Those that listen, and what knows the form of an address.
  'node:http': /^server\/src\/(?:platform\/|security\/guard\.ts)/,
  'node:net': /^server\/src\/(?:platform\/|start-up\.ts)/,
}

/** Looked at: they open no connection by themselves, or not by what is used of them (of `jose`, no key is fetched). */
const callNobody = new Set(
  `@fastify/cookie @fastify/cors @fastify/static @node-rs/argon2 @node-rs/bcrypt @simplewebauthn/server @xmldom/xmldom ajv ajv-formats canonicalize fast-json-stringify fastify franc
   ical-generator jose libphonenumber-js/min lru-cache otpauth p-limit pino temporal-polyfill typebox typebox/compile typebox/value uuid validator xml-crypto
   node:crypto node:events node:fs node:fs/promises node:module node:os node:path node:stream node:stream/consumers node:timers/promises node:url node:util
   node:worker_threads node:zlib`.split(/\s+/),
)

/** The fields of a request that hold an address to call, by their names and their patterns. */
function addressesIn(schema: unknown, field = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key === 'reply' || key === 'refusals') return []
    if (key === 'properties')
      return Object.entries(value).flatMap(([name, of]) => [
        ...(/ur[il]$|href|callback|webhook|avatar|metadata|endpoint/i.test(name) ? [name] : []),
        ...addressesIn(of, name),
      ])
    if (key === 'pattern' && /https?/.test(String(value)) && !/ur[il]$/i.test(field)) return [field]
    return addressesIn(value, field)
  })
}

// Which hash functions and generators our own code uses, read from the syntax of every TypeScript source that is no test. [V11.4.1][V11.4.3][V6.5.3]
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync, Visitor } from 'vite'
import { describe, expect, test } from 'vitest'
import { root } from '../../scripts/root.ts'
import { trackedFiles } from '../../scripts/tracked-files.ts'

const ours = /^(?:contract|client|cli|server\/src|web\/src|scripts|bench)\/.*(?<!\.(?:test|fixture|nightly))\.(?:tsx?|mjs)$/
/** What takes the name of a hash, and as which of its arguments. */
const taking: Record<string, number> = {
  createHash: 0,
  createHmac: 0,
  hash: 0,
  hkdf: 0,
  hkdfSync: 0,
  pbkdf2: 4,
  pbkdf2Sync: 4,
  createSign: 0,
  createVerify: 0,
  sign: 0,
  verify: 0,
  digest: 0,
}
const fromCrypto = ['node:crypto', 'crypto', 'node:webcrypto']
/** The two places of SHA-1, told on the operator's pages: one-time codes as every authenticator app takes them, and the form of a list of breached passwords, which keeps nothing safe. */
const sha1 = { 'server/src/security/vault/breached-passwords.ts': ['sha1'], 'server/src/security/vault/totp.ts': ['SHA1'] }

type Found = { hashes: string[]; weak: string[]; unclear: string[]; generators: string[] }

test('[V11.4.1][V11.4.3] every hash that our code names is SHA-2 of 256 bits or more; MD5 stands nowhere, and SHA-1 in one-time codes and in the form of a list of breached passwords alone, as the pages say', () => {
  const files = trackedFiles().filter((path) => ours.test(path) && existsSync(join(root, path)))
  expect(files.length).toBeGreaterThan(300)
  const found = files.map((path) => [path, read(path, readFileSync(join(root, path), 'utf8'))] as const)
  const named = found.flatMap(([path, { hashes }]) => (Object.keys(sha1).includes(path) ? [] : hashes))
  expect(new Set(named)).toEqual(new Set(['sha256', 'SHA-256']))
  expect(named.length).toBeGreaterThan(6)
  expect(found.flatMap(([path, { unclear }]) => unclear.map((call) => `${path}: ${call}`))).toEqual([])
  expect(Object.fromEntries(found.flatMap(([path, { weak }]) => (weak.length > 0 ? [[path, [...new Set(weak)]]] : [])))).toEqual(sha1)
  expect(readFileSync(join(root, 'docs/operate/authentication.md'), 'utf8')).toContain('RFC 6238 with SHA-1')
  expect(readFileSync(join(root, 'docs/operate/passwords.md'), 'utf8')).toContain('the SHA-1 hash in hexadecimal digits')
})

test('[V6.5.3 part] secrets come from the generator of node:crypto alone: Math.random makes none', () => {
  const files = trackedFiles().filter((path) => /^server\/src\/security\//.test(path) && ours.test(path) && existsSync(join(root, path)))
  expect(files.filter((path) => read(path, readFileSync(join(root, path), 'utf8')).generators.length > 0)).toEqual([])
})

describe('what is weak is seen', () => {
  test.each<[string, string, Partial<Found>]>([
    ['by its call', `import { createHash } from 'node:crypto'\ncreateHash('md5')`, { hashes: ['md5'], weak: ['md5'] }],
    ['under another name', `import { createHmac as mac } from 'node:crypto'\nmac('sha1', k)`, { hashes: ['sha1'], weak: ['sha1'] }],
    ['through the module', `import * as c from 'node:crypto'\nc.createHash('SHA-1')`, { hashes: ['SHA-1'], weak: ['SHA-1'] }],
    ['in a setting', `const s = { algorithm: 'SHA1' }`, { hashes: [], weak: ['SHA1'] }],
    ['in a signature', `import { createSign } from 'node:crypto'\ncreateSign('RSA-MD5')`, { weak: ['RSA-MD5'], hashes: ['RSA-MD5'] }],
    ['where it is chosen elsewhere', `import { createHash } from 'node:crypto'\ncreateHash(kind)`, { unclear: ['createHash(kind)'] }],
    ['as a generator', 'const token = Math.random()', { generators: ['Math.random'] }],
    ['only where it is one', `const words = 'the md5 of a file, sha1024'`, { weak: [], hashes: [] }],
  ])('%s', (_, code, found) => {
    expect(read('server/src/x.ts', code)).toMatchObject(found)
  })
})

function read(path: string, code: string): Found {
  const { program, errors } = parseSync(path, code)
  if (errors.length > 0) throw new Error(`${path} does not parse`)
  const found: Found = { hashes: [], weak: [], unclear: [], generators: [] }
  const local = new Map<string, string>()
  const modules = new Set<string>()
  const part = (node: { start: number; end: number }) => code.slice(node.start, node.end)
  new Visitor({
    ImportDeclaration: ({ source, specifiers }) => {
      if (!fromCrypto.includes(source.value)) return
      for (const each of specifiers)
        if (each.type === 'ImportSpecifier') local.set(each.local.name, part(each.imported))
        else modules.add(each.local.name)
    },
    MemberExpression: (node) => {
      if (part(node) === 'Math.random') found.generators.push('Math.random')
    },
    Literal: ({ value }) => {
      if (typeof value === 'string' && /^(?:rsa-)?(?:hmac-?)?(?:md[245]|sha-?1|ripemd-?160)$/i.test(value)) found.weak.push(value)
    },
  }).visit(program)
  new Visitor({
    CallExpression: (node) => {
      const callee = part(node.callee)
      const [module = '', member = ''] = callee.split('.')
      const name =
        local.get(callee) ?? (modules.has(module) || callee.endsWith('subtle.digest') ? callee.split('.').at(-1) : undefined) ?? ''
      const place = taking[name]
      if (place === undefined || (member === '' && !local.has(callee))) return
      const given = node.arguments[place]
      // Of Ed25519 the algorithm is the key's own.
      if (given?.type === 'Literal' && given.value === null) return
      if (given?.type === 'Literal' && typeof given.value === 'string') found.hashes.push(given.value)
      else found.unclear.push(part(node))
    },
  }).visit(program)
  return found
}

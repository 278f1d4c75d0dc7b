import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../../scripts/root.ts'
import { trackedFiles } from '../../scripts/tracked-files.ts'
import { breaches, featureEdges } from './architecture.ts'

const held = /^(?:contract|client|cli|server\/src|web\/src)\/.*\.(?:[cm]?tsx?|[cm]?js|css|sql)$/

test('the house keeps its own rules', () => {
  const files = trackedFiles().filter((path) => held.test(path) && existsSync(join(root, path)))
  expect(breaches(new Map(files.map((path) => [path, readFileSync(join(root, path), 'utf8')])))).toEqual([])
})

describe('a breach of the house is seen', () => {
  const feature = 'server/src/features'
  test.each([
    ['an import upward', 'server/src/platform/http.ts', `import { guard } from '../security/guard.ts'`, 'platform may not see security'],
    [
      'an import of type alone',
      'contract/x.ts',
      `import type { A } from '../server/src/platform/http.ts'`,
      'contract may not see platform',
    ],
    ['a lazy import', 'web/src/x.tsx', `const p = import('@wardkeep/server/src/app.ts')`, 'web may not see wiring'],
    ['a re-export', 'client/x.ts', `export * from '../web/src/x.ts'`, 'client may not see web'],
    [
      'a feature that sees the configuration',
      `${feature}/records/actions.ts`,
      `import '../../config/env.ts'`,
      'features may not see config',
    ],
    ['a way round the door', `${feature}/scheduling/actions.ts`, `import { d } from '../doctors/store.ts'`, 'not the door of doctors'],
    ['an edge that is not written down', `${feature}/doctors/actions.ts`, `import { s } from '../scheduling/index.ts'`, 'no edge'],
    ['a route that asks the store', `${feature}/records/routes.ts`, `import { s } from './store.ts'`, 'routes may not use store'],
    ['a rule that asks the store', `${feature}/records/late-rules.ts`, `import { s } from './store.ts'`, 'rules may not use store'],
    ['a rule that reads the clock', `${feature}/records/rules.ts`, 'export const late = () => Date.now() > 5', 'reads the clock'],
    ['an action that sees HTTP', `${feature}/records/actions.ts`, `import type { FastifyReply } from 'fastify'`, 'only routes see HTTP'],
    ['cryptography outside the vault', 'server/src/security/guard.ts', `import { createHash } from 'node:crypto'`, `the vault's alone`],
    ['the global crypto', `${feature}/records/actions.ts`, 'export const id = crypto.randomUUID()', 'the global crypto'],
    ['an HTTP client', `${feature}/records/actions.ts`, `import { request } from 'undici'`, 'leave through the egress'],
    ['a bare connection', `${feature}/records/actions.ts`, `import { connect } from 'node:tls'`, 'leave through the egress'],
    ['a client beside a server', `${feature}/records/actions.ts`, `import { request } from 'node:http'`, 'none of them calls'],
    ['the global fetch', `${feature}/records/actions.ts`, `export const ask = () => fetch('https://x.example')`, 'the global fetch'],
    [
      'the global fetch, handed on',
      `${feature}/records/actions.ts`,
      'export const a = { fetch }\nexport const b = [fetch]',
      'the global fetch',
    ],
    ['the global fetch, by its owner', 'server/src/app.ts', 'export const f = globalThis.fetch', 'the global fetch'],
    ['a test switch', `${feature}/records/actions.ts`, 'export const debug = process.env.DEBUG', 'reads the environment'],
    ['SQL in an action', `${feature}/records/actions.ts`, 'export const q = `select 1 from records`', 'holds SQL'],
    ['a cast', 'web/src/x.ts', 'export const y = (x: unknown) => x as string', 'casts'],
    ['a role by name', `${feature}/records/actions.ts`, `export const f = (op: { role: string }) => op.role === 'admin'`, 'names a role'],
    ['a name in capitals', 'web/src/BookVisit.tsx', 'export {}', 'kebab-case'],
    ['a file in no room', 'server/src/utils/dates.ts', 'export {}', 'no room'],
  ])('%s', (_, path, code, sentence) => {
    expect(breaches(new Map([[path, code]])).join('\n')).toContain(sentence)
  })

  test('a table that two features write', () => {
    const files = new Map([
      [`${feature}/records/store.ts`, 'export const a = `insert into records (id) values ($1)`'],
      [`${feature}/journal/store.ts`, 'export const b = `update records set id = $1`'],
    ])
    expect(breaches(files)).toEqual(['records is written by features/journal and features/records'])
  })

  test('two features that use each other', () => {
    expect(breaches(new Map(), { ...featureEdges, doctors: ['scheduling'] })).toContain('doctors uses itself in a circle')
  })
})

test('what the house allows is no breach', () => {
  const files = new Map([
    [
      'server/src/features/records/store.ts',
      `import type { Reader } from '../../platform/database.ts'\nexport const q = 'select 1' as string`,
    ],
    [
      'server/src/features/records/actions.ts',
      `import { findPatient } from '../patients/index.ts'\nimport { q } from './store.ts'\nexport const a = [q, findPatient] as const`,
    ],
    [
      'server/src/features/records/routes.ts',
      `import type { FastifyInstance } from 'fastify'\nimport { a } from './actions.ts'\nexport const r = (http: FastifyInstance) => http.get('/', a)`,
    ],
    ['server/src/demo/visits.ts', 'type Call = { fetch: typeof fetch }\nexport const inside = (call: Call) => ({ fetch: call })'],
    ['server/src/security/policy.ts', `export const isAdmin = (op: { role: string }) => op.role === 'admin'`],
    [
      'server/src/app.ts',
      `import { r } from './features/records/routes.ts'\nexport const say = 'Select a doctor from the list'\n// select 1 from records`,
    ],
  ])
  expect(breaches(files)).toEqual([])
})

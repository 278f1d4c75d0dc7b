// What the pages on signing in and on passwords tell of the ways in, held to the contract and the code; and what must not exist at all. [V6.1.2][V6.1.3][V6.4.2][V6.6.1]
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { api, type Endpoint, pathsOf } from '@wardkeep/contract'
import { factorMethods, roles } from '@wardkeep/contract/identity.ts'
import { expect, test } from 'vitest'
import { root } from '../../scripts/root.ts'
import { trackedFiles } from '../../scripts/tracked-files.ts'
import { passwordProblems } from '../src/security/passwords/index.ts'
import { wordsOf } from '../src/security/passwords/word-file.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const endpoints = Object.values<Endpoint>(api)

test('[V6.1.3] every endpoint that gives something to speak with stands in the page’s table of ways in with its level, and no other', () => {
  const page = read('docs/operate/authentication.md')
  const [, table = ''] = /\| Way in \| Level \|\n\| --- \| --- \|\n((?:\|.*\n)+)/.exec(page) ?? []
  const rows = [...table.matchAll(/^\| (.+?) \| (.+) \|$/gm)]
  for (const [, , level = ''] of rows) expect(level).toMatch(/^(1|2|as the session had it|raises)/)
  const told = rows.flatMap(([, ways = '']) => [...ways.matchAll(/`(?:POST )?([^`]+?)\/?`/g)].map(([, path]) => path))
  // The token against forged requests is no credential by itself.
  const giving = endpoints.filter(
    (endpoint) => endpoint !== api.csrf && /"(?:accessToken|access|csrfToken)":/.test(JSON.stringify(endpoint.reply)),
  )
  expect(giving.length).toBeGreaterThan(6)
  expect(told.toSorted()).toEqual(giving.flatMap(pathsOf).toSorted())
  expect(page).toContain('an [API key](#api-keys), which has no level and opens no session')
})

test('[V6.1.2] the words that mean something here are named on the page, stand in a file of the release, and are worth nothing in a password', () => {
  const path = 'server/src/security/passwords/common-words.txt'
  expect(trackedFiles()).toContain(path)
  const page = read('docs/operate/passwords.md')
  const [told = ''] = /^\*\*Context words\*\*.*$/m.exec(page) ?? []
  for (const kind of ['`wardkeep`', 'organisation', 'slug', 'roles', path, 'the name', 'username', 'e-mail address'])
    expect(told).toContain(kind)
  const words = wordsOf(read(path))
  // The product is barred by the code; a service has no password.
  for (const word of [...roles.filter((role) => role !== 'service'), 'administrator', 'receptionist', 'nurse', 'clinic'])
    expect(words).toContain(word)
  const place = { policy: 'composition', names: ['Harbour Clinic', 'harbour'] } as const
  const owner = { displayName: 'Nicodemus Ek', username: 'owlish', email: 'tamarind@example.test' }
  for (const word of [...roles, 'Wardkeep', 'Harbour', 'Nicodemus', 'Owlish', 'Tamarind'])
    expect(passwordProblems(`${word[0]?.toUpperCase()}${word.slice(1)}-2027!!`, place, owner), word).not.toEqual([])
})

test('[V6.4.2] nothing asks for, keeps or shows a hint or a secret question: no field, no column, no word of a page', () => {
  const asking =
    /(?:secret|security|recovery|challenge)[-_ ]?question|question[-_ ]?answer|password[-_ ]?hint|mother.{0,3}s? maiden|first pet/i
  const places = trackedFiles().filter((path) => /^(?:contract|server\/src|server\/migrations|web\/src|cli)\/.*\.(?:tsx?|sql)$/.test(path))
  const found = places.filter((path) => existsSync(join(root, path)) && asking.test(read(path)))
  expect(found).toEqual([])
  const fields = new Set(endpoints.flatMap(({ body, reply }) => names({ body, reply })))
  expect(fields.size).toBeGreaterThan(100)
  // What a health fund is asked about a member is none.
  expect([...fields].filter((field) => /question|hint/i.test(field))).toEqual(['question'])
  const columns = [...read('server/schema.sql').matchAll(/^ {2}(\w+) /gm)].map(([, column = '']) => column)
  expect(columns.filter((column) => /question|hint/i.test(column))).toEqual([])
  for (const seen of ['securityQuestion', 'password_hint', 'your mother’s maiden name']) expect(asking.test(seen)).toBe(true)
})

test('[V6.6.1] no code comes by SMS or telephone: no path takes or sends one, no factor is one, and nothing speaks to a carrier', () => {
  const carried = /\bsms\b|text-?message|phone-?call|voice-?call|twilio|vonage|nexmo|plivo|messagebird/i
  expect(endpoints.flatMap(pathsOf).filter((path) => carried.test(path) || /phone|(?<!t)otp|mobile/i.test(path))).toEqual([])
  expect(/second_factors_kind_check CHECK (.*);/.exec(read('server/schema.sql'))?.[1] ?? kinds()).not.toMatch(carried)
  expect(factorMethods.toSorted()).toEqual(['passkey', 'recovery', 'totp'])
  const code = trackedFiles().filter(
    (path) => /^(?:contract|server\/src|cli)\/.*\.ts$|package\.json$/.test(path) && existsSync(join(root, path)),
  )
  expect(code.filter((path) => carried.test(read(path)))).toEqual([])
})

function kinds(): string {
  throw new Error('the schema does not say which kinds of second factors there are')
}

/** Every name of a field, however deep. */
function names(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const own =
    'properties' in schema && typeof schema.properties === 'object' && schema.properties !== null ? Object.keys(schema.properties) : []
  return [...own, ...Object.values(schema).flatMap(names)]
}

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newApiKey, prefixOfApiKey } from './api-keys.ts'

test('a new key has its form, is never the same twice, and is told by its name', () => {
  const keys = Array.from({ length: 2000 }, newApiKey)
  expect(new Set(keys.map(({ key }) => key)).size).toBe(2000)
  for (const { key, prefix } of keys) {
    expect(key).toMatch(/^wk_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}$/)
    expect(prefixOfApiKey(key)).toBe(prefix)
    expect(key.startsWith(`${prefix}_`)).toBe(true)
  }
})

test('one altered character, or any other text, is no key', () => {
  const { key } = newApiKey()
  fc.assert(
    fc.property(
      fc.nat(key.length - 1),
      fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-'),
      (at, other) => {
        fc.pre(key[at] !== other)
        expect(prefixOfApiKey(key.slice(0, at) + other + key.slice(at + 1))).toBeUndefined()
      },
    ),
    { numRuns: 2000 },
  )
  fc.assert(fc.property(fc.string(), (text) => void expect(prefixOfApiKey(text)).toBeUndefined()))
})

test('the published key is one', () => {
  const published = 'wk_00000000_00000000000000000000000000000000000000000003Mljij'
  expect(prefixOfApiKey(published)).toBe('wk_00000000')
  expect(readFileSync(new URL('../../../../docs/formats/api-key.md', import.meta.url), 'utf8')).toContain(published)
})

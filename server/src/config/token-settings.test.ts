import { expect, test } from 'vitest'
import { tokenKeyDays } from '../security/token-rotation.ts'
import { accessLife } from '../security/vault/index.ts'
import { readConfig } from './config.ts'
import { readSettings } from './env.ts'

const settings = [
  { name: 'ACCESS_TOKEN_SECONDS', field: 'accessTokenSeconds', bounds: accessLife },
  { name: 'TOKEN_KEY_DAYS', field: 'tokenKeyDays', bounds: tokenKeyDays },
] as const

test('[C11 part] the life of access tokens and of their key is set within its bounds; a value outside of them is a sentence that keeps the server from starting', () => {
  for (const { name, field, bounds } of settings) {
    expect(readConfig(readSettings({}))[field]).toBe(bounds.usual)
    for (const value of [bounds.least, bounds.most]) {
      const fine = readSettings({ [name]: String(value) })
      expect([readConfig(fine)[field], fine.problems]).toEqual([value, []])
    }
    for (const value of [String(bounds.least - 1), String(bounds.most + 1), '-1', '1.5', 'x', '1e2']) {
      const refused = readSettings({ [name]: value })
      readConfig(refused)
      expect(refused.problems, value).toEqual([`${name} must be a whole number from ${bounds.least} to ${bounds.most}.`])
    }
  }
})

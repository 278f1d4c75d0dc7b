import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { readSettings } from './env.ts'
import { Secrets } from './secrets.ts'

const whole = { AI_URL: 'https://ai.example/v1', AI_MODEL: 'far-model-2026-01-15', EGRESS_ALLOW: 'https://ai.example' }

function read(environment: Record<string, string>) {
  const settings = readSettings(environment)
  const { assistant } = readConfig(settings)
  return { assistant, secrets: new Secrets(settings), problems: settings.problems }
}

test('an outside model is one exact id at an origin that the operator allows to be called, and its key is never printed', () => {
  expect(read({}).assistant).toBeUndefined()
  const { assistant, secrets, problems } = read({ ...whole, AI_KEY: 'canary-key', AI_PRICE_IN: '15' })
  expect({ assistant, problems }).toEqual({
    assistant: { url: whole.AI_URL, model: whole.AI_MODEL, priceIn: 15, priceOut: 0 },
    problems: [],
  })
  expect(secrets.aiKey).toBe('canary-key')
  expect(inspect({ assistant, secrets }) + JSON.stringify({ assistant, secrets })).not.toContain('canary')
})

test.each([
  ['AI_MODEL', { AI_URL: whole.AI_URL }],
  ['AI_KEY', { AI_KEY: 'x' }],
  ['plain address', { ...whole, AI_URL: 'https://me:secret@ai.example/v1' }],
  ['plain address', { ...whole, AI_URL: 'https://ai.example/v1?key=secret' }],
  ['EGRESS_ALLOW', { ...whole, AI_URL: 'https://other.example/v1' }],
  ['EGRESS_ALLOW', { ...whole, AI_URL: 'https://ai.example.evil.example/v1' }],
  ['exact id', { ...whole, AI_MODEL: 'any model' }],
  ['AI_PRICE_OUT', { ...whole, AI_PRICE_OUT: '-1' }],
])('a start with wrong settings of the assistant is refused with a sentence on %s that repeats no value', (sentence, environment) => {
  const { problems } = read(environment)
  expect(problems.join('\n')).toContain(sentence)
  expect(problems.join('\n')).not.toContain('secret')
})

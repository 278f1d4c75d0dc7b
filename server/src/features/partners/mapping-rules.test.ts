import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answerIn, questionBody, tellsApart } from './mapping-rules.ts'
import { fundAt } from './partners.fixture.ts'

const { mapping } = fundAt('https://fund.example')

test('[A87 part] a question is what the mapping says of it, and nothing else', () => {
  expect(questionBody(mapping, { number: '12', birthDate: '1990-01-02', requestId: 'r' })).toEqual({
    member: { number: '12', born: '1990-01-02' },
    request: { id: 'r' },
  })
  expect(questionBody(mapping, { number: '12', requestId: 'r' })).toEqual({ member: { number: '12' }, request: { id: 'r' } })
  const odd = { ...mapping, question: { number: '/__proto__/x', requestId: '/constructor/prototype/y' } }
  expect(JSON.stringify(questionBody(odd, { number: '1', requestId: 'r' }))).toBe(
    '{"__proto__":{"x":"1"},"constructor":{"prototype":{"y":"r"}}}',
  )
  expect(Object.hasOwn(Object.prototype, 'x') || Object.hasOwn(Object.prototype, 'y')).toBe(false)
})

test('[API10 part] whatever a partner answers, nobody becomes a member but by the very word, beside the very word of this question', () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.record({ request: fc.jsonValue(), result: fc.jsonValue() }),
    fc.record({ request: fc.record({ id: fc.constant('mine') }), result: fc.oneof(fc.jsonValue(), fc.record({ state: fc.jsonValue() })) }),
  )
  fc.assert(
    fc.property(value, (body) => {
      const { outcome } = answerIn(mapping, 'mine', body)
      expect(['member', 'not-member', 'failed']).toContain(outcome)
      if (outcome !== 'failed') expect(body).toMatchObject({ request: { id: 'mine' } })
      if (outcome === 'member') expect(body).toMatchObject({ result: { state: 'ACTIVE' } })
    }),
    { numRuns: 2000 },
  )
  const good = { request: { id: 'mine' }, result: { state: 'ACTIVE' } }
  expect(answerIn(mapping, 'mine', good)).toEqual({ outcome: 'member' })
  expect(answerIn(mapping, 'other', good)).toEqual({ outcome: 'failed', reason: 'replayed' })
  for (const state of ['active', true, 1, null, ['ACTIVE'], { toString: 'ACTIVE' }])
    expect(answerIn(mapping, 'mine', { ...good, result: { state } }), JSON.stringify(state)).toEqual({
      outcome: 'failed',
      reason: 'malformed',
    })
  const inherited = { ...mapping, answer: { ...mapping.answer, member: '/constructor/name', yes: 'Object' } }
  expect(answerIn(inherited, 'mine', good)).toEqual({ outcome: 'failed', reason: 'malformed' })
})

test('a mapping that could not tell, or would overwrite itself, is seen', () => {
  expect(tellsApart(mapping)).toBe(true)
  expect(tellsApart({ ...mapping, answer: { ...mapping.answer, no: 'ACTIVE' } })).toBe(false)
  expect(tellsApart({ ...mapping, answer: { ...mapping.answer, member: mapping.answer.requestId } })).toBe(false)
  expect(tellsApart({ ...mapping, question: { number: '/a', requestId: '/a/b' } })).toBe(false)
  expect(tellsApart({ ...mapping, question: { number: '/a', requestId: '/a' } })).toBe(false)
})

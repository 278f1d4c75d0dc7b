import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decideToKeep, mostKept } from './routing-kept-rules.ts'
import { type Candidate, decide, type Question } from './routing-rules.ts'

const candidate: fc.Arbitrary<Candidate> = fc
  .record({
    doctorId: fc.uuid(),
    languages: fc.subarray(['en', 'he']),
    specialties: fc.subarray(['x', 'y']),
    pool: fc.constantFrom(undefined, undefined, 'p', 'q'),
    away: fc.boolean(),
    load: fc.nat(2),
    lastAt: fc.nat(2),
  })
  .map(({ pool, ...facts }) => ({ ...facts, ...(pool && { pool }) }))
const question: fc.Arbitrary<Question> = fc
  .record({
    candidates: fc.uniqueArray(candidate, { selector: ({ doctorId }) => doctorId, maxLength: 70, size: 'max' }),
    before: fc.option(fc.nat(69), { nil: undefined }),
    passedBy: fc.array(fc.nat(69), { maxLength: 4 }),
    specialty: fc.constantFrom('x', undefined),
  })
  .map(({ candidates, before, passedBy, specialty }) => {
    const had = before === undefined ? undefined : candidates[before]?.doctorId
    return {
      wanted: { language: 'he', pool: 'p', ...(specialty && { specialty }) },
      passedBy: passedBy.flatMap((place) => candidates[place]?.doctorId ?? []),
      ...(had !== undefined && { before: had }),
      candidates,
    }
  })

test('[F63] what is kept of a large roster decides the same for the same reasons, is never many more than sixteen, and everybody who is not kept is counted once', () => {
  fc.assert(
    fc.property(question, (asked) => {
      const { rules, offers, ...kept } = decideToKeep(asked)
      expect(offers).toEqual(decide(asked).offers)
      expect(decide(kept).offers).toEqual(offers)
      expect(kept.candidates.length).toBeLessThanOrEqual(mostKept + 6)
      const left = Object.values(kept.left ?? {}).reduce((sum, count) => sum + count, 0)
      expect(kept.candidates.length + left).toBe(asked.candidates.length)
      if (asked.candidates.length <= mostKept) expect(kept).toEqual(asked)
    }),
    { numRuns: 500 },
  )
})

test('of who is not kept it is told by what they lost against the first', () => {
  const fits: Candidate = { doctorId: 'a', languages: ['he'], specialties: ['x'], pool: 'p', away: false, load: 0, lastAt: 1 }
  const many = (name: string, count: number, more: Partial<Candidate>) =>
    Array.from({ length: count }, (_, n) => ({ ...fits, ...more, doctorId: `${name}${n}` }))
  const { pool: _, ...open } = fits
  const { left, candidates } = decideToKeep({
    wanted: { language: 'he', specialty: 'x', pool: 'p' },
    passedBy: ['passed0'],
    candidates: [
      ...many('away', 2, { away: true }),
      ...many('passed', 1, {}),
      ...many('kept', mostKept, {}),
      ...many('turn', 3, { lastAt: 2 }),
      ...many('load', 4, { load: 1 }),
      ...Array.from({ length: 5 }, (_, n) => ({ ...open, doctorId: `pool${n}` })),
      ...many('specialty', 6, { specialties: ['y'] }),
      ...many('language', 7, { languages: ['en'] }),
    ],
  })
  expect(candidates.map(({ doctorId }) => doctorId)).toEqual(many('kept', mostKept, {}).map(({ doctorId }) => doctorId))
  expect(left).toEqual({ away: 2, 'passed-on': 1, turn: 3, load: 4, pool: 5, specialty: 6, language: 7 })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keepsEveryCase } from './routing-model.fixture.ts'
import { type Candidate, decide, rank } from './routing-rules.ts'

const someone: Candidate = { doctorId: 'a', languages: ['en'], specialties: [], away: false, load: 0 }
const order = (wanted: Parameters<typeof rank>[0], ...candidates: Partial<Candidate>[]) =>
  rank(
    wanted,
    candidates.map((each) => ({ ...someone, ...each })),
  ).map(({ doctorId }) => doctorId)

test('[F63] language weighs more than specialty, specialty more than the own pool, the pool more than load, load more than who waited longest', () => {
  const wanted = { language: 'he', specialty: 'Dermatology', pool: 'acme' }
  const speaks = { languages: ['he'] }
  const knows = { ...speaks, specialties: ['dermatology'] }
  const own = { ...knows, pool: 'acme' }
  expect(
    order(
      wanted,
      { doctorId: 'nothing' },
      { doctorId: 'speaks', ...speaks },
      { doctorId: 'foreign', ...knows, pool: 'other' },
      { doctorId: 'knows', ...knows },
      { doctorId: 'busy', ...own, load: 3 },
      { doctorId: 'late', ...own, load: 1, lastAt: 50 },
      { doctorId: 'long', ...own, load: 1, lastAt: 20 },
      { doctorId: 'never', ...own, load: 1 },
      { doctorId: 'away', ...own, away: true },
    ),
  ).toEqual(['never', 'long', 'late', 'busy', 'knows', 'foreign', 'speaks', 'nothing'])
})

test('a tag is spoken by whoever speaks its language, and what fits worse says so as a fallback', () => {
  const [first] = rank({ language: 'pt-BR', pool: 'x' }, [{ ...someone, languages: ['pt'] }])
  expect(first).toEqual({ doctorId: 'a', load: 0, fallback: false, reasons: ['language', 'pool-open'] })
  const [other] = rank({ language: 'he', specialty: 'Pediatrics', pool: 'x' }, [{ ...someone, pool: 'acme' }])
  expect(other).toMatchObject({ fallback: true, reasons: ['language-fallback', 'specialty-other', 'pool-fallback'] })
})

test('three who fit are offered a case, a fallback is asked alone, who passed it on is not asked again, and who had it is asked first', () => {
  const wanted = { language: 'en', pool: 'x' }
  const four = ['a', 'b', 'c', 'd'].map((doctorId) => ({ ...someone, doctorId }))
  const offered = (more: object) => decide({ wanted, passedBy: [], candidates: four, ...more }).offers.map(({ doctorId }) => doctorId)
  expect(offered({})).toEqual(['a', 'b', 'c'])
  expect(offered({ passedBy: ['a'] })).toEqual(['b', 'c', 'd'])
  expect(offered({ before: 'd' })).toEqual(['d'])
  expect(offered({ before: 'd', candidates: four.map((each) => ({ ...each, away: each.doctorId === 'd' })) })).toEqual(['a', 'b', 'c'])
  expect(offered({ wanted: { language: 'he', pool: 'x' } })).toEqual(['a'])
  expect(offered({ candidates: four.map((each) => ({ ...each, away: true })) })).toEqual([])
})

test('[F63] the same input gives the same answer, in whatever order it comes', () => {
  const candidate = fc.record({
    doctorId: fc.uuid(),
    languages: fc.subarray(['en', 'he', 'ar']),
    specialties: fc.subarray(['x', 'y']),
    away: fc.boolean(),
    load: fc.nat(3),
    lastAt: fc.nat(3),
  })
  fc.assert(
    fc.property(fc.uniqueArray(candidate, { selector: ({ doctorId }) => doctorId, maxLength: 12 }), fc.nat(11), (candidates, turn) => {
      const wanted = { language: 'he', specialty: 'x', pool: 'p' }
      const moved = [...candidates.slice(turn), ...candidates.slice(0, turn)].toReversed()
      expect(rank(wanted, moved)).toEqual(rank(wanted, candidates))
    }),
  )
})

test('of doctors who fit alike and answer as they come, none ever has two cases more than another', () => {
  const doctors: Candidate[] = ['a', 'b', 'c', 'd', 'e'].map((doctorId) => ({ ...someone, doctorId }))
  const got = new Map(doctors.map(({ doctorId }) => [doctorId, 0]))
  for (let turn = 1; turn <= 500; turn += 1) {
    const [first] = decide({ wanted: { language: 'en', pool: 'x' }, passedBy: [], candidates: doctors }).offers
    const chosen = doctors.find(({ doctorId }) => doctorId === first?.doctorId)
    if (chosen) chosen.lastAt = turn
    got.set(first?.doctorId ?? '', (got.get(first?.doctorId ?? '') ?? 0) + 1)
  }
  expect([...got.values()]).toEqual([100, 100, 100, 100, 100])
})

// Ten thousand sequences run nightly (routing-model.nightly.ts); these are the first few of them at every change.
test('[F63][F64] through any sequence of submissions, acceptances, answers and vacations no case is ownerless, none comes to a doctor who is away, and to one of another language only where its decision says fallback', () =>
  keepsEveryCase(400))

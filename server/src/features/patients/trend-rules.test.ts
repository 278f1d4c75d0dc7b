import { trendLimits } from '@wardkeep/contract/patients.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { measurement } from './history.fixture.ts'
import { trendsOf } from './trend-rules.ts'

const day = (at: number) => new Date(Date.UTC(2024, 0, 1) - at * 86_400_000).toISOString().slice(0, 10)

test('of a series with more points than are told, the newest stay', () => {
  const entries = Array.from({ length: trendLimits.points + 1 }, (_, at) => measurement(day(at), at))
  const { series, truncated } = trendsOf(entries)
  expect(truncated).toBe(true)
  expect(series[0]?.points.map(({ value }) => value)).toEqual(
    Array.from({ length: trendLimits.points }, (_, at) => trendLimits.points - 1 - at),
  )
  expect(trendsOf(entries.slice(0, trendLimits.points)).truncated).toBe(false)
})

test('of more things than are told, those measured most recently stay', () => {
  const entries = Array.from({ length: trendLimits.series + 1 }, (_, at) => measurement(day(at), at, `code-${at}`))
  const { series, truncated } = trendsOf(entries)
  expect(truncated).toBe(true)
  expect(series.map(({ code }) => code)).toEqual(Array.from({ length: trendLimits.series }, (_, at) => `code-${at}`))
})

test('whatever was measured, each number stands once in the series of its code and unit, unchanged, or the reply says that it is truncated', () => {
  const entry = fc.record({
    value: fc.double({ noNaN: true, noDefaultInfinity: true }),
    code: fc.constantFrom('a', 'b', 'a","b'),
    unit: fc.constantFrom('', 'kg', 'b'),
  })
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 300 }), (given) => {
      const entries = given.map(({ value, code, unit }, at) => measurement(day(at), value, code, unit))
      const { series, truncated } = trendsOf(entries)
      const told = series.flatMap(({ code, unit, points }) => points.map(({ at, value }) => ({ at, value, code, unit })))
      const measured = given.map(({ value, code, unit }, at) => ({ at: day(at), value, code, unit }))
      expect(new Set(series.map(({ code, unit }) => JSON.stringify([code, unit]))).size).toBe(series.length)
      for (const one of told) expect(measured).toContainEqual(one)
      expect(truncated || told.length === measured.length).toBe(true)
    }),
    { numRuns: 60 },
  )
})

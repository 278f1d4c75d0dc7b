import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comingOfAge, endOf } from './rules.ts'

const now = new Date('2026-03-01T12:00:00Z')
const carer = { until: undefined, capacity: 'carer' as const, ofAge: undefined }

test('somebody comes of age with the first moment of the birthday on the clinic’s clock; who was born on 29 February, on 1 March', () => {
  expect(comingOfAge('2010-07-04', 18, 'Asia/Jerusalem').toISOString()).toBe('2028-07-03T21:00:00.000Z')
  expect(comingOfAge('2008-02-29', 18, 'UTC').toISOString()).toBe('2026-03-01T00:00:00.000Z')
  expect(comingOfAge('2008-02-29', 16, 'UTC').toISOString()).toBe('2024-02-29T00:00:00.000Z')
})

test('[F36 part] whatever end is asked for, nobody’s link to a minor outlives the day on which they come of age', () => {
  const times = fc.integer({ min: 1, max: 6 * 366 }).map((days) => new Date(now.getTime() + days * 86_400_000))
  fc.assert(
    fc.property(
      fc.option(times, { nil: undefined }),
      times,
      fc.constantFrom('guardian' as const, 'carer' as const),
      (until, ofAge, capacity) => {
        let end: Date | undefined
        try {
          end = endOf({ until, capacity, ofAge }, now)
        } catch {
          return
        }
        expect(end?.getTime()).toBe(Math.min(ofAge.getTime(), until?.getTime() ?? Number.POSITIVE_INFINITY))
      },
    ),
  )
})

test('an end lies ahead and at most five years, and a guardian of somebody of unknown age has one', () => {
  expect(endOf(carer, now)).toBeUndefined()
  expect(endOf({ ...carer, until: new Date('2031-03-01T12:00:00Z') }, now)).toEqual(new Date('2031-03-01T12:00:00Z'))
  for (const until of [now, new Date('2031-03-01T12:00:00.001Z')])
    expect(() => endOf({ ...carer, until }, now)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }))
  expect(() => endOf({ ...carer, capacity: 'guardian' }, now)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }))
})

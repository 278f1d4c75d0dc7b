import fc from 'fast-check'
import { expect, test } from 'vitest'
import { slotsBetween } from './slot-rules.ts'
import { zones as few, slotsByWatching, wallAt } from './zones.fixture.ts'
import { casesIn, days, first, nineToTen } from './zones-cases.fixture.ts'

const dayMs = 86_400_000
const zones = Intl.supportedValuesOf('timeZone')

test('in every zone there is, nine o’clock is nine o’clock on every day of ten years', () => {
  for (const timeZone of zones) {
    const slots = slotsBetween({ hours: nineToTen, overrides: [], timeZone }, new Date(first), new Date(first + days * dayMs))
    const walls = [...slots].map(({ start }) => wallAt(start.getTime(), timeZone))
    expect(
      walls.filter((wall) => !wall.endsWith('T09:00')),
      timeZone,
    ).toEqual([])
    expect(new Set(walls).size, timeZone).toBe(walls.length)
    expect(walls.length, timeZone).toBeGreaterThanOrEqual(days - 1)
  }
})

test('whatever the zone, the week and the changes of a day, exactly the slots that watching the clock finds', () => {
  fc.assert(
    fc.property(casesIn([...few, ...zones]), ({ date, minutes, ...week }) => {
      const midnight = Date.parse(`${date}T00:00:00Z`)
      const slots = slotsBetween(week, new Date(midnight - 2 * dayMs), new Date(midnight + 3 * dayMs), minutes ?? undefined)
      const ofDate = [...slots].filter((slot) => slot.date === date).map(({ start, end }) => [start.getTime(), end.getTime()])
      expect(ofDate).toEqual(slotsByWatching(week, date, minutes ?? undefined))
    }),
    { numRuns: 20_000 },
  )
})

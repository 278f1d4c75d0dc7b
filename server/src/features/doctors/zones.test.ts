import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { closedTime } from '../holidays/index.ts'
import { slotsBetween } from './slot-rules.ts'
import { slotsByWatching, wallAt, zones } from './zones.fixture.ts'
import { casesIn, changesIn, days, first, nineToTen } from './zones-cases.fixture.ts'

const dayMs = 86_400_000

describe('[F40][F39 part] 38 zones over ten years', () => {
  test('nine o’clock is nine o’clock on every day for a week before and after each change of the clock', () => {
    expect(new Set(zones).size).toBeGreaterThanOrEqual(30)
    let changes = 0
    for (const timeZone of zones) {
      for (const date of changesIn(timeZone)) {
        const [from, to] = [-7, 8].map((day) => new Date(Date.parse(`${date}T00:00:00Z`) + day * dayMs))
        if (!from || !to) throw new Error('two ends')
        const walls = [...slotsBetween({ hours: nineToTen, overrides: [], timeZone }, from, to)].map(({ start }) =>
          wallAt(start.getTime(), timeZone),
        )
        expect(
          walls.filter((wall) => !wall.endsWith('T09:00')),
          timeZone,
        ).toEqual([])
        expect(new Set(walls).size, timeZone).toBe(walls.length)
        // Fifteen days, of which the range may cut the outermost.
        expect(walls.length, `${timeZone} ${date}`).toBeGreaterThanOrEqual(14)
        changes += 1
      }
    }
    expect(changes).toBeGreaterThan(300)
  })

  test('whatever the week, the changes of a day and the length of the visit, exactly the slots that watching the clock finds', () => {
    let found = 0
    fc.assert(
      fc.property(casesIn(zones), ({ date, minutes, ...week }) => {
        const midnight = Date.parse(`${date}T00:00:00Z`)
        const slots = slotsBetween(week, new Date(midnight - 2 * dayMs), new Date(midnight + 3 * dayMs), minutes ?? undefined)
        const ofDate = [...slots].filter((slot) => slot.date === date).map(({ start, end }) => [start.getTime(), end.getTime()])
        expect(ofDate).toEqual(slotsByWatching(week, date, minutes ?? undefined))
        found += ofDate.length
      }),
      { numRuns: 1000 },
    )
    expect(found).toBeGreaterThan(1000)
  })

  test('a closed day begins with the first moment that its clock shows its date, and ends with the first of the next', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: days - 1 }), (timeZone, day) => {
        const date = new Date(first + day * dayMs).toISOString().slice(0, 10)
        const { from, to } = closedTime({ from: date, until: date }, timeZone)
        const moments: [number, boolean][] = [
          [from.getTime() - 1, false],
          [from.getTime(), true],
          [to.getTime() - 1, true],
          [to.getTime(), false],
        ]
        for (const [at, isOn] of moments) expect(wallAt(at, timeZone).startsWith(date), `${timeZone} ${date}`).toBe(isOn)
      }),
      { numRuns: 1500 },
    )
  })
})

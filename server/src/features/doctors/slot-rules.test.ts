import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import type { Hours, Slot } from './calendar.ts'
import { slotsBetween } from './slot-rules.ts'

/** Weekly hours alone, in a zone. */
const week = (hours: Hours[], timeZone: string) => ({ hours, timeZone, overrides: [] })
const zones = Intl.supportedValuesOf('timeZone')
const always = { validFrom: null, validUntil: null }
const daily = (from: number, to: number, slotMinutes: number): Hours[] =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromMinute: from * 60, toMinute: to * 60, slotMinutes, ...always }))
const slotsOn = (date: string, hours: Hours[], zone: string): Slot[] => {
  const day = Temporal.PlainDate.from(date)
  const midnight = (of: Temporal.PlainDate) => new Date(of.toZonedDateTime(zone).epochMilliseconds)
  return [...slotsBetween(week(hours, zone), midnight(day), midnight(day.add({ days: 1 })))]
}
const wallOf = (instant: Date, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone).toPlainDateTime()
const walls = (slots: Slot[], zone: string) => slots.map(({ start }) => wallOf(start, zone).toPlainTime().toString().slice(0, 5))

describe('one week, read by hand', () => {
  test('[F39 part] weekly hours in a zone give exactly the slots of the range, in order', () => {
    const hours: Hours[] = [
      { weekday: 2, fromMinute: 14 * 60, toMinute: 15 * 60, slotMinutes: 45, ...always },
      { weekday: 1, fromMinute: 9 * 60, toMinute: 10 * 60, slotMinutes: 30, ...always },
      { weekday: 1, fromMinute: 8 * 60, toMinute: 8 * 60 + 20, slotMinutes: 20, ...always },
    ]
    const found = [
      ...slotsBetween(week(hours, 'Asia/Jerusalem'), new Date('2026-01-05T00:00:00+02:00'), new Date('2026-01-12T00:00:00+02:00')),
    ]
    expect(found.map(({ start, end }) => [start.toISOString(), end.toISOString()])).toEqual([
      ['2026-01-05T06:00:00.000Z', '2026-01-05T06:20:00.000Z'],
      ['2026-01-05T07:00:00.000Z', '2026-01-05T07:30:00.000Z'],
      ['2026-01-05T07:30:00.000Z', '2026-01-05T08:00:00.000Z'],
      ['2026-01-06T12:00:00.000Z', '2026-01-06T12:45:00.000Z'],
    ])
  })

  test('a slot that the range cuts is left out, at either end', () => {
    const cut = slotsBetween(week(daily(9, 11, 30), 'UTC'), new Date('2026-01-05T09:10:00Z'), new Date('2026-01-05T10:40:00Z'))
    expect(walls([...cut], 'UTC')).toEqual(['09:30', '10:00'])
  })

  test('hours hold from their first day to their last, both included', () => {
    const hours = daily(9, 10, 60).map((rule) => ({ ...rule, validFrom: '2026-01-06', validUntil: '2026-01-07' }))
    const days = slotsBetween(week(hours, 'UTC'), new Date('2026-01-01T00:00:00Z'), new Date('2026-01-15T00:00:00Z'))
    expect([...days].map(({ start }) => start.toISOString().slice(0, 10))).toEqual(['2026-01-06', '2026-01-07'])
  })

  test('hours may run to the end of the day', () => {
    expect(walls(slotsOn('2026-01-05', daily(23, 24, 30), 'Asia/Tokyo'), 'Asia/Tokyo')).toEqual(['23:00', '23:30'])
  })
})

describe('[F40] clock changes', () => {
  test('nine o’clock stays nine o’clock on the days before, of and after both changes', () => {
    for (const zone of ['Asia/Jerusalem', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe']) {
      const year = slotsBetween(week(daily(9, 10, 60), zone), new Date('2026-01-01T12:00:00Z'), new Date('2026-12-31T12:00:00Z'))
      const starts = [...year].map(({ start }) => wallOf(start, zone).toPlainTime().toString())
      expect(starts.length).toBeGreaterThanOrEqual(363)
      expect(new Set(starts)).toEqual(new Set(['09:00:00']))
    }
  })

  test('a slot that starts in the hour that does not exist, or runs into it, is not offered', () => {
    const zone = 'America/New_York'
    expect(walls(slotsOn('2026-03-08', daily(1, 4, 30), zone), zone)).toEqual(['01:00', '01:30', '03:00', '03:30'])
    expect(walls(slotsOn('2026-03-08', [{ weekday: 7, fromMinute: 90, toMinute: 270, slotMinutes: 60, ...always }], zone), zone)).toEqual([
      '03:30',
    ])
  })

  test('of the hour that comes twice, the first is offered', () => {
    const zone = 'America/New_York'
    expect(slotsOn('2026-11-01', daily(1, 3, 60), zone).map(({ start }) => start.toISOString())).toEqual([
      '2026-11-01T05:00:00.000Z',
      '2026-11-01T07:00:00.000Z',
    ])
  })

  test('a clock that jumps at midnight, or over a whole day, takes only what it jumps over', () => {
    expect(walls(slotsOn('2026-04-24', daily(0, 3, 60), 'Africa/Cairo'), 'Africa/Cairo')).toEqual(['01:00', '02:00'])
    const zone = 'Pacific/Apia'
    const around = slotsBetween(week(daily(9, 10, 60), zone), new Date('2011-12-29T00:00:00Z'), new Date('2012-01-01T12:00:00Z'))
    expect([...around].map(({ start }) => wallOf(start, zone).toString())).toEqual([
      '2011-12-29T09:00:00',
      '2011-12-31T09:00:00',
      '2012-01-01T09:00:00',
    ])
  })

  test('around each change of more than thirty zones, exactly the slots that a walk over every minute finds', () => {
    const changing = zones.flatMap((zone) => {
      const first = Temporal.Instant.from('2026-01-02T00:00Z').toZonedDateTimeISO(zone).getTimeZoneTransition('next')
      const second = first?.getTimeZoneTransition('next')
      return [first, second].flatMap((change) => (change && change.year === 2026 ? [change] : []))
    })
    const some = changing.filter((_, place) => place % 3 === 0)
    expect(new Set(some.map(({ timeZoneId }) => timeZoneId)).size).toBeGreaterThan(30)
    for (const change of some) {
      const hours = [...daily(0, 2, 20), ...daily(2, 5, 45), ...daily(22, 24, 50)]
      const date = change.toPlainDate().toString()
      const found = slotsOn(date, hours, change.timeZoneId).map(({ start, end }) => [start.toISOString(), end.toISOString()])
      expect(found, `${change.timeZoneId} ${date}`).toEqual(walked(date, hours, change.timeZoneId))
    }
  })

  test('whatever the zone, the hours and the days: walls as written, lengths equal, in order, none over another', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        someHours,
        fc.integer({ min: 0, max: 14_600 }),
        fc.integer({ min: 1, max: 21 }),
        (zone, hours, day, days) => {
          const from = new Date(Date.UTC(2000, 0, 1) + day * 86_400_000)
          const to = new Date(from.getTime() + days * 86_400_000)
          let before: Slot | undefined
          for (const slot of slotsBetween(week(hours, zone), from, to)) {
            const rule = hours.find((one) => yields(one, wallOf(slot.start, zone)))
            expect(rule).toBeDefined()
            expect(slot.end.getTime() - slot.start.getTime()).toBe((rule?.slotMinutes ?? 0) * 60_000)
            expect(slot.start.getTime()).toBeGreaterThanOrEqual(before?.end.getTime() ?? from.getTime())
            expect(slot.end.getTime()).toBeLessThanOrEqual(to.getTime())
            before = slot
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})

/** Up to three stretches on each weekday, apart from one another. */
const someHours: fc.Arbitrary<Hours[]> = fc
  .array(
    fc.record({
      weekday: fc.integer({ min: 1, max: 7 }),
      borders: fc.uniqueArray(fc.integer({ min: 0, max: 288 }), { minLength: 2, maxLength: 6 }),
      slotMinutes: fc.integer({ min: 1, max: 24 }).map((fives) => fives * 5),
    }),
    { maxLength: 7 },
  )
  .map((days) =>
    [...new Map(days.map((day) => [day.weekday, day])).values()].flatMap(({ weekday, borders, slotMinutes }) => {
      const sorted = borders.map((border) => border * 5).sort((one, other) => one - other)
      return Array.from({ length: Math.floor(sorted.length / 2) }, (_, pair) => ({
        weekday,
        fromMinute: sorted[2 * pair] ?? 0,
        toMinute: sorted[2 * pair + 1] ?? 0,
        slotMinutes,
        ...always,
      }))
    }),
  )

function yields(rule: Hours, wall: Temporal.PlainDateTime): boolean {
  const minute = wall.hour * 60 + wall.minute
  const inside =
    rule.weekday === wall.dayOfWeek && wall.second === 0 && minute >= rule.fromMinute && minute + rule.slotMinutes <= rule.toMinute
  return inside && (minute - rule.fromMinute) % rule.slotMinutes === 0
}

/** What a clock on the wall shows in every minute of a date: a slot is real where its own minutes all pass before its end is first reached. */
function walked(date: string, hours: Hours[], zone: string): string[][] {
  const day = Temporal.PlainDate.from(date)
  const begin = day.toZonedDateTime(zone).subtract({ hours: 3 }).epochMilliseconds
  const shown: { at: number; wall: string }[] = []
  for (let minute = 0; minute < 32 * 60; minute += 5) {
    const at = begin + minute * 60_000
    shown.push({ at, wall: wallOf(new Date(at), zone).toString() })
  }
  const wallAt = (minute: number) => day.toPlainDateTime().add({ minutes: minute }).toString()
  const slots = hours
    .filter((rule) => rule.weekday === day.dayOfWeek)
    .flatMap((rule) => {
      const starts: number[] = []
      for (let at = rule.fromMinute; at + rule.slotMinutes <= rule.toMinute; at += rule.slotMinutes) starts.push(at)
      return starts.flatMap((at) => {
        const start = shown.find(({ wall }) => wall === wallAt(at))
        const over = shown.find(({ wall }) => wall >= wallAt(at + rule.slotMinutes))
        const end = start && start.at + rule.slotMinutes * 60_000
        return start && end && over && end <= over.at ? [[new Date(start.at).toISOString(), new Date(end).toISOString()]] : []
      })
    })
  return slots.sort(([one = ''], [other = '']) => (one < other ? -1 : 1))
}

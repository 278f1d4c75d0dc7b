import { describe, expect, test } from 'vitest'
import { instantIn } from '../../platform/instants.ts'
import { Refusal } from '../../platform/refusal.ts'
import { mustBeTimeZone, mustBeWeeklyHours, type Weekly, weeklyOf } from './hours-rules.ts'

const rule: Weekly = { weekday: 1, from: '09:00', to: '12:30', slotMinutes: 30 }
const faults = (act: () => unknown) => {
  try {
    act()
  } catch (cause) {
    if (cause instanceof Refusal) return cause.more.errors
    throw cause
  }
  return []
}
const fieldsAt = (weekly: Weekly[]) => faults(() => mustBeWeeklyHours(weekly))?.map(({ field }) => field)

describe('weekly hours', () => {
  test('are kept as they were written', () => {
    const weekly: Weekly[] = [
      rule,
      { weekday: 7, from: '00:00', to: '24:00', slotMinutes: 480, validFrom: '2026-01-01', validUntil: '2026-01-01' },
    ]
    expect(mustBeWeeklyHours(weekly).map(weeklyOf)).toEqual(weekly)
  })

  test.each<[string, Weekly[]]>([
    ['closes when it opens', [rule, { ...rule, weekday: 2, to: '09:00' }]],
    ['closes before it opens', [rule, { ...rule, weekday: 2, from: '24:00' }]],
    ['has no room for one slot', [rule, { ...rule, weekday: 2, slotMinutes: 211 }]],
    ['ends before it begins to hold', [rule, { ...rule, weekday: 2, validFrom: '2026-02-01', validUntil: '2026-01-31' }]],
    ['names a year that no calendar shows', [rule, { ...rule, weekday: 2, validFrom: '0000-01-01' }]],
    ['overlaps one before', [rule, { ...rule, from: '12:00', to: '13:00' }]],
    [
      'overlaps one before from the day on which it begins',
      [
        { ...rule, validUntil: '2026-01-05' },
        { ...rule, validFrom: '2026-01-05' },
      ],
    ],
  ])('a rule that %s is refused by its place', (_, weekly) => {
    expect(fieldsAt(weekly)).toEqual(['weekly.1'])
  })

  test('rules that touch, or follow one another in time, stand together', () => {
    expect(fieldsAt([rule, { ...rule, from: '12:30', to: '13:00' }, { ...rule, weekday: 2 }])).toEqual([])
    expect(
      fieldsAt([
        { ...rule, validUntil: '2026-01-04' },
        { ...rule, validFrom: '2026-01-05' },
      ]),
    ).toEqual([])
  })
})

describe('words for time', () => {
  test('a time zone is known by its IANA name, whatever its capitals', () => {
    expect(mustBeTimeZone('asia/jerusalem')).toBe('Asia/Jerusalem')
    expect(faults(() => mustBeTimeZone('Mars/Olympus'))).toEqual([{ field: 'timeZone', reason: 'is not an IANA time zone' }])
  })

  test('an instant is read with its offset, and refused by its field where no calendar of ours shows it', () => {
    expect(instantIn('2026-01-05T09:00:00+02:00', 'from').toISOString()).toBe('2026-01-05T07:00:00.000Z')
    for (const text of ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59', '2026-02-30T00:00:00Z', 'soon']) {
      expect(
        faults(() => instantIn(text, 'from')),
        text,
      ).toMatchObject([{ field: 'from' }])
    }
  })
})

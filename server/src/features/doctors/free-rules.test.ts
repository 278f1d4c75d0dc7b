import { describe, expect, test } from 'vitest'
import { Refusal } from '../../platform/refusal.ts'
import type { Calendar, Slot } from './calendar.ts'
import { firstFree, freeSlots, mustBeRange } from './free-rules.ts'

const now = new Date('2026-01-05T09:10:00Z')
const at = (text: string) => new Date(`2026-01-${text}:00Z`)
const slot = (start: string, end: string) => ({ start: at(start), end: at(end) })
const calendar: Calendar = {
  timeZone: 'UTC',
  away: undefined,
  overrides: [],
  closed: [],
  hours: [1, 2].map((weekday) => ({ weekday, fromMinute: 540, toMinute: 660, slotMinutes: 30, validFrom: null, validUntil: null })),
}
const taken = (...busy: Slot[]) => ({ busy, starts: [] })
const starts = (free: { items: { start: Date }[] }) => free.items.map(({ start }) => start.toISOString().slice(8, 16))
const soon = { from: now, to: at('19T09:10') }
const monday = [at('05T00:00'), at('06T00:00')] as const

describe('what is free', () => {
  test('neither what has begun nor what a visit touches, however it lies across the slots', () => {
    const busy = [slot('05T09:45', '05T10:05'), slot('05T10:40', '05T10:45')]
    expect(starts(freeSlots(calendar, taken(), ...monday, now))).toEqual(['05T09:30', '05T10:00', '05T10:30'])
    expect(freeSlots(calendar, taken(...busy), ...monday, now)).toEqual({ items: [], none: 'full' })
    expect(starts(freeSlots(calendar, taken(...busy.slice(0, 1)), ...monday, now))).toEqual(['05T10:30'])
    expect(starts(freeSlots(calendar, taken(slot('05T09:00', '05T09:30')), ...monday, now))).toEqual(['05T09:30', '05T10:00', '05T10:30'])
  })

  test('a slot that starts this very moment is past', () => {
    expect(starts(freeSlots(calendar, taken(), ...monday, at('05T10:00')))).toEqual(['05T10:30'])
  })

  test.each([
    ['vacation', { ...calendar, away: { from: new Date(0), until: undefined } }, monday],
    ['vacation', { ...calendar, away: { from: at('05T00:30'), until: at('05T23:00') } }, monday],
    ['no-hours', calendar, [at('07T00:00'), at('11T00:00')]],
    ['no-hours', { ...calendar, hours: [] }, monday],
    ['too-soon', calendar, [at('05T00:00'), at('05T09:40')]],
    ['beyond-horizon', calendar, [new Date('2027-01-06T00:00:00Z'), new Date('2027-01-20T00:00:00Z')]],
    ['beyond-horizon', calendar, [new Date('2027-01-05T09:05:00Z'), new Date('2027-01-06T00:00:00Z')]],
  ] as const)('where nothing is free, it says why: %s', (none, of, [from, to]) => {
    expect(freeSlots(of, taken(), from, to, now)).toEqual({ items: [], none })
  })

  test('the first free slot is looked for within a fortnight', () => {
    expect(firstFree(calendar, taken(slot('05T09:00', '05T11:00')), soon, now)?.start).toEqual(at('06T09:00'))
    expect(firstFree({ ...calendar, away: { from: new Date(0), until: undefined } }, taken(), soon, now)).toBeUndefined()
    const later = calendar.hours.map((rule) => ({ ...rule, validFrom: '2026-01-20' }))
    expect(firstFree({ ...calendar, hours: later }, taken(), soon, now)).toBeUndefined()
  })
})

describe('[F52 part] while the doctor is away', () => {
  const away = { from: at('05T10:00'), until: at('06T10:00') }

  test('what touches the vacation is hidden, and nothing before or after it', () => {
    const both = [at('05T00:00'), at('07T00:00')] as const
    expect(starts(freeSlots({ ...calendar, away }, taken(), ...both, now))).toEqual(['05T09:30', '06T10:00', '06T10:30'])
    expect(freeSlots({ ...calendar, away }, taken(slot('05T09:30', '05T10:00')), ...monday, now)).toEqual({ items: [], none: 'full' })
    expect(firstFree({ ...calendar, away: { ...away, from: now } }, taken(), soon, now)?.start).toEqual(at('06T10:00'))
  })
})

describe('a range', () => {
  const fieldRefused = (from: Date, to: Date) => {
    try {
      mustBeRange(from, to, 62)
    } catch (cause) {
      return cause instanceof Refusal ? cause.more.errors?.[0]?.field : cause
    }
    return undefined
  }

  test('begins before it ends and lasts at most 62 days', () => {
    expect(fieldRefused(at('05T00:00'), at('05T00:00'))).toBe('from')
    expect(fieldRefused(at('05T00:00'), new Date(at('05T00:00').getTime() + 62 * 86_400_000))).toBeUndefined()
    expect(fieldRefused(at('05T00:00'), new Date(at('05T00:00').getTime() + 62 * 86_400_000 + 1))).toBe('to')
  })
})

import { describe, expect, test } from 'vitest'
import { Refusal } from '../../platform/refusal.ts'
import type { Calendar } from './calendar.ts'
import { mustBeOffered } from './offer-rules.ts'

const now = new Date('2026-01-05T09:00:00Z')
const at = (text: string) => new Date(`2026-01-05T${text}:00Z`)
const calendar: Calendar = {
  timeZone: 'UTC',
  away: undefined,
  overrides: [],
  closed: [],
  hours: [{ weekday: 1, fromMinute: 480, toMinute: 720, slotMinutes: 30, validFrom: null, validUntil: null }],
}
const codeOf = (act: () => void) => {
  try {
    act()
  } catch (cause) {
    return cause instanceof Refusal ? cause.code : cause
  }
  return undefined
}

describe('a time is bookable', () => {
  const offered = (start: string, end: string, of = calendar) => codeOf(() => mustBeOffered(of, { start: at(start), end: at(end) }, now))

  test('where it is one of the doctor’s slots, to the minute', () => {
    expect(offered('11:00', '11:30')).toBeUndefined()
    expect([offered('11:00', '12:00'), offered('11:10', '11:40'), offered('12:00', '12:30'), offered('11:30', '11:00')]).toEqual(
      Array(4).fill('OUTSIDE_HOURS'),
    )
  })

  test('neither on vacation, nor in the past, nor beyond the horizon', () => {
    expect(offered('11:00', '11:30', { ...calendar, away: { from: new Date(0), until: undefined } })).toBe('OUTSIDE_HOURS')
    expect([offered('08:30', '09:00'), offered('09:00', '09:30')]).toEqual(['TOO_SOON', 'TOO_SOON'])
    const far = { start: new Date('2027-01-11T09:00:00Z'), end: new Date('2027-01-11T09:30:00Z') }
    expect(codeOf(() => mustBeOffered(calendar, far, now))).toBe('BEYOND_HORIZON')
  })
})

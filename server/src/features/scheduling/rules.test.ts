import { describe, expect, test } from 'vitest'
import { Refusal } from '../../platform/refusal.ts'
import { Sealed } from '../../security/vault/index.ts'
import type { Calendar } from '../doctors/index.ts'
import { canDo, mustBeEarlyEnough, mustBeOffered, mustBeOpen } from './rules.ts'
import type { Visit } from './visit.ts'

const now = new Date('2026-01-05T09:00:00Z')
const at = (text: string) => new Date(`2026-01-05T${text}:00Z`)
const nothing = Sealed.fromDatabase(new Uint8Array())
const visit: Visit = {
  id: 'v',
  patientId: 'p',
  doctorId: 'd',
  acting: null,
  start: at('11:00'),
  end: at('11:30'),
  status: 'booked',
  version: 1,
  details: nothing,
  timeZone: 'UTC',
  doctorProfile: nothing,
  patientProfile: nothing,
  cancellation: undefined,
}
const calendar: Calendar = {
  timeZone: 'UTC',
  away: undefined,
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

describe('a visit is cancelled', () => {
  test('by its patient until two hours before it starts, by the clinic until it is over', () => {
    expect(codeOf(() => mustBeEarlyEnough(visit, 'self', at('09:00')))).toBeUndefined()
    expect(codeOf(() => mustBeEarlyEnough(visit, 'self', new Date(at('09:00').getTime() + 1)))).toBe('TOO_LATE_TO_CANCEL')
    expect(codeOf(() => mustBeEarlyEnough(visit, 'schedule', at('11:29')))).toBeUndefined()
    expect(codeOf(() => mustBeEarlyEnough(visit, 'organisation', at('11:30')))).toBe('TOO_LATE_TO_CANCEL')
  })

  test('once: what is closed stays closed', () => {
    const open = (status: Visit['status']) => codeOf(() => mustBeOpen({ ...visit, status })) === undefined
    expect((['booked', 'arrived', 'checked-in'] as const).map(open)).toEqual([true, true, true])
    expect((['fulfilled', 'cancelled', 'noshow'] as const).map(open)).toEqual([false, false, false])
  })

  test('and is offered for cancelling exactly where it may be', () => {
    expect(canDo(visit, 'self', now)).toEqual(['cancel'])
    expect(canDo(visit, 'self', at('09:30'))).toEqual([])
    expect(canDo(visit, 'schedule', at('09:30'))).toEqual(['cancel'])
    expect(canDo(visit, undefined, now)).toEqual([])
    expect(canDo({ ...visit, status: 'cancelled' }, 'schedule', now)).toEqual([])
  })
})

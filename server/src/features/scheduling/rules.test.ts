import { describe, expect, test } from 'vitest'
import { Refusal } from '../../platform/refusal.ts'
import { Sealed } from '../../security/vault/index.ts'
import { canDo, mustBeEarlyEnough, mustBeOpen } from './rules.ts'
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
const codeOf = (act: () => void) => {
  try {
    act()
  } catch (cause) {
    return cause instanceof Refusal ? cause.code : cause
  }
  return undefined
}

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

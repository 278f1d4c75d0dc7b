import { assert, date, integer, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refusal } from '../../platform/refusal.ts'
import type { Relation } from '../../security/policy.ts'
import { Sealed } from '../../security/vault/index.ts'
import { canDo, mustBeAt, mustBeEarlyEnough, mustBeOpen, type Step } from './course-rules.ts'
import { changeUntil } from './rules.ts'
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
  changeUntil: at('09:00'),
  status: 'booked',
  version: 1,
  details: nothing,
  timeZone: 'UTC',
  doctorProfile: nothing,
  patientProfile: nothing,
  replaces: undefined,
  room: undefined,
  visitType: undefined,
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
const can = (of: Visit, relation: Relation | undefined, when: Date) => canDo(of, () => relation, when)

describe('a visit is cancelled', () => {
  test('by its patient until the notice that the organisation wants, to the millisecond, by the clinic until it is over', () => {
    expect(codeOf(() => mustBeEarlyEnough(visit, 'self', at('09:00')))).toBeUndefined()
    expect(codeOf(() => mustBeEarlyEnough(visit, 'self', new Date(at('09:00').getTime() + 1)))).toBe('TOO_LATE_TO_CANCEL')
    expect(codeOf(() => mustBeEarlyEnough(visit, 'schedule', at('11:29')))).toBeUndefined()
    expect(codeOf(() => mustBeEarlyEnough(visit, 'organisation', at('11:30')))).toBe('TOO_LATE_TO_CANCEL')
  })

  test('and moved by its patient until as many hours before as are set, across every change of the clock', () => {
    const year = { min: new Date('2026-01-01T00:00:00Z'), max: new Date('2026-12-31T00:00:00Z'), noInvalidDate: true }
    assert(
      property(date(year), integer({ min: 0, max: 72 }), integer({ min: -10_000_000, max: 10_000_000 }), (start, hours, off) => {
        const of = { ...visit, start, end: new Date(start.getTime() + 1_800_000), changeUntil: changeUntil(start, hours) }
        const when = new Date(start.getTime() - hours * 3_600_000 + off)
        expect(can(of, 'self', when).includes('cancel')).toBe(off <= 0)
        expect(can(of, 'self', when).includes('reschedule')).toBe(off <= 0)
        expect(can(of, 'schedule', when).includes('cancel')).toBe(when < of.end)
      }),
    )
  })

  test('once: what is closed stays closed', () => {
    const open = (status: Visit['status']) => codeOf(() => mustBeOpen({ ...visit, status })) === undefined
    expect((['booked', 'arrived', 'checked-in'] as const).map(open)).toEqual([true, true, true])
    expect((['fulfilled', 'cancelled', 'noshow'] as const).map(open)).toEqual([false, false, false])
  })

  test('by its patient only while nobody noted that they came', () => {
    expect(codeOf(() => mustBeEarlyEnough({ ...visit, status: 'arrived' }, 'self', at('08:00')))).toBe('TOO_LATE_TO_CANCEL')
    expect(codeOf(() => mustBeEarlyEnough({ ...visit, status: 'arrived' }, 'schedule', at('08:00')))).toBeUndefined()
  })
})

describe('[F44 part] a visit goes its course', () => {
  const step = (name: Step, status: Visit['status'], when: Date) => codeOf(() => mustBeAt({ ...visit, status }, name, when))

  test('one step after the other: no step is left out, repeated or taken back', () => {
    const all: Visit['status'][] = ['booked', 'arrived', 'checked-in', 'fulfilled', 'cancelled', 'noshow']
    const answers = (name: Step) => all.map((status) => step(name, status, at('11:05')) ?? 'goes')
    const [out, shut] = ['OUT_OF_TURN', 'APPOINTMENT_CLOSED']
    expect(answers('arrive')).toEqual(['goes', out, out, shut, shut, shut])
    expect(answers('check-in')).toEqual([out, 'goes', out, shut, shut, shut])
    expect(answers('complete')).toEqual([out, out, 'goes', shut, shut, shut])
    expect(answers('no-show')).toEqual(['goes', out, out, shut, shut, shut])
  })

  test('nobody arrives before its day where the doctor is, and nobody is missed before it starts', () => {
    const abroad = { ...visit, timeZone: 'Pacific/Auckland' }
    const midnight = new Date('2026-01-05T11:00:00Z')
    const late = { ...abroad, start: new Date('2026-01-05T22:00:00Z'), end: new Date('2026-01-05T22:30:00Z') }
    expect(codeOf(() => mustBeAt(late, 'arrive', new Date(midnight.getTime() - 1)))).toBe('TOO_EARLY')
    expect(codeOf(() => mustBeAt(late, 'arrive', midnight))).toBeUndefined()
    expect([step('no-show', 'booked', at('10:59')), step('no-show', 'booked', at('11:00'))]).toEqual(['TOO_EARLY', undefined])
  })

  test('and what is offered is exactly what may be done', () => {
    expect(can(visit, 'self', now)).toEqual(['cancel', 'reschedule', 'arrive'])
    expect(can(visit, 'self', at('09:30'))).toEqual(['arrive'])
    expect(can(visit, 'schedule', at('11:10'))).toEqual(['cancel', 'reschedule', 'arrive', 'no-show'])
    expect(can(visit, 'schedule', at('12:00'))).toEqual(['arrive', 'no-show'])
    expect(can({ ...visit, status: 'arrived' }, 'schedule', now)).toEqual(['cancel', 'check-in'])
    expect(can({ ...visit, status: 'checked-in' }, 'schedule', now)).toEqual(['cancel', 'complete'])
    expect(can(visit, undefined, now)).toEqual([])
    expect(can({ ...visit, status: 'cancelled' }, 'schedule', now)).toEqual([])
  })
})

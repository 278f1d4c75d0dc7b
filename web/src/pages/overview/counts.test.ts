import { expect, test } from 'vitest'
import { countsOf, type Event, hoursOf } from './counts.ts'

const event = (at: string, action: string, more: Partial<Event> = {}): Event => ({
  id: '0197a000-0000-7000-8000-000000000001',
  at,
  actor: { name: 'Any', role: 'patient' },
  via: 'session',
  action,
  outcome: 'allowed',
  patientIds: [],
  address: '',
  userAgent: '',
  requestId: '0197a000-0000-7000-8000-000000000002',
  index: null,
  ...more,
})

test('a sign-in in two steps counts once, and what was refused counts as a denial alone', () => {
  const at = '2026-11-21T08:10:00Z'
  const events = [
    event(at, 'session.signed-in', { rule: 'public:login' }),
    event(at, 'session.signed-in', { rule: 'public:login:challenged' }),
    event(at, 'session.second-factor', { rule: 'public:second-factor' }),
    event(at, 'session.signed-in', { outcome: 'denied' }),
    event(at, 'appointment.booked'),
    event(at, 'appointment.booked', { outcome: 'failed' }),
  ]
  expect(countsOf(events)).toEqual({ signIns: 2, bookings: 1, denied: 1, failed: 1 })
})

test('hours run from the oldest event to now, the empty ones included, and never over more than a day', () => {
  const now = new Date('2026-11-21T10:30:00Z')
  const events = [event('2026-11-21T10:05:00Z', 'patient.read'), event('2026-11-21T08:59:00Z', 'patient.read')]
  expect(hoursOf(events, now).map((hour) => hour.events)).toEqual([1, 0, 1])
  expect(hoursOf([event('2026-11-01T00:00:00Z', 'patient.read'), ...events], now)).toHaveLength(24)
  expect(hoursOf([], now).map((hour) => hour.events)).toEqual([0])
})

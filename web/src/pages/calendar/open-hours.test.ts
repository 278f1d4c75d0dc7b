import { expect, test } from 'vitest'
import { openHoursIn, shownHours } from './open-hours.ts'

const monday = { weekday: 1, from: '09:00', to: '12:30' }
const sunday = { weekday: 7, from: '10:00', to: '24:00' }

test('each weekday of the span has its rules, Sunday as the calendar counts it', () => {
  expect(openHoursIn([monday, sunday], [], '2026-11-15', '2026-11-22')).toEqual([
    { daysOfWeek: [0], startTime: '10:00', endTime: '24:00' },
    { daysOfWeek: [1], startTime: '09:00', endTime: '12:30' },
  ])
  expect(openHoursIn([monday, sunday], [], '2026-11-17', '2026-11-18')).toEqual([])
})

test('a rule counts from its first day to its last', () => {
  const ruled = [{ ...monday, validFrom: '2026-11-16', validUntil: '2026-11-23' }]
  const on = (day: string, next: string) => openHoursIn(ruled, [], day, next).length
  expect([
    on('2026-11-09', '2026-11-10'),
    on('2026-11-16', '2026-11-17'),
    on('2026-11-23', '2026-11-24'),
    on('2026-11-30', '2026-12-01'),
  ]).toEqual([0, 1, 1, 0])
})

test('a day that differs has time added, taken away from the middle, or is closed', () => {
  const on = (...overrides: Parameters<typeof openHoursIn>[1][number][]) =>
    openHoursIn([monday], overrides, '2026-11-16', '2026-11-17').map(({ startTime, endTime }) => `${startTime}-${endTime}`)
  const date = '2026-11-16'
  expect(on({ date, kind: 'add', from: '15:00', to: '17:00' })).toEqual(['09:00-12:30', '15:00-17:00'])
  expect(on({ date, kind: 'remove', from: '10:00', to: '11:00' })).toEqual(['09:00-10:00', '11:00-12:30'])
  expect(on({ date, kind: 'remove', from: '08:00', to: '09:30' }, { date, kind: 'remove', from: '12:00', to: '13:00' })).toEqual([
    '09:30-12:00',
  ])
  expect(on({ date, kind: 'remove' })).toEqual([])
  expect(on({ date: '2026-11-23', kind: 'remove' })).toEqual(['09:00-12:30'])
})

test('the day shows what is open and booked with an hour around it, and at least from eight to six', () => {
  expect(shownHours([], [])).toEqual({ from: '08:00', to: '18:00' })
  expect(shownHours([{ daysOfWeek: [1], startTime: '07:30', endTime: '19:15' }], [{ from: '00:15', to: '00:45' }])).toEqual({
    from: '00:00',
    to: '20:00',
  })
  expect(shownHours([{ daysOfWeek: [1], startTime: '09:00', endTime: '24:00' }], [])).toEqual({ from: '08:00', to: '24:00' })
})

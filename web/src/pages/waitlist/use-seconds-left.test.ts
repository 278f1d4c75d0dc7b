import { expect, test } from 'vitest'
import { clockOf, secondsUntil } from './use-seconds-left.ts'

test('the time left is told in minutes and seconds, with hours where there are any, and never runs below nothing', () => {
  expect([0, 5, 65, 3599, 3600, 7325].map(clockOf).map((text) => text.replaceAll(/[\u2066\u2069]/g, ''))).toEqual([
    '0:00',
    '0:05',
    '1:05',
    '59:59',
    '1:00:00',
    '2:02:05',
  ])
  const at = '2026-01-05T09:00:00.000Z'
  expect(secondsUntil(at, Date.parse('2026-01-05T08:59:30.001Z'))).toBe(30)
  expect(secondsUntil(at, Date.parse('2026-01-05T09:00:01Z'))).toBe(0)
  expect(secondsUntil(undefined, 0)).toBe(0)
})

import { expect, test } from 'vitest'
import { inLargerUnit, timeSpan } from './spans.ts'

test('minutes are told in the largest unit that says them exactly', () => {
  expect([0, 1, 45, 60, 90, 720, 1440, 2160].map((minutes) => timeSpan(minutes, 'en-GB'))).toEqual([
    '0 minutes',
    '1 minute',
    '45 minutes',
    '1 hour',
    '90 minutes',
    '12 hours',
    '1 day',
    '36 hours',
  ])
  expect([0, 45, 90, 720, 10_080].map((minutes) => inLargerUnit(minutes, 'en-GB'))).toEqual([
    undefined,
    undefined,
    undefined,
    '12 hours',
    '7 days',
  ])
})

import { expect, test } from 'vitest'
import { momentOf, precisionOf, yearOf } from './fhir-dates.ts'

const dates = ['2019', '2019-05', '2019-05-02', '2019-05-02T10:00:00+02:00']

test('a FHIR date says how much of it is known', () => {
  expect(dates.map(precisionOf)).toEqual(['year', 'month', 'day', 'instant'])
})

test('an instant falls in a year on the viewer’s clock, a day in the year it names', () => {
  expect(yearOf('2019-12-31T23:30:00Z', 'Asia/Jerusalem')).toBe('2020')
  expect(yearOf('2019-12-31', 'Asia/Jerusalem')).toBe('2019')
})

test('what is known less exactly stands at its beginning', () => {
  expect(dates.map((date) => new Date(momentOf(date)).toISOString())).toEqual([
    '2019-01-01T00:00:00.000Z',
    '2019-05-01T00:00:00.000Z',
    '2019-05-02T00:00:00.000Z',
    '2019-05-02T08:00:00.000Z',
  ])
})

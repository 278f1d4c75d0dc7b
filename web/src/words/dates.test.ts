import { expect, test } from 'vitest'
import { formatDate, formatDistance, formatInstant, formatRange, localeOf, sameClock, zoneName } from './dates.ts'

const visit = '2026-11-21T08:00:00Z'
const plain = (text: string) => text.replace(/[\u200e\u200f\u202f\u2009\u00a0]/g, ' ')

test('an instant is told in the zone and language asked for', () => {
  expect(formatInstant(visit, 'date-time', 'en-GB', 'Asia/Jerusalem')).toBe('21 Nov 2026, 10:00')
  expect(plain(formatInstant(visit, 'time', 'en-US', 'America/New_York'))).toBe('3:00 AM')
  expect(formatInstant(visit, 'day', 'he', 'Asia/Jerusalem')).toBe('יום שבת, 21 בנובמבר')
})

test('hours have two digits where the day has twenty-four', () => {
  expect(formatInstant('2026-11-21T06:05:00Z', 'time', 'he', 'Asia/Jerusalem')).toBe('08:05')
  expect(formatInstant('2026-11-20T22:00:00Z', 'time', 'en-GB', 'Asia/Jerusalem')).toBe('00:00')
})

test('an offset in the instant changes how it is written, not when it is', () => {
  expect(formatInstant('2026-11-21T10:00:00+02:00', 'exact', 'en-GB', 'UTC')).toBe(formatInstant(visit, 'exact', 'en-GB', 'UTC'))
})

test('a range inside one day names the day once', () => {
  expect(plain(formatRange(visit, '2026-11-21T08:30:00Z', 'day-time', 'en-GB', 'Asia/Jerusalem'))).toMatch(
    /^Sat,? 21 Nov,? 10:00 ?–\u2060 ?10:30$/,
  )
})

test('in Hebrew a range of times is kept from left to right, and a range of days follows the words', () => {
  const range = (end: string) => formatRange(visit, end, 'date-time', 'he', 'Asia/Jerusalem')
  expect(range('2026-11-21T08:30:00Z')).toMatch(/נוב.*\u206610:00\s?–\u2060\s?10:30\u2069$/)
  expect(range('2026-11-22T08:30:00Z')).not.toMatch(/[\u2066\u2069]/)
  expect(formatRange(visit, '2026-11-21T08:30:00Z', 'time', 'he', 'Asia/Jerusalem')).toMatch(/^\u206610:00\s?–\u2060\s?10:30\u2069$/)
})

test('a birth date is the same day everywhere', () => {
  expect(formatDate('1987-03-01', 'en-GB')).toBe('1 Mar 1987')
})

test('zones differ only where their clocks do at that moment', () => {
  expect(sameClock(visit, 'Asia/Jerusalem', 'Asia/Tel_Aviv')).toBe(true)
  expect(sameClock(visit, 'Asia/Jerusalem', 'Europe/Berlin')).toBe(false)
  // For two weeks of March the United States are on summer time and Europe is not yet.
  expect(sameClock('2026-03-15T12:00:00Z', 'America/New_York', 'America/Halifax')).toBe(false)
  expect(sameClock('2026-01-15T12:00:00Z', 'Europe/London', 'UTC')).toBe(true)
  expect(sameClock('2026-07-15T12:00:00Z', 'Europe/London', 'UTC')).toBe(false)
})

test('a zone has the name that people use', () => {
  expect(zoneName('Asia/Jerusalem', 'en')).toBe('Israel Time')
  expect(zoneName('Asia/Jerusalem', 'he')).toBe('שעון ישראל')
})

test('a distance is told in the largest unit that fits', () => {
  expect(formatDistance('2026-11-21T07:57:00Z', visit, 'en')).toBe('3 minutes ago')
  expect(formatDistance('2026-11-23T09:00:00Z', visit, 'en')).toBe('in 2 days')
  expect(formatDistance('2026-11-20T07:00:00Z', visit, 'en')).toBe('yesterday')
  expect(formatDistance(visit, visit, 'en')).toBe('now')
  expect(formatDistance('2026-11-19T07:00:00Z', visit, 'he')).toBe('שלשום')
})

test('dates are written in the browser’s own variety of the language', () => {
  expect(localeOf('en', ['he-IL', 'en-GB', 'en'])).toBe('en-GB')
  expect(localeOf('he', ['en-US'])).toBe('he')
  expect(localeOf('en', ['enm'])).toBe('en')
})

// Every instant in the viewer's zone and language; the clinic's zone is named where its clock shows something else.
import { Temporal } from 'temporal-polyfill'
import { firstSpoken, languages } from './languages.ts'

export type DateShape = 'date' | 'day' | 'time' | 'date-time' | 'day-time' | 'visit' | 'month' | 'exact'

const shapes: Record<DateShape, Intl.DateTimeFormatOptions> = {
  date: { year: 'numeric', month: 'short', day: 'numeric' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  time: { hour: 'numeric', minute: '2-digit' },
  'date-time': { year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' },
  'day-time': { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' },
  visit: { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' },
  month: { month: 'long', year: 'numeric' },
  exact: { year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', second: '2-digit' },
}

/** How dates are written: the browser's own variety of the language (en-GB, en-US), else the plain language. */
export function localeOf(language: string, wanted: readonly string[] = navigator.languages): string {
  return wanted.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language
}

export function viewerZone(): string {
  return Temporal.Now.timeZoneId()
}

/** @param instant ISO 8601 with offset. */
export function formatInstant(instant: string, shape: DateShape, locale: string, zone: string): string {
  return formatter(locale, { ...shapes[shape], timeZone: zone }).format(Temporal.Instant.from(instant).epochMilliseconds)
}

/**
 * `10:00 – 10:30`, or with both days where they differ. In a language that runs from right to left the two times stand between Unicode
 * isolates (U+2066, U+2069), or the first would be read as the last.
 */
export function formatRange(start: string, end: string, shape: DateShape, locale: string, zone: string): string {
  const format = formatter(locale, { ...shapes[shape], timeZone: zone })
  const parts = format.formatRangeToParts(Temporal.Instant.from(start).epochMilliseconds, Temporal.Instant.from(end).epochMilliseconds)
  const first = parts.findIndex(({ source }) => source === 'startRange')
  const last = parts.findLastIndex(({ source }) => source === 'endRange')
  const text = (from: number, to: number) =>
    parts
      .slice(from, to)
      .map(({ value }) => value)
      .join('')
      // A line may not end between the two times.
      .replace(/(?<=\d\s?)–(?=\s?\d)/, '–\u2060')
  const range = text(first, last + 1)
  const numbersAlone = languages[firstSpoken([locale])].direction === 'rtl' && range !== '' && !/\p{L}/u.test(range)
  return numbersAlone ? `${text(0, first)}\u2066${range}\u2069${text(last + 1, parts.length)}` : text(0, parts.length)
}

/** A date without a time (a birth date): `YYYY-MM-DD`, the same day in every zone. */
export function formatDate(date: string, locale: string, shape: 'date' | 'day' = 'date'): string {
  return formatter(locale, { ...shapes[shape], timeZone: 'UTC' }).format(Date.parse(`${date}T00:00:00Z`))
}

/** Whether two zones show the same clock at that moment (Asia/Tel_Aviv and Asia/Jerusalem always do). */
export function sameClock(instant: string, one: string, other: string): boolean {
  const moment = Temporal.Instant.from(instant)
  return moment.toZonedDateTimeISO(one).offsetNanoseconds === moment.toZonedDateTimeISO(other).offsetNanoseconds
}

/** What people call a zone: `Israel Time`, `שעון ישראל`. */
export function zoneName(zone: string, locale: string): string {
  const parts = formatter(locale, { timeZone: zone, timeZoneName: 'longGeneric' }).formatToParts(Temporal.Now.instant().epochMilliseconds)
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone
}

/** `3 minutes ago`, `in 2 days`: the largest unit that fits. */
export function formatDistance(instant: string, now: string, locale: string): string {
  const seconds = Temporal.Instant.from(now).until(Temporal.Instant.from(instant)).total('seconds')
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  for (const [unit, length] of units) if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit)
  return format.format(0, 'second')
}

const units = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const satisfies readonly (readonly [Intl.RelativeTimeFormatUnit, number])[]

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Making a formatter costs far more than using one, and a list has hundreds of dates. */
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const made = formatters.get(key) ?? withFullHours(new Intl.DateTimeFormat(locale, options), options)
  formatters.set(key, made)
  return made
}

/** `08:30` where the day has 24 hours, `8:30 AM` where it has twice twelve. */
function withFullHours(format: Intl.DateTimeFormat, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const { locale, hour12 } = format.resolvedOptions()
  return hour12 === false ? new Intl.DateTimeFormat(locale, { ...options, hour: '2-digit' }) : format
}

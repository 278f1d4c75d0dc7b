import { Temporal } from 'temporal-polyfill'

/** How much of a FHIR dateTime is known: `2019`, `2019-05`, a day or an instant. */
export function precisionOf(date: string): 'year' | 'month' | 'day' | 'instant' {
  if (date.includes('T')) return 'instant'
  return date.length === 4 ? 'year' : date.length === 7 ? 'month' : 'day'
}

/** The year something falls in: of an instant on the viewer's clock, else as it is written. */
export function yearOf(date: string, zone: string): string {
  return precisionOf(date) === 'instant' ? String(Temporal.Instant.from(date).toZonedDateTimeISO(zone).year) : date.slice(0, 4)
}

/** Where it stands on an axis of time, in milliseconds; what is known only to the day, month or year stands at its beginning. */
export function momentOf(date: string): number {
  if (precisionOf(date) === 'instant') return Temporal.Instant.from(date).epochMilliseconds
  return Date.parse(`${date}-01-01`.slice(0, 10))
}

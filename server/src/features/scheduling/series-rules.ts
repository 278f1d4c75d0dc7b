import { Temporal } from 'temporal-polyfill'
import type { Slot } from '../doctors/index.ts'

/** A visit of a series; `exists` is false where the clock jumps over its time on that day. */
export type Occurrence = Slot & { exists: boolean }

/** Every so many days at the time of day of the first, on the wall clock of the zone: nine o'clock stays nine o'clock across clock changes. */
export function occurrencesOf({ start, end }: Slot, timeZone: string, everyDays: number, count: number): Occurrence[] {
  const first = Temporal.Instant.fromEpochMilliseconds(start.getTime()).toZonedDateTimeISO(timeZone)
  const wall = first.toPlainDateTime()
  const length = end.getTime() - start.getTime()
  return Array.from({ length: count }, (_, place) => {
    const wanted = wall.add({ days: place * everyDays })
    const there = wanted.toZonedDateTime(timeZone)
    const at = new Date(place === 0 ? start.getTime() : there.epochMilliseconds)
    return { start: at, end: new Date(at.getTime() + length), exists: place === 0 || there.toPlainDateTime().equals(wanted) }
  })
}

import { Temporal } from 'temporal-polyfill'

const minute = 60_000
const dayMinutes = 1440

/** When the wall clock first shows a minute of the day (ms since 1970); where it never does, when it jumps over it. */
export type WallClock = (minuteOfDay: number) => { at: number; shown: boolean }

/** Many doctors share a zone, and reading one day of it costs more than all that follows. */
const known = new Map<string, WallClock>()
const mostKnown = 4000

/** The wall clock of a date (`YYYY-MM-DD`) in an IANA zone. */
export function wallClock(date: string, timeZone: string): WallClock {
  const key = `${timeZone} ${date}`
  const found = known.get(key) ?? wallClockOf(date, timeZone)
  if (known.size >= mostKnown) known.clear()
  known.set(key, found)
  return found
}

function wallClockOf(date: string, timeZone: string): WallClock {
  const midnight = Temporal.PlainDate.from(date).toPlainDateTime()
  const whole = firstShown(midnight, timeZone)
  const next = firstShown(midnight.add({ days: 1 }), timeZone)
  const even = whole.shown && next.shown && next.at - whole.at === dayMinutes * minute
  return even
    ? (minuteOfDay) => ({ at: whole.at + minuteOfDay * minute, shown: true })
    : (minuteOfDay) => firstShown(midnight.add({ minutes: minuteOfDay }), timeZone)
}

/** [from, to) of a date in an IANA zone, which may last 23 or 25 hours. */
export function dayIn(date: string, timeZone: string): { from: Date; to: Date } {
  const from = Temporal.PlainDate.from(date).toZonedDateTime(timeZone)
  return { from: new Date(from.epochMilliseconds), to: new Date(from.add({ days: 1 }).startOfDay().epochMilliseconds) }
}

function firstShown(wall: Temporal.PlainDateTime, timeZone: string): { at: number; shown: boolean } {
  const first = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  if (first.toPlainDateTime().equals(wall)) return { at: first.epochMilliseconds, shown: true }
  const jump = first.getTimeZoneTransition('next') ?? first
  return { at: jump.epochMilliseconds, shown: false }
}

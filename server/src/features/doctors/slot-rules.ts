// Nine o'clock stays nine o'clock: weekly hours are read on the wall clock of the doctor's own time zone (promise of feature F40).
import { Temporal } from 'temporal-polyfill'

/** One row of weekly hours. Minutes count from midnight on the wall clock, `toMinute` 1440 is the end of the day; the dates are inclusive. */
export type Hours = {
  /** ISO 8601: 1 is Monday. */
  weekday: number
  fromMinute: number
  toMinute: number
  slotMinutes: number
  validFrom: string | null
  validUntil: string | null
}

/** Half-open: a slot ends when the next may start. */
export type Slot = { start: Date; end: Date }

const minute = 60_000
const dayMinutes = 1440

/**
 * Every slot that the hours yield and that lies wholly within [from, to), in order of time and without overlap as long as the hours of a day have none.
 * A slot that a clock change cuts (its start or a part of it does not exist) is left out; in a doubled hour the first occurrence counts.
 * Lazy, so that who looks for the first free one pays for no more than the days up to it.
 */
export function* slotsBetween(hours: readonly Hours[], timeZone: string, from: Date, to: Date): Generator<Slot> {
  if (hours.length === 0) return
  const last = dateOf(to, timeZone)
  for (let date = dateOf(from, timeZone); Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
    const ofDay = hoursOn(hours, date)
    if (ofDay.length === 0) continue
    const wall = wallClock(date, timeZone)
    for (const rule of ofDay) {
      for (const slot of slotsOf(rule, wall)) if (slot.start >= from && slot.end <= to) yield slot
    }
  }
}

function dateOf(instant: Date, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
}

/** ISO dates sort as text. */
function hoursOn(hours: readonly Hours[], date: Temporal.PlainDate): Hours[] {
  const day = date.toString()
  return hours
    .filter((rule) => rule.weekday === date.dayOfWeek)
    .filter((rule) => (rule.validFrom === null || rule.validFrom <= day) && (rule.validUntil === null || day <= rule.validUntil))
    .sort((one, other) => one.fromMinute - other.fromMinute)
}

/**
 * A slot is real where its start is shown by a clock and as many real minutes follow as it takes, before the wall clock passes its end.
 * Real time never runs backwards over the minutes of a day, so slots that are apart on the wall clock are apart in truth.
 */
function* slotsOf(rule: Hours, wall: WallClock): Generator<Slot> {
  for (let at = rule.fromMinute; at + rule.slotMinutes <= rule.toMinute; at += rule.slotMinutes) {
    const start = wall(at)
    const end = start.at + rule.slotMinutes * minute
    if (start.shown && end <= wall(at + rule.slotMinutes).at) yield { start: new Date(start.at), end: new Date(end) }
  }
}

/** When the wall clock first shows a minute of the day (ms since 1970); where it never does, when it jumps over it. */
type WallClock = (minuteOfDay: number) => { at: number; shown: boolean }

function wallClock(date: Temporal.PlainDate, timeZone: string): WallClock {
  const midnight = date.toPlainDateTime()
  const whole = firstShown(midnight, timeZone)
  const next = firstShown(midnight.add({ days: 1 }), timeZone)
  const even = whole.shown && next.shown && next.at - whole.at === dayMinutes * minute
  return even
    ? (minuteOfDay) => ({ at: whole.at + minuteOfDay * minute, shown: true })
    : (minuteOfDay) => firstShown(midnight.add({ minutes: minuteOfDay }), timeZone)
}

function firstShown(wall: Temporal.PlainDateTime, timeZone: string): { at: number; shown: boolean } {
  const first = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  if (first.toPlainDateTime().equals(wall)) return { at: first.epochMilliseconds, shown: true }
  const jump = first.getTimeZoneTransition('next') ?? first
  return { at: jump.epochMilliseconds, shown: false }
}

// Nine o'clock stays nine o'clock: hours are read on the wall clock of the doctor's own time zone (promise of feature F40).
import { Temporal } from 'temporal-polyfill'
import type { Calendar, Slot } from './calendar.ts'
import { type Opened, openedOn } from './day-rules.ts'
import { type WallClock, wallClock } from './wall-clock-rules.ts'

/** When a doctor works, whatever else keeps them from it. */
export type Working = Pick<Calendar, 'hours' | 'overrides' | 'timeZone'>
/** A slot with its date in the doctor's time zone. */
export type DatedSlot = Slot & { date: string }

const minute = 60_000

/**
 * Every slot that the hours yield and that lies wholly within [from, to), in order of their starts. Visits of a kind last `minutes` each and start
 * wherever a slot of the hours does, so they may overlap one another; without it, slots last as the hours say, and none overlap.
 * A slot that a clock change cuts (its start or a part of it does not exist) is left out; in a doubled hour the first occurrence counts.
 * Lazy, so that who looks for the first free one pays for no more than the days up to it.
 */
export function* slotsBetween({ hours, overrides, timeZone }: Working, from: Date, to: Date, minutes?: number): Generator<DatedSlot> {
  if (hours.length === 0 && overrides.length === 0) return
  const last = dateOf(to, timeZone)
  for (let day = dateOf(from, timeZone); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    const date = day.toString()
    const opened = openedOn(hours, overrides, date, day.dayOfWeek)
    if (opened.length === 0) continue
    const wall = wallClock(date, timeZone)
    for (const part of opened) {
      for (const { start, end } of slotsOf(part, wall, minutes ?? part.slotMinutes))
        if (start >= from && end <= to) yield { start, end, date }
    }
  }
}

/** Whether a time lies wholly within what one opening of a day holds, wherever its slots begin. */
export function worksAt({ hours, overrides, timeZone }: Working, { start, end }: Slot): boolean {
  const day = dateOf(start, timeZone)
  const date = day.toString()
  const wall = wallClock(date, timeZone)
  return openedOn(hours, overrides, date, day.dayOfWeek).some(
    ({ fromMinute, toMinute }) => wall(fromMinute).at <= start.getTime() && end.getTime() <= wall(toMinute).at,
  )
}

export function dateOf(instant: Date, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
}

/**
 * A slot is real where as many real minutes follow its start as it takes, before the wall clock passes its end: of one whose start no clock shows,
 * the jump has already taken some.
 * Real time never runs backwards over the minutes of a day, so slots that are apart on the wall clock are apart in truth.
 */
function* slotsOf({ fromMinute, toMinute, slotMinutes }: Opened, wall: WallClock, minutes: number): Generator<Slot> {
  for (let at = fromMinute; at + minutes <= toMinute; at += slotMinutes) {
    const start = wall(at).at
    const end = start + minutes * minute
    if (end <= wall(at + minutes).at) yield { start: new Date(start), end: new Date(end) }
  }
}

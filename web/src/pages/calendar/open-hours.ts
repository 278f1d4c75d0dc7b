import { Temporal } from 'temporal-polyfill'

/** One weekly rule as the contract has it; weekday 1 is Monday. */
export type Rule = { weekday: number; from: string; to: string; validFrom?: string; validUntil?: string }
/** Hours of one weekday as the calendar takes them; weekday 0 is Sunday. */
export type OpenHours = { daysOfWeek: number[]; startTime: string; endTime: string }

/**
 * When a doctor is open on each day of a span of at most a week, so that each weekday comes once. `first` and `last` are dates, `last` exclusive.
 */
export function openHoursIn(rules: readonly Rule[], first: string, last: string): OpenHours[] {
  return daysIn(first, last).flatMap((day) =>
    rules
      .filter(({ weekday, validFrom, validUntil }) => weekday === day.dayOfWeek && isWithin(day.toString(), validFrom, validUntil))
      .map(({ from, to }) => ({ daysOfWeek: [day.dayOfWeek % 7], startTime: from, endTime: to })),
  )
}

/** The hours of the day that a calendar shows: all that is open or booked with an hour around it, and at least from eight to six. `HH:MM` each. */
export function shownHours(open: readonly OpenHours[], booked: readonly { from: string; to: string }[]): { from: string; to: string } {
  const starts = [...open.map(({ startTime }) => startTime), ...booked.map(({ from }) => from)]
  const ends = [...open.map(({ endTime }) => endTime), ...booked.map(({ to }) => to)]
  const first = Math.min(8, ...starts.map((clock) => hourOf(clock) - 1))
  const last = Math.max(18, ...ends.map((clock) => hourOf(clock) + 1))
  return { from: clockAt(Math.max(0, first)), to: clockAt(Math.min(24, last)) }
}

function daysIn(first: string, last: string): Temporal.PlainDate[] {
  const end = Temporal.PlainDate.from(last)
  const days: Temporal.PlainDate[] = []
  for (let day = Temporal.PlainDate.from(first); Temporal.PlainDate.compare(day, end) < 0; day = day.add({ days: 1 })) days.push(day)
  return days.slice(0, 7)
}

/** Dates compare as they are written. */
function isWithin(date: string, from: string | undefined, until: string | undefined): boolean {
  return (from === undefined || from <= date) && (until === undefined || date <= until)
}

function hourOf(clock: string): number {
  return Number(clock.slice(0, 2))
}

function clockAt(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`
}

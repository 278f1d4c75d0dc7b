import { Temporal } from 'temporal-polyfill'

/** One weekly rule as the contract has it; weekday 1 is Monday. */
export type Rule = { weekday: number; from: string; to: string; validFrom?: string; validUntil?: string }
/** What differs on one date: time added or taken away, the whole day where no time is given. */
export type Override = { date: string; kind: 'add' | 'remove'; from?: string; to?: string }
/** Hours of one weekday as the calendar takes them; weekday 0 is Sunday. */
export type OpenHours = { daysOfWeek: number[]; startTime: string; endTime: string }

/**
 * When a doctor is open on each day of a span of at most a week, so that each weekday comes once. `first` and `last` are dates, `last` exclusive.
 */
export function openHoursIn(rules: readonly Rule[], overrides: readonly Override[], first: string, last: string): OpenHours[] {
  return daysIn(first, last).flatMap((day) => {
    const date = day.toString()
    const weekly = rules.filter(({ weekday, validFrom, validUntil }) => weekday === day.dayOfWeek && isWithin(date, validFrom, validUntil))
    const differing = overrides.filter((override) => override.date === date).map(stretchOf)
    const removed = differing.filter(({ kind }) => kind === 'remove')
    const added = differing.filter(({ kind }) => kind === 'add')
    const open = [...removed.reduce<Stretch[]>((left, gone) => left.flatMap((one) => without(one, gone)), weekly), ...added]
    return open.map(({ from, to }) => ({ daysOfWeek: [day.dayOfWeek % 7], startTime: from, endTime: to }))
  })
}

type Stretch = { from: string; to: string }

function stretchOf({ kind, from = '00:00', to = '24:00' }: Override): Stretch & { kind: Override['kind'] } {
  return { kind, from, to }
}

/** Times of day compare as they are written. */
function without({ from, to }: Stretch, gone: Stretch): Stretch[] {
  if (gone.to <= from || to <= gone.from) return [{ from, to }]
  return [
    { from, to: gone.from },
    { from: gone.to, to },
  ].filter((left) => left.from < left.to)
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

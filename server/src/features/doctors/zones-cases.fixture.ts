import fc from 'fast-check'
import type { Hours, Override } from './calendar.ts'
import { type Week, wallAt, weekAround } from './zones.fixture.ts'

const dayMs = 86_400_000
/** Ten years from 2022 on. */
export const first = Date.UTC(2022, 0, 1)
export const days = 3652

export type Case = Week & { date: string; minutes: number | null }

/** A date in one of the zones, a week with what is different on that date, and the length of a visit or none. */
export function casesIn(zones: readonly string[]): fc.Arbitrary<Case> {
  return fc
    .constantFrom(...zones)
    .chain((timeZone) => fc.tuple(fc.constant(timeZone), dateIn(timeZone)))
    .chain(([timeZone, date]) =>
      fc.tuple(weekAround(date), fc.option(fc.constantFrom(5, 20, 50, 90))).map(([{ hours, overrides }, minutes]) => ({
        ...{ timeZone, date, hours, minutes },
        overrides: apart(hours, overrides, date),
      })),
    )
}

/** The dates on which the zone’s clock changes, found by looking at noon of every day. */
export function changesIn(timeZone: string): string[] {
  const noon = (day: number) => wallAt(first + day * dayMs, timeZone).slice(11)
  const found =
    changes.get(timeZone) ??
    Array.from({ length: days }, (_, day) => day)
      .filter((day) => noon(day) !== noon(day + 1))
      .map(dateOf)
  changes.set(timeZone, found)
  return found
}

/** Nine to ten on every day of the week. */
export const nineToTen: Hours[] = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
  ...{ weekday, fromMinute: 540, toMinute: 600, slotMinutes: 60, validFrom: null, validUntil: null },
}))

const changes = new Map<string, string[]>()

function dateOf(day: number): string {
  return new Date(first + day * dayMs).toISOString().slice(0, 10)
}

/** Half of the dates are those of a change. */
function dateIn(timeZone: string): fc.Arbitrary<string> {
  const found = changesIn(timeZone)
  const whenever = fc.integer({ min: 0, max: days - 1 }).map(dateOf)
  return found.length === 0 ? whenever : fc.oneof(fc.constantFrom(...found), whenever)
}

/** Overrides as the server takes them: none over another of its kind, nothing added over what is left of the week. */
function apart(hours: readonly Hours[], overrides: readonly Override[], date: string): Override[] {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7
  const over = (one: Override, other: { fromMinute: number; toMinute: number }) =>
    one.fromMinute < other.toMinute && other.fromMinute < one.toMinute
  const kept: Override[] = []
  for (const override of overrides) if (!kept.some((one) => one.kind === override.kind && over(one, override))) kept.push(override)
  return kept.filter(({ kind, fromMinute, toMinute }) => {
    const added = Array.from({ length: (toMinute - fromMinute) / 5 }, (_, place) => fromMinute + place * 5)
    const removed = (minute: number) => kept.some((gap) => gap.kind === 'remove' && gap.fromMinute <= minute && minute < gap.toMinute)
    const worked = (minute: number) => hours.some((rule) => rule.weekday === weekday && rule.fromMinute <= minute && minute < rule.toMinute)
    return kind === 'remove' || !added.some((minute) => worked(minute) && !removed(minute))
  })
}

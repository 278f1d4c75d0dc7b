import { calendarReasons, type WeeklyRule } from '@wardkeep/contract/doctors.ts'
import type { Static } from 'typebox'
import { isCalendarDate, timeZoneNamed } from '../../platform/instants.ts'
import { type FieldProblem, refuse } from '../../platform/refusal.ts'
import type { Hours } from './calendar.ts'
import { clockText, minuteOf } from './clock-rules.ts'

export type Weekly = Static<typeof WeeklyRule>

/** The IANA zone in its usual capitals; refuses BAD_REQUEST for a zone that does not exist. */
export function mustBeTimeZone(text: string): string {
  return timeZoneNamed(text) ?? refuse('BAD_REQUEST', { errors: [{ field: 'timeZone', reason: 'is not an IANA time zone' }] })
}

/** The rules as hours; refuses BAD_REQUEST with `weekly.N` for each that cannot stand, alone or beside one before it. */
export function mustBeWeeklyHours(weekly: readonly Weekly[]): Hours[] {
  const hours = weekly.map(hoursOf)
  const errors = hours.flatMap((rule, place): FieldProblem[] => {
    const reason = faultOf(rule) ?? (hours.slice(0, place).some((other) => overlaps(rule, other)) ? calendarReasons.overRule : undefined)
    return reason === undefined ? [] : [{ field: `weekly.${place}`, reason }]
  })
  return errors.length > 0 ? refuse('BAD_REQUEST', { errors }) : hours
}

export function weeklyOf({ weekday, fromMinute, toMinute, slotMinutes, validFrom, validUntil }: Hours): Weekly {
  return {
    weekday,
    from: clockText(fromMinute),
    to: clockText(toMinute),
    slotMinutes,
    ...(validFrom === null ? {} : { validFrom }),
    ...(validUntil === null ? {} : { validUntil }),
  }
}

function hoursOf({ weekday, from, to, slotMinutes, validFrom, validUntil }: Weekly): Hours {
  return {
    weekday,
    fromMinute: minuteOf(from),
    toMinute: minuteOf(to),
    slotMinutes,
    validFrom: validFrom ?? null,
    validUntil: validUntil ?? null,
  }
}

function faultOf({ fromMinute, toMinute, slotMinutes, validFrom, validUntil }: Hours): string | undefined {
  if (fromMinute >= toMinute) return calendarReasons.reversed
  if (slotMinutes > toMinute - fromMinute) return calendarReasons.tooShort
  if ([validFrom, validUntil].some((date) => date !== null && !isCalendarDate(date))) return calendarReasons.noDay
  if (validFrom !== null && validUntil !== null && validFrom > validUntil) return calendarReasons.validReversed
  return undefined
}

function overlaps(one: Hours, other: Hours): boolean {
  const sameTime = one.weekday === other.weekday && one.fromMinute < other.toMinute && other.fromMinute < one.toMinute
  return sameTime && !isOver(one, other) && !isOver(other, one)
}

/** ISO dates sort as text. */
function isOver(one: Hours, before: Hours): boolean {
  return one.validUntil !== null && before.validFrom !== null && one.validUntil < before.validFrom
}

import { calendarReasons, type DateOverride } from '@wardkeep/contract/doctors.ts'
import { Temporal } from 'temporal-polyfill'
import type { Static } from 'typebox'
import { isCalendarDate } from '../../platform/instants.ts'
import { type FieldProblem, refuse } from '../../platform/refusal.ts'
import type { Hours, Override } from './calendar.ts'
import { clockText, minuteOf } from './clock-rules.ts'
import { leftOf, overlap } from './day-rules.ts'

export type Told = Static<typeof DateOverride>

/** Years; who plans further ahead has weekly hours for it. */
const furthest = 3

/** The overrides as minutes; refuses BAD_REQUEST with `overrides.N` for each that cannot stand, alone or beside others. `today` is the doctor's date. */
export function mustBeOverrides(wanted: readonly Told[], hours: readonly Hours[], today: string): Override[] {
  const overrides = wanted.map(overrideOf)
  const errors = wanted.flatMap((told, place): FieldProblem[] => {
    const reason = faultOf(told, today) ?? clashOf(overrides, place, hours)
    return reason === undefined ? [] : [{ field: `overrides.${place}`, reason }]
  })
  return errors.length > 0 ? refuse('BAD_REQUEST', { errors }) : overrides
}

/** Refuses BAD_REQUEST where new weekly hours run into time that was added on a date before. */
export function mustLeaveRoom(hours: readonly Hours[], standing: readonly Override[]): void {
  if (standing.some((_, place) => clashOf(standing, place, hours) !== undefined)) {
    refuse('BAD_REQUEST', { errors: [{ field: 'weekly', reason: calendarReasons.overAdded }] })
  }
}

export function overrideTold({ date, kind, fromMinute, toMinute, slotMinutes }: Override): Told {
  const isWhole = kind === 'remove' && fromMinute === 0 && toMinute === endOfDay
  return {
    date,
    kind,
    ...(isWhole ? {} : { from: clockText(fromMinute), to: clockText(toMinute) }),
    ...(slotMinutes === null ? {} : { slotMinutes }),
  }
}

const endOfDay = 1440

function overrideOf({ date, kind, from, to, slotMinutes }: Told): Override {
  return {
    date,
    kind,
    fromMinute: from === undefined ? 0 : minuteOf(from),
    toMinute: to === undefined ? endOfDay : minuteOf(to),
    slotMinutes: slotMinutes ?? null,
  }
}

function faultOf({ date, kind, from, to, slotMinutes }: Told, today: string): string | undefined {
  if (!isCalendarDate(date)) return calendarReasons.noDay
  if (date < today) return calendarReasons.past
  if (date > Temporal.PlainDate.from(today).add({ years: furthest }).toString()) return calendarReasons.far
  if (kind === 'add' && (from === undefined || to === undefined)) return calendarReasons.when
  if (kind === 'remove' && slotMinutes !== undefined) return calendarReasons.uncut
  const minutes = minuteOf(to ?? '24:00') - minuteOf(from ?? '00:00')
  if (minutes <= 0) return calendarReasons.reversed
  return (slotMinutes ?? 0) > minutes ? calendarReasons.tooShort : undefined
}

/** Added time stands beside what is left of the week; who wants another grid first takes the hours away. */
function clashOf(overrides: readonly Override[], place: number, hours: readonly Hours[]): string | undefined {
  const override = overrides[place]
  if (override === undefined) return undefined
  const { date, kind } = override
  const alike = overrides.slice(0, place).filter((other) => other.date === date && other.kind === kind)
  if (alike.some((other) => overlap(other, override))) return calendarReasons.overAlike
  if (kind === 'remove') return undefined
  const left = leftOf(hours, overrides, date, Temporal.PlainDate.from(date).dayOfWeek)
  return left.some((part) => overlap(part, override)) ? calendarReasons.overWeek : undefined
}

import { waitlistLimits } from '@wardkeep/contract/waitlist.ts'
import { Temporal } from 'temporal-polyfill'
import { isCalendarDate } from '../../platform/instants.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Wish } from './wish.ts'

/** Milliseconds; a time that begins sooner is offered to nobody. */
const leastMs = 5 * 60_000
/** Milliseconds for which a time stays kept after its offer is over, so that the next in line gets it and nobody between. */
export const graceMs = 60_000

type Asked = { doctorId?: string; specialty?: string; language?: string; from?: string; until?: string; weekdays?: number[] }
export type Days = { from: string; until: string; endsAt: Date }

/** The days that are asked for, in the organisation's time zone. Refuses BAD_REQUEST, by field, for nothing asked, days that passed, or too many. */
export function mustBeWish(asked: Asked, timeZone: string, now: Date): Days {
  if (asked.doctorId === undefined && asked.specialty === undefined && asked.language === undefined) {
    refuse('BAD_REQUEST', { errors: [{ field: 'doctorId', reason: 'or a specialty or a language is required' }] })
  }
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
  const from = asked.from === undefined ? today : dateIn(asked.from, 'from')
  const until = asked.until === undefined ? from.add({ days: 30 }) : dateIn(asked.until, 'until')
  if (Temporal.PlainDate.compare(until, from) < 0)
    refuse('BAD_REQUEST', { errors: [{ field: 'until', reason: 'must not lie before from' }] })
  if (Temporal.PlainDate.compare(until, today) < 0) refuse('BAD_REQUEST', { errors: [{ field: 'until', reason: 'has passed' }] })
  if (Temporal.PlainDate.compare(until, today.add({ days: waitlistLimits.days })) > 0) {
    refuse('BAD_REQUEST', { errors: [{ field: 'until', reason: `must lie at most ${waitlistLimits.days} days ahead` }] })
  }
  const endsAt = new Date(until.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds)
  return { from: from.toString(), until: until.toString(), endsAt }
}

function dateIn(text: string, field: string): Temporal.PlainDate {
  return isCalendarDate(text)
    ? Temporal.PlainDate.from(text)
    : refuse('BAD_REQUEST', { errors: [{ field, reason: 'is not a date between 1900 and 2199' }] })
}

export type FreedBy = { languages: readonly string[]; specialties: readonly string[]; timeZone: string }

/** Whether a time of a doctor is one that somebody waits for; days and doctor apart, which the database has compared. */
export function isWished(wish: Wish, { languages, specialties, timeZone }: FreedBy, start: Date): boolean {
  const wall = Temporal.Instant.fromEpochMilliseconds(start.getTime()).toZonedDateTimeISO(timeZone)
  const part = wall.hour < 12 ? 'morning' : wall.hour < 17 ? 'afternoon' : 'evening'
  const { specialty, language } = wish
  const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()
  return (
    wish.weekdays.includes(wall.dayOfWeek) &&
    (wish.part === undefined || wish.part === part) &&
    (specialty === undefined || specialties.some((one) => same(one, specialty))) &&
    (language === undefined || languages.some((one) => same(one, language) || one.toLowerCase().startsWith(`${language.toLowerCase()}-`)))
  )
}

/** The day of a time on the doctor's calendar. */
export function dayOf(start: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(start.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString()
}

/** Until when a time is kept for somebody: so many minutes, never past its start; undefined where it begins too soon to be offered. */
export function offeredUntil(start: Date, minutes: number, now: Date): Date | undefined {
  if (start.getTime() - now.getTime() < leastMs) return undefined
  return new Date(Math.min(start.getTime(), now.getTime() + minutes * 60_000))
}

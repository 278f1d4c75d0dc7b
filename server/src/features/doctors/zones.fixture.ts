// What a calendar must yield, told without the code under test and without Temporal: by a clock on the wall that is looked at every five minutes.
import fc from 'fast-check'
import type { Hours, Override } from './calendar.ts'

/** Every habit of clocks that this century has seen: both hemispheres, half hours, quarter hours, changes at midnight, none at all, and abolished. */
export const zones = [
  ...['Africa/Cairo', 'Africa/Casablanca', 'Africa/Johannesburg', 'Africa/Lagos', 'America/Argentina/Buenos_Aires', 'America/Asuncion'],
  ...['America/Havana', 'America/Los_Angeles', 'America/Mexico_City', 'America/New_York', 'America/Nuuk', 'America/Santiago'],
  ...[
    'America/Sao_Paulo',
    'America/St_Johns',
    'Asia/Amman',
    'Asia/Beirut',
    'Asia/Gaza',
    'Asia/Jerusalem',
    'Asia/Kathmandu',
    'Asia/Kolkata',
  ],
  ...['Asia/Seoul', 'Asia/Tehran', 'Asia/Tokyo', 'Atlantic/Azores', 'Australia/Adelaide', 'Australia/Lord_Howe', 'Australia/Sydney'],
  ...['Europe/Berlin', 'Europe/Chisinau', 'Europe/Dublin', 'Europe/Istanbul', 'Europe/London', 'Europe/Moscow', 'Pacific/Apia'],
  ...['Pacific/Auckland', 'Pacific/Chatham', 'Pacific/Fiji', 'UTC'],
]

const minuteMs = 60_000
const dayMs = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()

/** What a clock in the zone shows, `2026-03-29T03:00`. */
export function wallAt(ms: number, timeZone: string): string {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  formats.set(timeZone, format)
  return format.format(ms).replace(' ', 'T')
}

export type Week = { hours: Hours[]; overrides: Override[]; timeZone: string }

/** The slots of one date as [start, end] in milliseconds: what starts where the clock shows it first, and is over before the clock is past its end. */
export function slotsByWatching({ hours, overrides, timeZone }: Week, date: string, minutes: number | undefined): number[][] {
  const first = firstShown(date, timeZone)
  const ofDay = overrides.filter((override) => override.date === date)
  const removed = ofDay.filter(({ kind }) => kind === 'remove')
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7
  const shortest = hours.length === 0 ? 30 : Math.min(...hours.map(({ slotMinutes }) => slotMinutes))
  const weekly = hours
    .filter((rule) => rule.weekday === weekday && (rule.validFrom ?? date) <= date && date <= (rule.validUntil ?? date))
    .flatMap((rule) => grid(rule, rule.slotMinutes, minutes))
    .filter(([from = 0, to = 0]) => !removed.some((gap) => from < gap.toMinute && gap.fromMinute < to))
  const added = ofDay.filter(({ kind }) => kind === 'add').flatMap((time) => grid(time, time.slotMinutes ?? shortest, minutes))
  const real = [...weekly, ...added].flatMap(([from = 0, to = 0]) => {
    const start = first(from, true)
    const end = start === undefined ? undefined : start + (to - from) * minuteMs
    return start !== undefined && end !== undefined && end <= (first(to, false) ?? Number.NEGATIVE_INFINITY) ? [[start, end]] : []
  })
  return real.sort(([one = 0], [other = 0]) => one - other)
}

/** Wall clock of a date: when it first shows a minute exactly, or (not `exactly`) that minute or a later one. */
function firstShown(date: string, timeZone: string): (minute: number, exactly: boolean) => number | undefined {
  const noon = Date.parse(`${date}T00:00:00Z`)
  const shown: { at: number; wall: string }[] = []
  for (let at = noon - dayMs; at <= noon + 2.2 * dayMs; at += 5 * minuteMs) shown.push({ at, wall: wallAt(at, timeZone) })
  const ofDay = shown.filter(({ wall }) => wall >= date)
  return (minute, exactly) => {
    const wanted = new Date(Date.parse(`${date}T00:00:00Z`) + minute * minuteMs).toISOString().slice(0, 16)
    return ofDay.find(({ wall }) => (exactly ? wall === wanted : wall >= wanted))?.at
  }
}

function grid({ fromMinute, toMinute }: { fromMinute: number; toMinute: number }, step: number, minutes = step): number[][] {
  const count = Math.max(0, Math.floor((toMinute - fromMinute - minutes) / step) + 1)
  return Array.from({ length: count }, (_, place) => [fromMinute + place * step, fromMinute + place * step + minutes])
}

const fives = (most: number) => fc.integer({ min: 1, max: most }).map((count) => count * 5)
const stretch = fc
  .tuple(fc.integer({ min: 0, max: 287 }), fc.integer({ min: 1, max: 120 }))
  .map(([from, length]) => ({ fromMinute: from * 5, toMinute: Math.min(1440, (from + length) * 5) }))

/** A week and, on one date, whatever is added to it or taken from it; two stretches of a day never overlap. */
export function weekAround(date: string): fc.Arbitrary<Omit<Week, 'timeZone'>> {
  const rule = fc.record({ weekday: fc.integer({ min: 1, max: 7 }), stretch, slotMinutes: fives(24) })
  const change = fc.record({ kind: fc.constantFrom('add' as const, 'remove' as const), stretch, slotMinutes: fc.option(fives(24)) })
  return fc
    .record({ rules: fc.array(rule, { minLength: 4, maxLength: 24 }), changes: fc.array(change, { maxLength: 4 }) })
    .map(({ rules, changes }) => {
      const hours: Hours[] = []
      for (const { weekday, stretch, slotMinutes } of rules) {
        const overlaps = hours.some(
          (one) => one.weekday === weekday && one.fromMinute < stretch.toMinute && stretch.fromMinute < one.toMinute,
        )
        if (!overlaps) hours.push({ weekday, ...stretch, slotMinutes, validFrom: null, validUntil: null })
      }
      const overrides: Override[] = changes.map(({ kind, stretch, slotMinutes }) => ({
        date,
        kind,
        ...stretch,
        slotMinutes: kind === 'add' ? slotMinutes : null,
      }))
      return { hours, overrides }
    })
}

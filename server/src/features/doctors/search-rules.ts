import type { VisitType } from '../visit-types/index.ts'

type Timed = { start: Date; id: string }

/** In order of start and id, from the one after a key on. */
export function soonestFirst<T extends Timed>(all: readonly T[], after: { at: Date; id: string } | undefined): T[] {
  const sorted = [...all].sort(inTime)
  return after === undefined ? sorted : sorted.filter((one) => inTime(one, { start: after.at, id: after.id }) > 0)
}

/** Whether a kind of visit is held in a language, as far as it says; a tag is met by itself and by what is more special than it (RFC 4647 §3.3.1). */
export function isHeldIn(type: VisitType | undefined, language: string | undefined): boolean {
  const held = type?.languages ?? []
  if (language === undefined || held.length === 0) return true
  const sought = language.toLowerCase()
  return held.some((one) => one.toLowerCase() === sought || one.toLowerCase().startsWith(`${sought}-`))
}

function inTime(one: Timed, other: Timed): number {
  return one.start.getTime() - other.start.getTime() || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0)
}

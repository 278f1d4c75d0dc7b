import { refuse } from '../../platform/refusal.ts'
import type { Slot } from '../doctors/index.ts'

const minute = 60_000
const day = 86_400_000
/** Whatever reason is given, no visit is longer than this, nor booked further ahead. Minutes; days. */
const longest = 480
const furthest = 730

/** What even an override must be: a time that is not over, within reason of length and distance. */
export function mustBePossible({ start, end }: Slot, now: Date): void {
  if (end <= start || end.getTime() - start.getTime() > longest * minute) refuse('OUTSIDE_HOURS')
  if (end <= now) refuse('TOO_SOON')
  if (start.getTime() > now.getTime() + furthest * day) refuse('BEYOND_HORIZON')
}

/** Until when a patient may cancel or move what starts then: so many hours before. */
export function changeUntil(start: Date, hours: number): Date {
  return new Date(start.getTime() - hours * 60 * minute)
}

/** What a visit takes of the calendar: itself, and what its kind keeps free around it. */
export function takenBy({ start, end }: Slot, { bufferBefore, bufferAfter }: { bufferBefore: number; bufferAfter: number }) {
  return { from: new Date(start.getTime() - bufferBefore * minute), until: new Date(end.getTime() + bufferAfter * minute) }
}

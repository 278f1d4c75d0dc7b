import type { Answer } from '@wardkeep/client'

export type Event = Answer<'listEvents'>['items'][number]
export type Counts = { signIns: number; bookings: number; denied: number; failed: number }
/** A whole hour, in milliseconds since 1970, and how many events fell into it. */
export type Hour = { start: number; events: number }

const hour = 3_600_000

/** What events come to. */
export function countsOf(events: readonly Event[]): Counts {
  const allowed = events.filter(({ outcome }) => outcome === 'allowed')
  return {
    signIns: allowed.filter(isSignIn).length,
    bookings: allowed.filter(({ action }) => action === 'appointment.booked').length,
    denied: events.filter(({ outcome }) => outcome === 'denied').length,
    failed: events.filter(({ outcome }) => outcome === 'failed').length,
  }
}

/** Every hour from the oldest of the events to now, at most the last 24, those without an event too; oldest first. */
export function hoursOf(events: readonly Event[], now: Date): Hour[] {
  const starts = events.map(({ at }) => hourOf(new Date(at)))
  const last = hourOf(now)
  const first = Math.max(Math.min(last, ...starts), last - 23 * hour)
  return Array.from({ length: (last - first) / hour + 1 }, (_, place) => first + place * hour).map((start) => ({
    start,
    events: starts.filter((own) => own === start).length,
  }))
}

function hourOf(time: Date): number {
  return Math.floor(time.getTime() / hour) * hour
}

/** A password that was right but still wants a second factor has let nobody in; the second factor does. */
function isSignIn({ action, rule }: Event): boolean {
  return action === 'session.second-factor' || (action === 'session.signed-in' && !rule?.endsWith(':challenged'))
}

/** Milliseconds for which a mail that is being sent is kept from every other process; longer than a letter may take. */
export const heldMs = 2 * 60_000
export const mostAttempts = 10
const firstPauseMs = 30_000
const longestPauseMs = 15 * 60_000

/** When a mail is tried again after its nth attempt: half a minute, doubled each time up to a quarter of an hour. */
export function nextAttempt(attempts: number, now: Date): Date {
  return new Date(now.getTime() + Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(20, attempts - 1)))
}

/** Whether another attempt would come in vain. */
export function isHopeless({ attempts, usefulUntil }: { attempts: number; usefulUntil: Date }, next: Date): boolean {
  return attempts >= mostAttempts || next >= usefulUntil
}

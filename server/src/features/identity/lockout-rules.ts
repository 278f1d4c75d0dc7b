export { addressBlock } from '../../platform/address-block.ts'

/** Milliseconds and counts: so many failures within the window lock for so long. */
export const lockout = { failures: 5, windowMs: 5 * 60_000, lockMs: 60 * 60_000 } as const

/** So many different accounts failing from one address before it locks are no forgotten password. */
export const sprayedNames = 3

/**
 * Names that may fail from one address within the window and not come in since, before it is locked; fewer while so many fail in the whole installation.
 * Nobody mistypes so many names, and a ward has known devices.
 */
export const spraying = { names: 20, namesOfInstallation: 100, namesWhileSprayed: 5, windowMs: 24 * 60 * 60_000 } as const

/** A try that has not been judged for so many milliseconds never will be: its process died. It counts as a failure. */
export const judgedWithinMs = 30_000

/** What is known of one thing that tries are counted for: its failures and its unjudged tries within the window, and its lock. */
export type Standing = { failed: number; pending: number; until: Date | null }

/**
 * `open`: one more try may be judged. `busy`: as many are being judged as may still fail. `full`: it is to be locked. `locked`: it is.
 * `expired`: its lock has ended, which nobody has written down yet.
 */
export type Verdict = 'open' | 'busy' | 'full' | 'locked' | 'expired'

export function verdictOf({ failed, pending, until }: Standing, now: Date): Verdict {
  if (until !== null) return now < until ? 'locked' : 'expired'
  if (failed >= lockout.failures) return 'full'
  return failed + pending >= lockout.failures ? 'busy' : 'open'
}

/** Failures after this moment are within the window. */
export function windowStart(now: Date): Date {
  return new Date(now.getTime() - lockout.windowMs)
}

/** Whole seconds until the lock ends, at least one, for Retry-After (RFC 9110, 10.2.3). */
export function secondsUntil(until: Date, now: Date): number {
  return Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000))
}

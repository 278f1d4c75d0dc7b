/** Milliseconds and counts: so many failures within the window lock for so long. */
export const lockout = { failures: 5, windowMs: 5 * 60_000, lockMs: 60 * 60_000 } as const

/** So many different accounts failing from one address before it locks are no forgotten password. */
export const sprayedNames = 3

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

/**
 * What one household, ward or attacker has of the Internet: an IPv4 address, or the /64 of an IPv6 address (RFC 6177), of which a single host has
 * all. An IPv4 address written as IPv6 (RFC 4291, 2.5.5.2) is the IPv4 address.
 */
export function addressBlock(address: string): string {
  const [bare = ''] = address.toLowerCase().split('%')
  if (!bare.includes(':')) return bare
  const groups = groupsOf(bare)
  const [, mapped] = /^0:0:0:0:0:ffff:([0-9a-f]+:[0-9a-f]+)$/.exec(groups.join(':')) ?? []
  if (mapped !== undefined) return dotted(mapped)
  return `${groups.slice(0, 4).join(':')}::/64`
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = withoutDots(address).split('::')
  const [first, last] = [head, tail ?? ''].map((part) => part.split(':').filter((group) => group !== ''))
  const given = [...(first ?? []), ...(last ?? [])]
  const zeros = Array<string>(Math.max(0, 8 - given.length)).fill('0')
  return [...(first ?? []), ...zeros, ...(last ?? [])].map((group) => group.replace(/^0+(?=.)/, ''))
}

function withoutDots(address: string): string {
  return address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number)
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
  })
}

function dotted(groups: string): string {
  return groups
    .split(':')
    .map((group) => Number.parseInt(group, 16))
    .flatMap((number) => [number >> 8, number & 255])
    .join('.')
}

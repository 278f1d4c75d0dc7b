// Floods are stopped at the door, before anything is looked up: so many requests of a class from one address in a minute. Counted in this process
// alone; what must hold across processes is counted in the database (quota.ts, and the lockout).
import type { Endpoint } from '@wardkeep/contract'
import { LRUCache } from 'lru-cache'
import { addressBlock } from '../../platform/address-block.ts'
import { refuse } from '../../platform/refusal.ts'

/** `door`: signing in, registering, forgotten passwords and mailed links. `public`: what else is open. `unrecognised`: credentials that are none. */
export type FloodClass = 'door' | 'public' | 'unrecognised'
export type FloodLimits = Readonly<Record<FloodClass, number>>

/** In a minute, from an IPv4 address or the /64 of an IPv6 one. A hospital may stand behind one address. */
export const floodLimits: FloodLimits = { door: 600, public: 3000, unrecognised: 600 }

const windowMs = 60_000
/** Addresses that are remembered; the one that was silent longest makes room. */
const mostAddresses = 50_000

type Count = { window: number; now: number; before: number }

export class Floods {
  readonly #limits: FloodLimits
  readonly #counts = new LRUCache<string, Count>({ max: mostAddresses })

  constructor(limits: FloodLimits) {
    this.#limits = limits
  }

  /**
   * Refuses TOO_MANY_REQUESTS where more came within the last minute than the class allows. The minute slides: of the window before, as much
   * still counts as of it lies within. What is refused does not count.
   */
  pass(kind: FloodClass, address: string, now: Date): void {
    const key = `${kind} ${addressBlock(address)}`
    const window = Math.floor(now.getTime() / windowMs)
    const count = moved(this.#counts.get(key), window)
    const share = (now.getTime() % windowMs) / windowMs
    if (count.now + 1 + Math.floor(count.before * (1 - share)) > this.#limits[kind]) {
      refuse('TOO_MANY_REQUESTS', { headers: { 'Retry-After': String(Math.max(1, Math.ceil(60 * (1 - share)))) } })
    }
    count.now += 1
    this.#counts.set(key, count)
  }
}

/** The class of an endpoint that is open to anybody; none for the rest, and none for what a load balancer asks. */
export function classOf({ access, method, path, audit }: Endpoint): FloodClass | undefined {
  if (access !== 'public' || path.startsWith('/health/')) return undefined
  // The address of a feed proves whose it is, like a password.
  if (audit === 'calendar.read') return 'door'
  return method === 'GET' || audit === 'session.refreshed' || audit === 'session.verified' ? 'public' : 'door'
}

function moved(count: Count | undefined, window: number): Count {
  if (count?.window === window) return count
  return { window, now: 0, before: count?.window === window - 1 ? count.now : 0 }
}

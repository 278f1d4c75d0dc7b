// When each session was last used. Every process remembers it to the instant, and writes it down about once a minute with what a request does anyway; so
// whoever was active in another process, or before a restart, is held for idle at most a minute early, and nobody late.
import { LRUCache } from 'lru-cache'

/** Milliseconds between two times that are written down. */
export const writtenEveryMs = 60_000

type Known = { seen: number; written: number }

export class Activity {
  readonly #known = new LRUCache<string, Known>({ max: 20_000 })

  /** The session's last use, as far as this process knows: by its own requests, or as it was written down. */
  lastUse({ id, seenAt }: { id: string; seenAt: Date }): Date {
    return new Date(Math.max(this.#known.get(id)?.seen ?? 0, seenAt.getTime()))
  }

  /** A request that uses the session at this instant. */
  use({ id, seenAt }: { id: string; seenAt: Date }, now: Date): SessionUse {
    const known = this.#known.get(id) ?? { seen: seenAt.getTime(), written: seenAt.getTime() }
    this.#known.set(id, known)
    return new SessionUse(known, now)
  }
}

/** One request's use of its session. */
export class SessionUse {
  readonly #known: Known
  readonly #now: number
  #before: number | undefined

  constructor(known: Known, now: Date) {
    this.#known = known
    this.#now = now.getTime()
  }

  /** Whether this request is to write the use down; of those that come at once, one does. */
  claim(): boolean {
    if (this.#now - this.#known.written < writtenEveryMs) return false
    this.#before = this.#known.written
    this.#known.written = this.#now
    return true
  }

  /** It was not written down after all, so the next request will. */
  missed(): void {
    if (this.#before !== undefined) this.#known.written = this.#before
    this.#before = undefined
  }

  /** The session was used, whatever the answer was. */
  happened(): void {
    this.#known.seen = Math.max(this.#known.seen, this.#now)
  }
}

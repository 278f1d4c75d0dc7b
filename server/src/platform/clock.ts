/** Tells the time. Rules and SQL never ask for it themselves: they are handed `op.now`. */
export type Clock = {
  now(): Date
  /** Milliseconds by which the machine's clock and the database's differed when they were last held against each other. */
  apartMs?(): number
}

/**
 * The one clock of a process: it follows the database, so that several hosts agree, and never goes backwards.
 * `measure` asks the database for its time; the offset is kept until the next measurement.
 */
export class DatabaseClock implements Clock {
  #offset = 0
  #last = 0
  #apart = 0
  readonly #machine: () => number

  constructor(machine: () => number = Date.now) {
    this.#machine = machine
  }

  now(): Date {
    this.#last = Math.max(this.#last, this.#machine() + this.#offset)
    return new Date(this.#last)
  }

  apartMs(): number {
    return this.#apart
  }

  /** From now on it shows that time or a later one. */
  notBefore(at: Date): void {
    this.#last = Math.max(this.#last, at.getTime())
  }

  /** Takes the database's time (ms since 1970) as read by `ask`; half of the round trip is taken for the way back. */
  async measure(ask: () => Promise<number>): Promise<void> {
    const before = this.#machine()
    const told = await ask()
    const after = this.#machine()
    this.#offset = told - (before + after) / 2
    // What a slow answer may have taken is no difference.
    this.#apart = Math.max(0, Math.abs(this.#offset) - (after - before) / 2)
  }
}

/** A clock that stands until it is moved; tests and imports hand it in. */
export class StillClock implements Clock {
  #at: number
  constructor(at: Date) {
    this.#at = at.getTime()
  }
  now(): Date {
    return new Date(this.#at)
  }
  moveTo(at: Date): void {
    this.#at = at.getTime()
  }
  pass(seconds: number): void {
    this.#at += seconds * 1000
  }
}

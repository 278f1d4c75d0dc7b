import type { Log } from './log.ts'

type Parts = {
  /** Milliseconds between the end of a round and the next. */
  everyMs: number
  /** Milliseconds until the first; `everyMs` where nothing is said. */
  firstMs?: number
  log: Pick<Log, 'error'>
  /** What is logged where a round fails. */
  failed: string
}

/** Periodic work of one process. A round that gives 'more' is followed by the next at once; one that fails is told, and followed too. */
export class Rounds {
  readonly #work: () => Promise<unknown>
  readonly #parts: Parts
  #timer: NodeJS.Timeout | undefined
  #turn: Promise<unknown> | undefined
  #stopped = false

  constructor(work: () => Promise<unknown>, parts: Parts) {
    this.#work = work
    this.#parts = parts
  }

  start(): void {
    this.#next(this.#parts.firstMs ?? this.#parts.everyMs)
  }

  /** Resolves when no work is being done any more. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#turn
  }

  #next(ms: number): void {
    if (this.#stopped) return
    this.#timer = setTimeout(() => {
      this.#turn = this.#round()
    }, ms).unref()
  }

  async #round(): Promise<void> {
    const { everyMs, log, failed } = this.#parts
    const said = await this.#work().catch((cause: unknown) => log.error({ cause }, failed))
    this.#next(said === 'more' ? 0 : everyMs)
  }
}

import type { Log } from './log.ts'

type Parts = { everyMs: number; log: Pick<Log, 'error'>; failed: string }

/** Periodic work of one process: a round begins so long after the one before has ended, and one that fails is told and followed by the next. */
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
    if (this.#stopped) return
    const { everyMs, log, failed } = this.#parts
    this.#timer = setTimeout(() => {
      this.#turn = this.#work()
        .catch((cause: unknown) => log.error({ cause }, failed))
        .finally(() => this.start())
    }, everyMs)
    this.#timer.unref()
  }

  /** Resolves when no work is being done any more. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#turn
  }
}

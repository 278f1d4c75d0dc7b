import type { Log } from '../../platform/log.ts'
import { type RemindKeep, remindDue } from './reminding-actions.ts'

type Parts = { now: () => Date; log: Pick<Log, 'error'>; everyMs?: number }

/** The loop in each process that looks for visits to remind of; who dies in it has written a reminder whole or not at all. */
export class Reminder {
  readonly #keep: RemindKeep
  readonly #parts: Parts
  #timer: NodeJS.Timeout | undefined
  #turn: Promise<unknown> | undefined
  #stopped = false

  constructor(keep: RemindKeep, parts: Parts) {
    this.#keep = keep
    this.#parts = parts
  }

  start(): void {
    if (this.#stopped) return
    this.#timer = setTimeout(() => {
      this.#turn = remindDue(this.#keep, this.#parts.now(), this.#parts.log)
        .catch((cause: unknown) => this.#parts.log.error({ cause }, 'reminders could not be written'))
        .finally(() => this.start())
    }, this.#parts.everyMs ?? 30_000)
    this.#timer.unref()
  }

  /** Resolves when nothing is being written any more. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#turn
  }
}

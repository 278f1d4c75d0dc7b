import type { Keep } from '../../security/keep.ts'
import { type Sending, sendDue } from './sending-actions.ts'

const atOnce = 5

type SenderParts = Omit<Sending, 'log'> & { log: Sending['log'] & { error(fields: object, message: string): void }; everyMs?: number }

/** The loop that empties the outbox, in each process: what is due is looked for every second, and right away while there is more. */
export class Sender {
  readonly #keep: Keep
  readonly #parts: SenderParts
  #timer: NodeJS.Timeout | undefined
  #turn: Promise<void> | undefined
  #stopped = false

  constructor(keep: Keep, parts: SenderParts) {
    this.#keep = keep
    this.#parts = parts
  }

  start(): void {
    if (!this.#stopped) this.#timer = setTimeout(() => this.#go(), this.#parts.everyMs ?? 1000)
  }

  /** Resolves when nothing is being sent any more. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#turn
    this.#parts.carrier.close()
  }

  #go(): void {
    this.#turn = this.#sendAll()
      .catch((cause: unknown) => this.#parts.log.error({ cause }, 'the outbox could not be worked on'))
      .finally(() => this.start())
  }

  async #sendAll(): Promise<void> {
    while (!this.#stopped && (await sendDue(this.#keep, this.#parts, atOnce)) === atOnce);
  }
}

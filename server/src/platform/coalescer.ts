// Concurrent reads share one round trip: what arrives in the same turn of the event loop, or while every lane is busy, goes out as one batch
// with one Sync. A member that fails, stalls or leaves harms itself alone: the others are run again, one by one.
import type { Connections, Prelude } from './database.ts'
import { Refusal } from './refusal.ts'
import type { Statement } from './statement.ts'

type Rows = Record<string, unknown>[][]

/** One read among others. */
export type Member = {
  /** Whose read it is: the members of one key take turns with those of other keys. */
  readonly key: string
  readonly statements: readonly Statement[]
  /** Decides on the rows of its own statements, at once; a throw fails this member alone. */
  judge(rows: Rows): void
  /** Nobody waits for the answer any more: it is not sent while it waits for its turn. */
  gone?(): boolean
}

export type CoalescerOptions = {
  /** Batches under way at once, each on a connection of its own. */
  lanes: number
  /** Members of one batch at most. */
  most: number
  /** Milliseconds after which a shared batch is cancelled and its members run alone. */
  patience: number
}

/** What was measured best at 64 connections on two cores; see bench/README.md. */
export const coalescing: CoalescerOptions = { lanes: 1, most: 64, patience: 400 }

type Waiting<M> = { member: M; resolve: () => void; reject: (cause: unknown) => void }

export class Coalescer<M extends Member> {
  readonly #connections: Connections
  readonly #close: (members: readonly M[]) => Statement[]
  readonly #open: (members: readonly M[]) => Prelude | undefined
  readonly #options: CoalescerOptions
  readonly #queues = new Map<string, Waiting<M>[]>()
  #busy = 0
  #scheduled = false

  /**
   * `close` gives the statements that end a batch for the members that were judged without a throw: their events, in one insert; `open` what is
   * committed before a batch begins.
   */
  constructor(
    connections: Connections,
    close: (members: readonly M[]) => Statement[],
    options: CoalescerOptions = coalescing,
    open: (members: readonly M[]) => Prelude | undefined = () => undefined,
  ) {
    this.#connections = connections
    this.#close = close
    this.#open = open
    this.#options = options
  }

  /** Resolves once the member's rows were judged and its part of the batch is committed. */
  submit(member: M): Promise<void> {
    return new Promise((resolve, reject) => {
      const queue = this.#queues.get(member.key)
      if (queue) queue.push({ member, resolve, reject })
      else this.#queues.set(member.key, [{ member, resolve, reject }])
      this.#schedule()
    })
  }

  /** At the end of this turn of the event loop, so that what arrives in it goes together. */
  #schedule(): void {
    if (this.#scheduled || this.#busy >= this.#options.lanes || this.#queues.size === 0) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#dispatch()
    })
  }

  #dispatch(): void {
    if (this.#busy >= this.#options.lanes) return
    const members = this.#take()
    if (members.length === 0) return
    this.#busy += 1
    void this.#run(members, () => {
      this.#busy -= 1
      this.#dispatch()
    })
  }

  /** One of each key in turn, so that a caller with a thousand reads waits for itself and nobody for them. */
  #take(): Waiting<M>[] {
    const taken: Waiting<M>[] = []
    while (taken.length < this.#options.most && this.#queues.size > 0) {
      for (const [key, queue] of this.#queues) {
        const next = queue.shift()
        if (queue.length === 0) this.#queues.delete(key)
        if (next === undefined) continue
        if (next.member.gone?.()) next.reject(new Refusal('UNAVAILABLE'))
        else taken.push(next)
        if (taken.length === this.#options.most) break
      }
    }
    for (const key of new Set(taken.map((waiting) => waiting.member.key))) {
      // Who was served goes to the end of the line.
      const queue = this.#queues.get(key)
      if (queue === undefined) continue
      this.#queues.delete(key)
      this.#queues.set(key, queue)
    }
    return taken
  }

  /** The next batch goes out before the answers of this one, so that the database works while they are written. */
  async #run(waiting: readonly Waiting<M>[], next: () => void): Promise<void> {
    const alone = waiting.length === 1
    const settle = await this.#send(waiting, alone ? undefined : this.#options.patience).then(
      (failures) => () => {
        waiting.forEach(({ resolve, reject }, place) => {
          if (failures.has(place)) reject(failures.get(place))
          else resolve()
        })
      },
      (cause: unknown) => () => (alone ? waiting[0]?.reject(cause) : this.#runAlone(waiting)),
    )
    next()
    setImmediate(settle)
  }

  /** Not in the lane's name: each waits for its own answer, and nobody for it. */
  #runAlone(waiting: readonly Waiting<M>[]): void {
    for (const one of waiting) void this.#run([one], () => {})
  }

  /** Sends one batch; gives the members whose judge threw. */
  async #send(waiting: readonly Waiting<M>[], patience: number | undefined): Promise<Map<number, unknown>> {
    const failures = new Map<number, unknown>()
    const statements = waiting.flatMap(({ member }) => member.statements)
    await this.#connections.readBatch(
      statements,
      (rows) => {
        let from = 0
        const judged: M[] = []
        waiting.forEach(({ member }, place) => {
          const own = rows.slice(from, from + member.statements.length)
          from += member.statements.length
          try {
            member.judge(own)
            judged.push(member)
          } catch (cause) {
            failures.set(place, cause)
          }
        })
        return judged.length === 0 ? [] : this.#close(judged)
      },
      patience,
      this.#open(waiting.map(({ member }) => member)),
    )
    return failures
  }
}

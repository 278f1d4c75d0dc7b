import { LRUCache } from 'lru-cache'
import pLimit, { type LimitFunction } from 'p-limit'

/** A queue for each key: so many at once, the others in the order in which they came. Within this process. */
export class Turns {
  // One that is forgotten while somebody stands in it lets more than so many through at once, and no more than that.
  readonly #queues = new LRUCache<string, LimitFunction>({ max: 10_000 })

  async take<T>(key: string, atOnce: number, work: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(key) ?? pLimit(atOnce)
    this.#queues.set(key, queue)
    return queue(work)
  }
}

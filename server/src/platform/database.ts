import pg, { type ClientConfig, type Pool, type PoolClient } from 'pg'
import { type Judge, type Prelude, runBatch } from './batch.ts'
import { codeOf } from './error-code.ts'
import { Refusal } from './refusal.ts'
import type { Statement } from './statement.ts'

export type { Judge, Prelude } from './batch.ts'
export { type SqlValue, type Statement, sql } from './statement.ts'

type Rows<S extends readonly Statement[]> = { [K in keyof S]: S[K] extends Statement<infer R> ? R[] : never }

/** What may only read. */
export type Reader = {
  run<R>(statement: Statement<R>): Promise<R[]>
  /** Several independent statements in one round trip. */
  runAll<const S extends readonly Statement[]>(statements: S): Promise<Rows<S>>
}

/** What may also write: made by `Connections.transact` alone, so a store function that takes one cannot run outside a transaction. */
export class Transaction implements Reader {
  readonly #client: PoolClient
  private constructor(client: PoolClient) {
    this.#client = client
  }
  static within(client: PoolClient): Transaction {
    return new Transaction(client)
  }
  async run<R>(statement: Statement<R>): Promise<R[]> {
    const [rows] = await this.runAll([statement])
    return rows
  }
  async runAll<const S extends readonly Statement[]>(statements: S): Promise<Rows<S>> {
    return (await runBatch(this.#client, statements)) as Rows<S>
  }
}

/** The pool of connections under the runtime role. Loss of the database is told as UNAVAILABLE (503), and recovers by itself. */
export class Connections {
  readonly #pool: Pool
  readonly #readers: Pool

  /** `size` connections for what writes, and as many as four for reads alone, so that neither can starve the other. */
  constructor(config: ClientConfig, size = 8) {
    this.#pool = openPool(config, size)
    this.#readers = openPool(config, Math.min(size, 4))
  }

  /**
   * The batch of a coalescer, on a connection for reads. With `patience` (milliseconds) it is cancelled when it takes longer; the promise then
   * rejects, nothing was kept, and the connection is sound again.
   */
  async readBatch(
    statements: readonly Statement[],
    judge: (results: Record<string, unknown>[][]) => readonly Statement[],
    patience?: number,
    prelude?: Prelude,
  ): Promise<void> {
    await this.#with(async (client) => {
      const running = withPrelude(client, statements, judge, prelude)
      if (patience === undefined) return running
      let cancelling: Promise<unknown> | undefined
      const timer = setTimeout(() => {
        cancelling = this.#cancel(client)
      }, patience)
      try {
        return await running
      } finally {
        clearTimeout(timer)
        await cancelling // a signal still on its way must not meet the next batch
      }
    }, this.#readers)
  }

  async #cancel(client: PoolClient): Promise<void> {
    const pid: unknown = Reflect.get(client, 'processID')
    if (typeof pid === 'number') await this.batch([{ name: 'cancel', text: 'select pg_cancel_backend($1)', values: [pid] }]).catch(() => {})
  }

  /** Connections of each pool, and who waits for one. */
  standing(): Record<string, number> {
    const [writers, readers] = [this.#pool, this.#readers]
    return {
      'write-open': writers.totalCount,
      'write-idle': writers.idleCount,
      'write-waiting': writers.waitingCount,
      'read-open': readers.totalCount,
      'read-idle': readers.idleCount,
      'read-waiting': readers.waitingCount,
    }
  }

  /** One implicit transaction in one round trip; see `runBatch`. */
  async batch<const S extends readonly Statement[]>(
    statements: S,
    judge?: (results: Rows<S>) => readonly Statement[],
    prelude?: Prelude,
  ): Promise<Rows<S>> {
    return this.#with(async (client) => (await withPrelude(client, statements, judge as Judge | undefined, prelude)) as Rows<S>)
  }

  /**
   * An interactive transaction: `open` goes out with BEGIN, and with `prelude` before it, what `act` returns as `close` with COMMIT; `closed` is
   * then handed its rows. Any throw rolls back, but for the prelude.
   */
  async transact<T>(
    open: readonly Statement[],
    act: (
      tx: Transaction,
      opened: Record<string, unknown>[][],
    ) => Promise<{ value: T; close: readonly Statement[]; closed?: (rows: Record<string, unknown>[][]) => void }>,
    prelude?: Prelude,
  ): Promise<T> {
    return this.#with(async (client) => {
      try {
        const [, ...opened] = await runBatch(client, [begin, ...open], undefined, prelude)
        const { value, close, closed } = await act(Transaction.within(client), opened)
        const rows = await runBatch(client, [...close, commit])
        closed?.(rows.slice(0, -1))
        return value
      } catch (cause) {
        await runBatch(client, [rollback])
        throw cause
      }
    })
  }

  async #with<T>(work: (client: PoolClient) => Promise<T>, pool: Pool = this.#pool): Promise<T> {
    const client = await pool.connect().catch((cause: unknown) => {
      throw unavailable(cause)
    })
    let broken = false
    const onError = () => {
      broken = true
    }
    client.on('error', onError)
    try {
      return await work(client)
    } catch (cause) {
      if (isContention(cause) || isOverdue(cause)) throw unavailable(cause)
      if (!isLost(cause)) throw cause
      broken = true
      throw unavailable(cause)
    } finally {
      client.off('error', onError)
      client.release(broken)
    }
  }

  /** The database's own clock, in milliseconds since 1970. */
  async time(): Promise<number> {
    const [[row]] = await this.batch([clockTime])
    if (row === undefined) throw new Error('the database does not tell the time')
    return row.ms
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool.end(), this.#readers.end()])
  }
}

/** A prelude that fails leaves its transaction open: it is ended before anything else is asked on the connection. */
async function withPrelude(client: PoolClient, statements: readonly Statement[], judge?: Judge, prelude?: Prelude) {
  if (prelude === undefined) return runBatch(client, statements, judge)
  let over = false
  const done = (rows: Record<string, unknown>[][]) => {
    over = true
    prelude.done(rows)
  }
  try {
    return await runBatch(client, statements, judge, { statements: prelude.statements, done })
  } catch (cause) {
    if (!over) await runBatch(client, [rollback])
    throw cause
  }
}

function openPool(config: ClientConfig, size: number): Pool {
  const pool = new pg.Pool({
    ...config,
    max: size,
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 60_000,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 15_000,
  })
  pool.on('error', () => {}) // a lost idle connection: the next request opens another or is told 503
  return pool
}

const clockTime: Statement<{ ms: number }> = {
  name: 'clock',
  text: 'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
  values: [],
}
const begin: Statement = { name: 'begin', text: 'begin', values: [] }
const commit: Statement = { name: 'commit', text: 'commit', values: [] }
const rollback: Statement = { name: 'rollback', text: 'rollback', values: [] }

function unavailable(cause: unknown): Refusal {
  const refusal = new Refusal('UNAVAILABLE', { headers: { 'Retry-After': '2' } })
  refusal.cause = cause
  return refusal
}

/** Whether PostgreSQL undid it because of others at work at the same time: it may be tried again as it is. */
export function wasContended(cause: unknown): boolean {
  return cause instanceof Refusal && isContention(cause.cause)
}

/** Of two that wait for each other one is undone (40P01), as is who could not be put into an order with others (40001). */
function isContention(cause: unknown): boolean {
  return ['40P01', '40001'].includes(sqlState(cause) ?? '')
}

/** A statement that waited or worked past its time (`statement_timeout`, 57014): what it asked for may do later, and its connection is sound. */
function isOverdue(cause: unknown): boolean {
  return sqlState(cause) === '57014'
}

/**
 * Connection loss, shutdown, a transaction left idle past its time (25P03), resource exhaustion (SQLSTATE classes 08, 53, 57P, 58) or a socket error:
 * nothing was committed that we know of.
 */
function isLost(cause: unknown): boolean {
  if (cause instanceof Refusal) return false
  const code = sqlState(cause)
  if (code !== undefined) return /^(08|53|58)|^57P|^25P03$/.test(code)
  if (/^(ECONN|EPIPE|ENOENT|ETIMEDOUT)/.test(codeOf(cause) ?? '')) return true
  return (
    cause instanceof Error &&
    /^(Connection terminated|Client (was closed|has encountered a connection error)|timeout exceeded when)/.test(cause.message)
  )
}

export function sqlState(cause: unknown): string | undefined {
  return cause instanceof pg.DatabaseError ? cause.code : undefined
}

/** The constraint that refused a write, so that a store can name its refusal. */
export function brokenConstraint(cause: unknown): string | undefined {
  return cause instanceof pg.DatabaseError ? cause.constraint : undefined
}

import type { Connection, PoolClient, Submittable } from 'pg'
import { decoder, encode, type Statement } from './statement.ts'

type Row = Record<string, unknown>
type Column = { name: string; decode: (text: string) => unknown }
type Known = { columns: Column[] }

/** What pg's Connection can do on the wire; its published types name only a part of it. */
type Wire = Connection & {
  parse(message: { name: string; text: string }): void
  bind(message: { statement: string; values: unknown[]; valueMapper: (value: unknown) => string | Buffer | null }): void
  describe(message: { type: 'S'; name: string }): void
  execute(message: { portal?: string; rows?: number }): void
  close(message: { type: 'S'; name: string }): void
  flush(): void
  sync(): void
}

const knownStatements = new WeakMap<object, Map<string, Known>>()
const doubtfulStatements = new WeakMap<object, Set<string>>()
const begin: Statement = { name: 'begin', text: 'begin', values: [] }
const commit: Statement = { name: 'commit', text: 'commit', values: [] }
const rollback: Statement = { name: 'rollback', text: 'rollback', values: [] }

/** Decides on the rows of the first statements and says which statements follow before the commit. Throwing rolls all of it back. */
export type Judge = (results: Row[][]) => readonly Statement[]

/** Statements that are committed on their own before the others of a batch begin, in the same round trip; `done` gets their rows after that commit. */
export type Prelude = { statements: readonly Statement[]; done: (results: Row[][]) => void }

/**
 * Sends several named statements and one Sync: PostgreSQL runs them as one implicit transaction, in one round trip (PostgreSQL protocol, "Pipelining").
 * With a judge the first statements are flushed, the judge sees their rows and adds the last statements, and one Sync commits.
 * Resolves to the rows of every statement in order, after the commit; rejects with the database's error or the judge's, nothing kept.
 */
export function runBatch(client: PoolClient, statements: readonly Statement[], judge?: Judge, prelude?: Prelude): Promise<Row[][]> {
  return new Promise((resolve, reject) => {
    client.query(new Batch(statements, judge, prelude, resolve, reject))
  })
}

class Batch implements Submittable {
  readonly #queue: Statement[]
  readonly #judge: Judge | undefined
  readonly #prelude: Prelude | undefined
  /** How many statements stand before those that were asked for. */
  readonly #before: number
  readonly #resolve: (results: Row[][]) => void
  readonly #reject: (cause: unknown) => void
  readonly #results: Row[][] = []
  #known: Map<string, Known> = new Map()
  #doubtful: Set<string> = new Set()
  #current = 0
  #firstPart: number
  #synced = false
  #failure: unknown

  constructor(
    statements: readonly Statement[],
    judge: Judge | undefined,
    prelude: Prelude | undefined,
    resolve: (results: Row[][]) => void,
    reject: (cause: unknown) => void,
  ) {
    const before = prelude ? [begin, ...prelude.statements, commit] : []
    this.#queue = [...before, ...statements]
    this.#before = before.length
    this.#firstPart = this.#queue.length
    this.#judge = judge
    this.#prelude = prelude
    this.#resolve = resolve
    this.#reject = reject
  }

  submit(connection: Connection): void {
    const wire = connection as Wire
    this.#known = remembered(knownStatements, connection, () => new Map())
    this.#doubtful = remembered(doubtfulStatements, connection, () => new Set())
    wire.stream.cork()
    this.#send(wire, this.#queue)
    if (this.#judge) wire.flush()
    else this.#sync(wire)
    wire.stream.uncork()
  }

  #send(wire: Wire, statements: readonly Statement[]): void {
    for (const statement of statements) {
      this.#results.push([])
      if (!this.#known.has(statement.name)) {
        if (this.#doubtful.has(statement.name)) wire.close({ type: 'S', name: statement.name })
        this.#doubtful.add(statement.name)
        this.#known.set(statement.name, { columns: [] })
        wire.parse({ name: statement.name, text: statement.text })
        wire.describe({ type: 'S', name: statement.name })
      }
      wire.bind({ statement: statement.name, values: [...statement.values], valueMapper: encode })
      wire.execute({})
    }
  }

  #sync(wire: Wire): void {
    this.#synced = true
    wire.sync()
  }

  handleRowDescription(message: { fields: { name: string; dataTypeID: number }[] }): void {
    const known = this.#known.get(this.#queue[this.#current]?.name ?? '')
    if (known) known.columns = message.fields.map((field) => ({ name: field.name, decode: decoder(field.dataTypeID) }))
  }

  handleDataRow(message: { fields: (string | null)[] }): void {
    const columns = this.#known.get(this.#queue[this.#current]?.name ?? '')?.columns ?? []
    const row: Row = {}
    columns.forEach((column, place) => {
      const text = message.fields[place]
      row[column.name] = text === null || text === undefined ? null : column.decode(text)
    })
    this.#results[this.#current]?.push(row)
  }

  handleCommandComplete(_message: unknown, connection: Connection): void {
    const done = this.#queue[this.#current]
    if (done) this.#doubtful.delete(done.name)
    this.#current += 1
    if (this.#current === this.#before) this.#prelude?.done(this.#results.slice(1, -1 + this.#before))
    if (this.#judge && this.#current === this.#firstPart && !this.#synced) this.#decide(connection as Wire, this.#judge)
  }

  #decide(wire: Wire, judge: Judge): void {
    let last: readonly Statement[]
    try {
      last = judge(this.#results.slice(this.#before))
    } catch (cause) {
      this.#failure = cause
      last = [rollback]
    }
    wire.stream.cork()
    this.#queue.push(...last)
    this.#send(wire, last)
    this.#sync(wire)
    wire.stream.uncork()
  }

  handleEmptyQuery(connection: Connection): void {
    this.handleCommandComplete(undefined, connection)
  }

  handlePortalSuspended(): void {}

  handleError(cause: unknown, connection: Connection): void {
    for (const name of this.#doubtful) this.#known.delete(name)
    if (!this.#synced) this.#sync(connection as Wire)
    this.#reject(this.#failure ?? cause)
  }

  handleReadyForQuery(): void {
    if (this.#failure) this.#reject(this.#failure)
    else this.#resolve(this.#results.slice(this.#before))
  }
}

function remembered<T>(store: WeakMap<object, T>, key: object, make: () => T): T {
  const found = store.get(key) ?? make()
  store.set(key, found)
  return found
}

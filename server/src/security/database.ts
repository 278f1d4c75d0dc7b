// Every touch of protected data goes through here: its context is set from the session row, its trace commits with it or it did not happen.
import { Coalescer, coalescing, type Member } from '../platform/coalescer.ts'
import { type Connections, type Prelude, type Reader, type Statement, type Transaction, wasContended } from '../platform/database.ts'
import { Refusal, refuse } from '../platform/refusal.ts'
import type { Consequence, Ending, Recorder } from './audit/recorder.ts'
import { type SignedEvent, writeEvents } from './audit/store.ts'
import type { Actor, Operation } from './operation.ts'
import { type Unstated, unstatedIn } from './purpose.ts'
import { askedBy, askedLate, grant, limitedOf } from './quota.ts'
import { countingBorder, type GrantedRow, grantedIn, take } from './quota-store.ts'
import { asAuditor, asRuntime, type ContextRow, contextOf, fixedContext } from './store.ts'
import { Tally } from './tally.ts'

type Rows<S extends readonly Statement[]> = { [K in keyof S]: S[K] extends Statement<infer R> ? R[] : never }

/** Gives the actor's facts as they are now, or undefined where the session has ended. */
export type Renewal = (actor: Actor, now: Date) => Promise<Actor | undefined>

/** The statement that writes down a session's use, and gives a row where it did; none where nobody signs in, like in the host's own commands. */
export type UseNote = (tenantId: string, sessionId: string, now: Date) => Statement

/** The statement that puts reading without a purpose up for review, in the organisation whose context is set. */
export type UnstatedReview = (reads: readonly Unstated[]) => Statement

/** What writes down that a session is in use, what is read without a purpose, and what counts for the metrics. */
export type Also = { noteUse?: UseNote; reviewUnstated?: UnstatedReview; tally?: Tally }

export class Database {
  readonly #connections: Connections
  readonly #recorder: Recorder
  readonly #renewed: Renewal
  readonly #noteUse: UseNote | undefined
  readonly #reviewUnstated: UnstatedReview | undefined
  readonly #reads: Coalescer<SharedRead>
  readonly #tally: Tally

  constructor(connections: Connections, recorder: Recorder, renewed: Renewal, { noteUse, reviewUnstated, tally = new Tally() }: Also = {}) {
    this.#connections = connections
    this.#recorder = recorder
    this.#renewed = renewed
    this.#noteUse = noteUse
    this.#reviewUnstated = reviewUnstated
    this.#tally = tally
    const events = (members: readonly SharedRead[]) => writeEvents(members.flatMap((member) => member.events(recorder)))
    this.#reads = new Coalescer<SharedRead>(
      connections,
      (members) => {
        tally.batched(members.length)
        return [
          ...events(members),
          ...counted(members.map(({ op }) => op)),
          ...this.#reviewsOf(members.filter(isAllowed).map(({ op }) => op)),
        ]
      },
      coalescing,
      (members) => counting(members.map(({ op }) => op)),
    )
  }

  /**
   * A read and its event, in one round trip: context, the statements under row security, then `judge` asks the permits on the rows that came
   * back, and the event (allowed, or denied when judge refuses) commits before the promise settles. `judge` must not wait for anything.
   */
  async read<const S extends readonly Statement[], T>(op: Operation, statements: S, judge: (rows: Rows<S>) => T): Promise<T> {
    return this.#readAs(op, statements, judge, statements.length)
  }

  /** The same for the journal: the first statement runs under the auditor's role, under which alone the journal can be read. */
  async readJournal<const S extends readonly Statement[], T>(op: Operation, statements: S, judge: (rows: Rows<S>) => T): Promise<T> {
    return this.#readAs(op, statements, judge, 0)
  }

  async #readAs<const S extends readonly Statement[], T>(
    op: Operation,
    statements: S,
    judge: (rows: Rows<S>) => T,
    auditorFrom: number,
  ): Promise<T> {
    return this.#whileAlive<T>(op, async () => {
      await this.#recorder.prepare(op)
      const note = this.#noteOf(op)
      const read = new SharedRead(
        op,
        [contextOf(op), ...(auditorFrom === 0 ? [asAuditor, ...statements, asRuntime] : statements), ...note.statements],
        (all) => {
          note.kept(all)
          const first = auditorFrom === 0 ? 2 : 1
          const value = judge(all.slice(first, first + statements.length) as Rows<S>)
          this.#mustBeAdmitted(op)
          return value
        },
      )
      await this.#reads
        .submit(read)
        .catch((cause: unknown) => (read.ending === undefined ? Promise.reject(cause) : unrecorded(cause)))
        .finally(note.settle)
      if (read.ending === undefined) return stale
      op.trace.markWritten()
      this.#tally.written(op.action, 'refusal' in read.ending ? endingOf(read.ending.refusal) : { outcome: 'allowed' })
      if ('refusal' in read.ending) throw read.ending.refusal
      return read.ending.value as T
    })
  }

  /**
   * A write and its event in one transaction. Whatever `act` throws rolls all of it back; the guard then records the denial on its own. Where
   * the database undoes it for others' sake, `act` is called anew: it keeps what it makes to the transaction and to the two lists given here.
   * `elsewhere`: what it led to in other organisations, each an operation with an event of its own there.
   */
  async transact<T>(
    op: Operation,
    act: (tx: Transaction) => Promise<T>,
    consequences: Consequence[] = [],
    elsewhere: Operation[] = [],
  ): Promise<T> {
    const [already, abroad] = [consequences.length, elsewhere.length]
    return this.#whileAlive<T>(op, async () => {
      consequences.length = already
      elsewhere.length = abroad
      let acted = false
      const note = this.#noteOf(op)
      const writing = this.#connections.transact<T | typeof stale>(
        [contextOf(op)],
        async (tx, opened) => {
          if (!isAlive(opened)) return { value: stale, close: [] }
          op.allowance.mustStand()
          const value = await act(tx)
          this.#mustBeAdmitted(op)
          for (const one of [op, ...elsewhere]) await this.#recorder.prepare(one)
          acted = true
          const events = [
            ...(op.action === 'none' ? [] : this.#recorder.events(op, { outcome: 'allowed' }, consequences)),
            ...elsewhere.flatMap((one) => this.#recorder.events(one, { outcome: 'allowed' })),
          ]
          const requests = op.action === 'none' ? [] : counted([op])
          // Whoever has the session's row waits for nobody after it but for a review of the same day, as in every batch: one order, no deadlock.
          const close = [...writeEvents(events), ...requests, ...note.statements]
          return { value, close: [...close, ...this.#reviewsOf([op])], closed: (rows) => note.kept(rows.slice(0, close.length)) }
        },
        counting([op]),
      )
      const done = await writing.catch((cause: unknown) => (acted ? unrecorded(cause) : Promise.reject(cause))).finally(note.settle)
      if (done === stale) return done
      op.trace.markWritten()
      for (const { action } of [op, ...(op.action === 'none' ? [] : consequences), ...elsewhere])
        this.#tally.written(action, { outcome: 'allowed' })
      return done
    })
  }

  /** Commits the operation's event alone: denials, failures and sign-ins that a rollback must not erase. */
  async record(op: Operation, refusal: Refusal | undefined): Promise<void> {
    await this.#recorder.prepare(op)
    const ending: Ending = refusal ? endingOf(refusal) : { outcome: 'allowed' }
    const write = () => this.#connections.batch([...this.#recorder.statements(op, ending), ...counted([op])], undefined, counting([op]))
    await uncontended(write).catch(unrecorded)
    op.trace.markWritten()
    this.#tally.written(op.action, ending)
  }

  /** Reads without an event of its own, as the system inside one organisation: for recognising who signs in, never to answer with. */
  async peek<const S extends readonly Statement[]>(tenantId: string, now: Date, statements: S): Promise<Rows<S>> {
    const all = await this.#connections.batch([fixedContext(tenantId, 'system', { now }), ...statements])
    return all.slice(1) as Rows<S>
  }

  /** Tables that are read before a tenant is known, and what says that the database answers at all. */
  get locators(): Pick<Reader, 'runAll'> {
    return { runAll: (statements) => this.#connections.batch(statements) }
  }

  /** Once with the facts at hand; where they moved on, once more with fresh ones; a dead session is 401. */
  async #whileAlive<T>(op: Operation, attempt: () => Promise<T | typeof stale>): Promise<T> {
    const first = await uncontended(attempt)
    if (first !== stale) return first
    op.renew((await this.#renewed(op.actor, op.now)) ?? refuseDead(op))
    const second = await uncontended(attempt)
    return second === stale ? refuseDead(op) : second
  }

  /** Writes down the session's use with what the request does anyway, about once a minute; what did not come about is left to the next request. */
  #noteOf(op: Operation): { statements: Statement[]; kept: (results: readonly unknown[][]) => void; settle: () => void } {
    const { actor, use } = op
    const { session } = actor
    const noteUse = this.#noteUse
    let open = session !== undefined && noteUse !== undefined && use?.claim() === true
    return {
      statements: open && session && noteUse ? [noteUse(actor.tenantId, session.id, op.now)] : [],
      kept: (results) => {
        if (results.at(-1)?.length === 1) open = false
      },
      settle: () => {
        if (open) use?.missed()
        open = false
      },
    }
  }

  /** Reviews of what was read without a purpose, in one order everywhere; no statement where every purpose was given. Nothing may follow: the context is the system's. */
  #reviewsOf(ops: readonly Operation[]): Statement[] {
    const review = this.#reviewUnstated
    if (review === undefined) return []
    const reads = unstatedIn(ops)
    return [...Map.groupBy(reads, ({ tenantId }) => tenantId)]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .flatMap(([tenantId, own]) => [fixedContext(tenantId, 'system', { now: own[0]?.at ?? new Date(0) }), review(own)])
  }

  #mustBeAdmitted(op: Operation): void {
    if (op.action !== 'none' && op.trace.rule === undefined) throw new Error(`${op.action} was done without asking the policy`)
    // A caller claims an emergency only by emergency access that is open.
    if (op.purpose === 'BTG' && op.trace.purpose !== 'BTG') refuse('PURPOSE_REFUSED')
  }
}

/** One read in a shared batch: its context, its statements, and how it ended. */
class SharedRead implements Member {
  readonly key: string
  readonly statements: readonly Statement[]
  ending: { value: unknown } | { refusal: Refusal } | undefined
  readonly op: Operation
  readonly #judge: (rows: Record<string, unknown>[][]) => unknown

  constructor(op: Operation, statements: readonly Statement[], judge: (rows: Record<string, unknown>[][]) => unknown) {
    this.key = op.actor.session?.id ?? op.actor.key?.id ?? op.actor.tenantId
    this.statements = statements
    this.op = op
    this.#judge = judge
  }

  judge(rows: Record<string, unknown>[][]): void {
    this.ending = isAlive(rows) ? judged(() => this.#judgeWithin(rows)) : undefined
  }

  #judgeWithin(rows: Record<string, unknown>[][]): unknown {
    this.op.allowance.mustStand()
    return this.#judge(rows)
  }

  gone(): boolean {
    return this.op.gone()
  }

  /** None of a session that has ended: who it was is not known any more. */
  events(recorder: Recorder): SignedEvent[] {
    if (this.ending === undefined) return []
    return recorder.events(this.op, 'refusal' in this.ending ? endingOf(this.ending.refusal) : { outcome: 'allowed' })
  }
}

function isAllowed({ ending }: SharedRead): boolean {
  return ending !== undefined && 'value' in ending
}

const tries = 3

/** Once more what the database undid to let others on: it was rolled back whole, its event included. At last it is UNAVAILABLE. */
async function uncontended<T>(attempt: () => Promise<T>, left = tries): Promise<T> {
  try {
    return await attempt()
  } catch (cause) {
    if (left > 1 && wasContended(cause)) return uncontended(attempt, left - 1)
    throw cause
  }
}

const stale: unique symbol = Symbol('the session moved on')

/**
 * Counts requests that were not counted yet, once each: where it is not known whether a count was kept, because the connection was lost, it is
 * taken as kept, so none ever counts twice.
 */
function counting(ops: readonly Operation[]): Prelude | undefined {
  const uncounted = ops.filter(({ allowance }) => !allowance.asked)
  const asked = askedBy(uncounted)
  if (asked.length === 0) return undefined
  const counted = uncounted.filter((op) => limitedOf(op) !== undefined)
  for (const { allowance } of counted) allowance.asked = true
  const now = new Date(Math.max(...counted.map((op) => op.now.getTime())))
  return {
    statements: [countingBorder(asked), take(asked, now)],
    done: ([, rows]) => grant(counted, grantedIn((rows ?? []) as GrantedRow[]), now),
  }
}

/** Counts those who turned out to be somebody, in the transaction that writes their events, behind them. */
function counted(ops: readonly Operation[]): Statement[] {
  const asked = askedLate(ops)
  return asked.length === 0 ? [] : [take(asked, ops[0]?.now ?? new Date(0))]
}

/** The same answer as for a credential that was never one. */
function refuseDead(op: Operation): never {
  op.allowance.standing = undefined
  return refuse('UNAUTHENTICATED')
}

/** What cannot be recorded has not happened, and is not answered (F76). */
function unrecorded(cause: unknown): never {
  const refusal = cause instanceof Refusal ? cause : new Refusal('UNAVAILABLE')
  refusal.cause ??= cause
  throw refusal
}

function isAlive(results: readonly unknown[]): boolean {
  const rows = results[0] as ContextRow[] | undefined
  return rows?.[0]?.alive === 1
}

function judged<T>(judge: () => T): { value: T } | { refusal: Refusal } {
  try {
    return { value: judge() }
  } catch (cause) {
    if (cause instanceof Refusal) return { refusal: cause }
    throw cause
  }
}

function endingOf(refusal: Refusal): { outcome: 'denied' | 'failed'; reason: string } {
  return { outcome: [401, 403, 404, 429].includes(refusal.status) ? 'denied' : 'failed', reason: refusal.code }
}

// A session that is over by time ends like every other: its row says so and the journal does, as soon as somebody notices. It opens nothing before that
// either, since every request compares its end with the clock. [B105]
import { newRequestId } from '../../platform/ids.ts'
import type { Log } from '../../platform/log.ts'
import type { Keep } from '../../security/keep.ts'
import { Operation, systemActor } from '../../security/operation.ts'
import { closeExpired, type ExpiredRow, listExpired } from './session-store.ts'

const atOnce = 100
const everyMs = 60_000

/** Ends the sessions whose time is over, at most so many, each with its event, and gives how many there were. */
export async function endExpired(keep: Keep, now: Date): Promise<number> {
  const [rows] = await keep.db.locators.runAll([listExpired(now, atOnce)])
  for (const row of rows) await endOne(keep, row, now)
  return rows.length
}

async function endOne(keep: Keep, { tenant_id: tenantId, id }: ExpiredRow, now: Date): Promise<void> {
  const op = new Operation({
    requestId: newRequestId(),
    now,
    actor: systemActor(tenantId, 'session-expiry'),
    origin: { address: '127.0.0.1', userAgent: '' },
    action: 'session.expired',
  })
  const ending = keep.db.transact(op, async (tx) => {
    if (!(await closeExpired(tx, tenantId, id, now))) throw new EndedAlready()
    op.trace.admitted('system:session-expiry', { resource: { type: 'session', id } })
  })
  await ending.catch((cause: unknown) => {
    if (!(cause instanceof EndedAlready)) throw cause
  })
}

/** Rolls back what another process has done first. */
class EndedAlready extends Error {}

/** Looks for sessions that are over once a minute, in each process. */
export class SessionExpiry {
  readonly #keep: Keep
  readonly #now: () => Date
  readonly #log: Pick<Log, 'error'>
  #timer: NodeJS.Timeout | undefined
  #turn: Promise<unknown> | undefined
  #stopped = false

  constructor(keep: Keep, parts: { now: () => Date; log: Pick<Log, 'error'> }) {
    this.#keep = keep
    this.#now = parts.now
    this.#log = parts.log
  }

  start(): void {
    if (this.#stopped) return
    this.#timer = setTimeout(() => {
      this.#turn = this.#endAll()
        .catch((cause: unknown) => this.#log.error({ cause }, 'expired sessions could not be ended'))
        .finally(() => this.start())
    }, everyMs)
    this.#timer.unref()
  }

  /** Resolves when nothing is being ended any more. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#turn
  }

  async #endAll(): Promise<void> {
    while (!this.#stopped && (await endExpired(this.#keep, this.#now())) === atOnce);
  }
}

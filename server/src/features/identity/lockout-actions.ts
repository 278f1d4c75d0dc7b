// Whoever guesses is stopped. A try is written down before it is judged, and as many as may still fail are judged at once, so however many tries come
// together, through however many processes, no sixth is ever judged. [B74][F8]
import { setTimeout as pause } from 'node:timers/promises'
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Operation } from '../../security/operation.ts'
import { INSTALLATION_TENANT } from '../../security/vault/index.ts'
import type { LockKeep } from './identity-keep.ts'
import { type Raised, tellOfLock } from './lock-alert-actions.ts'
import { type Bucket, type Counted, countsAsFailure, forEverywhere } from './lockout-buckets.ts'
import { lockout, type Standing, secondsUntil, verdictOf } from './lockout-rules.ts'
import { deleteExpired, failAttempt, insertAttempt, insertLock, lockStandings, settleAttempt } from './lockout-store.ts'
import { disableAfterGuesses, mostInARow } from './password-disabling-actions.ts'
import { countFailedName, type Locking } from './spraying-actions.ts'
import { countInARow } from './tally-store.ts'

/** A try that is written down and may be judged. */
export type Attempt = {
  readonly id: string
  readonly at: Date
  readonly hashes: readonly Buffer[]
  /** Where the names of a success have failed no more. */
  readonly places: readonly Buffer[]
  settled: boolean
}

/**
 * Judges one try, unless what it is counted for is locked: then refuses SIGN_IN_LOCKED, whatever it is worth. Where `judge` refuses for what was
 * tried, the try counts; else it does not, and `clears` is cleared unless `judge` has settled the attempt itself.
 */
export function judged<T>(keep: LockKeep, op: Operation, counted: Counted, judge: (attempt: Attempt) => Promise<T>): Promise<T> {
  return inTurn(keep, counted.buckets, async () => {
    const attempt = await reserve(keep, op, counted)
    let value: T
    try {
      value = await judge(attempt)
    } catch (cause) {
      if (countsAsFailure(cause)) await fail(keep, op, counted, attempt)
      else await release(keep, op, attempt, [])
      throw cause
    }
    if (!attempt.settled) await release(keep, op, attempt, counted.clears ?? [])
    return value
  })
}

/** Counts one use of what may be used only so often, whatever comes of it; refuses SIGN_IN_LOCKED. */
export function countUse(keep: LockKeep, op: Operation, counted: Counted): Promise<void> {
  return inTurn(keep, counted.buckets, async () => fail(keep, op, counted, await reserve(keep, op, counted)))
}

/** In the transaction that the try admits to: it was right, and the failures of `cleared` are forgotten. */
export async function settle(tx: Transaction, attempt: Attempt, cleared: readonly Buffer[]): Promise<void> {
  await settleAttempt(tx, attempt, cleared)
  attempt.settled = true
}

/** So that one process alone never has to wait for the database: one name at a time, and of one address a few. */
function inTurn<T>({ turns }: LockKeep, buckets: readonly Bucket[], work: () => Promise<T>): Promise<T> {
  return buckets.reduceRight(
    (inner, { hash, kind }) =>
      () =>
        turns.take(hash.toString('hex'), kind === 'address' ? lockout.failures - 1 : 1, inner),
    work,
  )()
}

const patience = { tries: 100, pauseMs: 30 }

async function reserve(keep: LockKeep, op: Operation, counted: Counted): Promise<Attempt> {
  const hashes = counted.buckets.map(({ hash }) => hash)
  const places = [...hashes, (await forEverywhere(keep.vault)).hash]
  const attempt: Attempt = { id: newId(op.now), at: op.now, hashes, places, settled: false }
  for (let tried = 0; tried < patience.tries; tried += 1) {
    const found = await keep.db.transact(quietly(op), async (tx) => {
      const standings = await lockStandings(tx, attempt.hashes, op.now)
      const seen = counted.buckets.map((bucket, place) => verdict(bucket, standings[place], op.now))
      if (seen.every(({ verdict }) => verdict === 'open')) await insertAttempt(tx, attempt)
      return seen
    })
    if (found.every(({ verdict }) => verdict === 'open')) return attempt
    for (const { bucket, verdict } of found) if (verdict === 'expired') await noticeExpiry(keep, op, counted, bucket)
    for (const { bucket, verdict } of found) if (verdict === 'full') await lock(keep, op, counted, forFailures(bucket))
    mustBeUnlocked(found, op.now)
    // Another process judges as many tries as may still fail.
    if (found.some(({ verdict }) => verdict === 'busy')) await pause(patience.pauseMs)
  }
  return refuse('TOO_MANY_REQUESTS', { headers: { 'Retry-After': '2' } })
}

type Seen = { bucket: Bucket; verdict: ReturnType<typeof verdictOf>; until: Date | null }

function verdict(bucket: Bucket, standing: Standing = { failed: 0, pending: 0, until: null }, now: Date): Seen {
  return { bucket, verdict: verdictOf(standing, now), until: standing.until }
}

function mustBeUnlocked(found: readonly Seen[], now: Date): void {
  const ends = found.flatMap(({ verdict, until }) => (verdict === 'locked' && until ? [secondsUntil(until, now)] : []))
  if (ends.length > 0) refuse('SIGN_IN_LOCKED', { headers: { 'Retry-After': String(Math.max(...ends)) } })
}

async function fail(keep: LockKeep, op: Operation, counted: Counted, attempt: Attempt): Promise<void> {
  const { row } = counted
  const [standings, inARow, sprayed] = await keep.db.transact(quietly(op), async (tx) => {
    const found = await failAttempt(tx, attempt, op.now)
    return [found, row ? await countInARow(tx, row.hash, op.now) : 0, await countFailedName(tx, keep, counted, op.now)] as const
  })
  for (const [place, bucket] of counted.buckets.entries()) {
    if (verdict(bucket, standings[place], op.now).verdict === 'full') await lock(keep, op, counted, forFailures(bucket))
  }
  for (const locking of sprayed) await lock(keep, op, counted, locking)
  if (row && inARow >= mostInARow) await disable(keep, op, counted, row)
}

/** Nobody has more than so many guesses at one password, however slowly: then it opens nothing, and its owner is told. */
function disable(keep: LockKeep, op: Operation, counted: Counted, row: Bucket): Promise<void> {
  const act = (tx: Transaction, changing: Operation) => disableAfterGuesses(tx, keep, changing, { row: row.hash, of: counted.of })
  return once(keep, op, counted, row, 'password.disabled', act)
}

function release(keep: LockKeep, op: Operation, attempt: Attempt, cleared: readonly Buffer[]): Promise<void> {
  return keep.db.transact(quietly(op), (tx) => settle(tx, attempt, cleared))
}

function forFailures(bucket: Bucket): Locking {
  return { bucket, ms: lockout.lockMs, sprayed: false }
}

function lock(keep: LockKeep, op: Operation, counted: Counted, { bucket, ms, sprayed }: Locking): Promise<void> {
  const until = new Date(op.now.getTime() + ms)
  return once(keep, op, counted, bucket, 'account.locked', (tx) => insertLock(tx, bucket.hash, op.now, until), sprayed)
}

function noticeExpiry(keep: LockKeep, op: Operation, counted: Counted, bucket: Bucket): Promise<void> {
  return once(keep, op, counted, bucket, 'account.lock-expired', (tx) => deleteExpired(tx, bucket.hash, op.now))
}

/** A change of a lock and its event, unless somebody else has just made the same. */
async function once(
  keep: LockKeep,
  op: Operation,
  counted: Counted,
  bucket: Bucket,
  action: 'account.locked' | 'account.lock-expired' | 'password.disabled',
  change: (tx: Transaction, op: Operation) => Promise<boolean>,
  sprayed = false,
): Promise<void> {
  const { kind } = bucket
  // An address is nobody's, and its lock the whole installation's.
  const account = kind === 'address' || kind === 'installation' ? undefined : counted.of
  const changing = op.asSystem(account?.tenantId ?? INSTALLATION_TENANT, 'lockout', action)
  const raised: Raised = { consequences: [], elsewhere: [] }
  const act = async (tx: Transaction) => {
    if (!(await change(tx, changing))) throw new DoneAlready()
    changing.trace.admitted(`system:lockout:${kind}`, account && { resource: { type: 'user', id: account.userId } })
    if (action === 'account.locked') await tellOfLock(tx, keep, changing, { counted, bucket, account, sprayed }, raised)
  }
  try {
    await keep.db.transact(changing, act, raised.consequences, raised.elsewhere)
  } catch (cause) {
    if (!(cause instanceof DoneAlready)) throw cause
  }
}

/** Rolls back what another has done first. */
class DoneAlready extends Error {}

function quietly(op: Operation): Operation {
  return op.asSystem(INSTALLATION_TENANT, 'lockout', 'none')
}

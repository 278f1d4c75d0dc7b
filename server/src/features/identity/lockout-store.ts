import { type Statement, sql, type Transaction } from '../../platform/database.ts'
import { judgedWithinMs, type Standing, windowStart } from './lockout-rules.ts'

export type AttemptKey = { id: string; at: Date; hashes: readonly Buffer[] }
export type SettledAttempt = AttemptKey & { places: readonly Buffer[] }
type StandingRow = { bucket_hash: Buffer; failed: number; pending: number; until: Date | null }

/** How each bucket stands, in the order given. Nobody else counts in, or locks, any of them until the transaction ends. */
export async function lockStandings(tx: Transaction, hashes: readonly Buffer[], now: Date): Promise<Standing[]> {
  const [, rows] = await tx.runAll([holdBuckets(hashes), findStandings(hashes, now)])
  return standingsOf(hashes, rows)
}

/** Writes a try down before it is judged, and throws away what is long past. */
export async function insertAttempt(tx: Transaction, { id, at, hashes }: AttemptKey): Promise<void> {
  await tx.runAll([
    sql(
      'identity.insert-attempt',
      `insert into sign_in_attempts (bucket_hash, id, at, failed) select hash, $2, $3, false from unnest($1::bytea[]) as hash`,
      [hashes, id, at],
    ),
    sql(
      'identity.prune-attempts',
      `delete from sign_in_attempts where (bucket_hash, id) in
         (select bucket_hash, id from sign_in_attempts where at < $1 order by at limit 50 for update skip locked)`,
      [new Date(windowStart(at).getTime() - 2 * judgedWithinMs)],
    ),
  ])
}

/** A try was judged and found wrong; gives how its buckets stand now. It counts even where a success has cleared the counter meanwhile. */
export async function failAttempt(tx: Transaction, { id, at, hashes }: AttemptKey, now: Date): Promise<Standing[]> {
  const [, , rows] = await tx.runAll([
    holdBuckets(hashes),
    sql(
      'identity.fail-attempt',
      `insert into sign_in_attempts (bucket_hash, id, at, failed) select hash, $2, $3, true from unnest($1::bytea[]) as hash
       on conflict (bucket_hash, id) do update set failed = true`,
      [hashes, id, at],
    ),
    findStandings(hashes, now),
  ])
  return standingsOf(hashes, rows)
}

/** A try was right, or never judged: its own rows go, and with them the failures of the buckets to be cleared, which fail from its places no more. */
export async function settleAttempt(tx: Transaction, { id, hashes, places }: SettledAttempt, cleared: readonly Buffer[]): Promise<void> {
  await tx.runAll([
    holdBuckets([...hashes, ...cleared]),
    sql(
      'identity.settle-attempt',
      `delete from sign_in_attempts where (bucket_hash = any ($1::bytea[]) and id = $2) or (bucket_hash = any ($3::bytea[]) and failed)`,
      [hashes, id, cleared],
    ),
    sql(
      'identity.settle-failed-names',
      'delete from sign_in_failed_names where bucket_hash = any ($1::bytea[]) and name_hash = any ($2::bytea[])',
      [places, cleared],
    ),
    sql('identity.settle-row', 'delete from sign_in_tallies where bucket_hash = any ($1::bytea[])', [cleared]),
  ])
}

/** Locks a bucket; false where it is locked already. */
export async function insertLock(tx: Transaction, hash: Buffer, now: Date, until: Date): Promise<boolean> {
  const [, made] = await tx.runAll([
    holdBuckets([hash]),
    sql(
      'identity.insert-lock',
      'insert into sign_in_locks (bucket_hash, locked_at, until) values ($1, $2, $3) on conflict do nothing returning bucket_hash',
      [hash, now, until],
    ),
  ])
  return made.length === 1
}

/** For how many other things the failures of a bucket within the window were counted as well: of an address, the accounts that were tried from it. */
export async function countNamesFailing(tx: Transaction, hash: Buffer, now: Date): Promise<number> {
  const [row] = await tx.run(
    sql<{ names: number }>(
      'identity.count-names-failing',
      `select count(distinct other.bucket_hash)::integer as names
       from sign_in_attempts a join sign_in_attempts other on other.id = a.id and other.bucket_hash <> a.bucket_hash and other.failed
       where a.bucket_hash = $1 and a.failed and a.at > $2`,
      [hash, windowStart(now)],
    ),
  )
  return row?.names ?? 0
}

/** Takes a lock away that has ended; false where somebody else has. */
export async function deleteExpired(tx: Transaction, hash: Buffer, now: Date): Promise<boolean> {
  const [, gone] = await tx.runAll([
    holdBuckets([hash]),
    sql('identity.delete-expired-lock', 'delete from sign_in_locks where bucket_hash = $1 and until <= $2 returning bucket_hash', [
      hash,
      now,
    ]),
  ])
  return gone.length === 1
}

/** Takes locks and counters away, whatever they say; gives the ends of the locks that there were. */
export async function deleteLocks(tx: Transaction, hashes: readonly Buffer[]): Promise<Date[]> {
  const [, gone] = await tx.runAll([
    holdBuckets(hashes),
    sql<{ until: Date }>('identity.delete-locks', 'delete from sign_in_locks where bucket_hash = any ($1::bytea[]) returning until', [
      hashes,
    ]),
    sql('identity.delete-attempts', 'delete from sign_in_attempts where bucket_hash = any ($1::bytea[])', [hashes]),
    sql('identity.delete-rows', 'delete from sign_in_tallies where bucket_hash = any ($1::bytea[])', [hashes]),
  ])
  return gone.map(({ until }) => until)
}

/** The locks among these buckets that have not ended. */
export function listLocks(hashes: readonly Buffer[], now: Date): Statement<{ bucket_hash: Buffer; until: Date }> {
  return sql<{ bucket_hash: Buffer; until: Date }>(
    'identity.list-locks',
    'select bucket_hash, until from sign_in_locks where bucket_hash = any ($1::bytea[]) and until > $2',
    [hashes, now],
  )
}

/** In one order, so that two who hold several never wait for each other. A hash's first 64 bits stand for it; where two share them they wait in vain, no more. */
function holdBuckets(hashes: readonly Buffer[]): Statement {
  const keys = [...new Set(hashes.map((hash) => hash.readBigInt64BE()))].sort((one, other) => (one < other ? -1 : 1))
  return sql('identity.hold-buckets', 'select pg_advisory_xact_lock(key)::text from unnest($1::bigint[]) as key', [keys.map(String)])
}

function findStandings(hashes: readonly Buffer[], now: Date): Statement<StandingRow> {
  return sql<StandingRow>(
    'identity.find-standings',
    `select bucket.hash as bucket_hash, l.until,
       count(a.id) filter (where a.failed or a.at <= $3)::integer as failed,
       count(a.id) filter (where not a.failed and a.at > $3)::integer as pending
     from unnest($1::bytea[]) as bucket (hash)
     left join sign_in_locks l on l.bucket_hash = bucket.hash
     left join sign_in_attempts a on a.bucket_hash = bucket.hash and a.at > $2
     group by bucket.hash, l.until`,
    [hashes, windowStart(now), new Date(now.getTime() - judgedWithinMs)],
  )
}

function standingsOf(hashes: readonly Buffer[], rows: readonly StandingRow[]): Standing[] {
  return hashes.map((hash) => rows.find((row) => row.bucket_hash.equals(hash)) ?? { failed: 0, pending: 0, until: null })
}

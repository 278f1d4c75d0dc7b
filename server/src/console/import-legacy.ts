// The whole of an export is checked before its first row is written, a row at a time; a second run changes nothing, and goes on where one was cut off.
import {
  BundleRefused,
  type Destination,
  findDestinations,
  importChecks,
  importRequests,
  type LegacyDone,
  type LegacyRow,
  legacyRows,
  readCheck,
  readRequest,
} from '../features/importing/index.ts'
import { Refusal } from '../platform/refusal.ts'
import { CannotGoOn } from './cannot-go-on.ts'
import { choose } from './destination.ts'
import { findFiles } from './given-files.ts'
import { type Host, openHost } from './host.ts'
import { openProgress } from './progress.ts'
import type { Streams } from './streams.ts'

/** `requests`: an export of `rn_requests`; `checks`: one of `check_user_log`. At least one of them. */
export type ImportLegacyAsked = {
  requests?: string | undefined
  checks?: string | undefined
  organisation?: string | undefined
  json: boolean
}

/** Rows that one transaction takes in. */
const atOnce = 500
const mostFaults = 20
const kinds = ['requests', 'checks'] as const
type Kind = (typeof kinds)[number]
type Report = { [K in Kind]?: LegacyDone & { rows: number } } & { userCrypt: { n: number; shortest: number; longest: number } }
type File = { kind: Kind; path: string; rows: number }

export async function importLegacy(asked: ImportLegacyAsked, streams: Streams, stop: AbortSignal): Promise<void> {
  const report: Report = { userCrypt: { n: 0, shortest: 0, longest: 0 } }
  const files: File[] = []
  for (const kind of kinds) {
    const given = asked[kind]
    if (given === undefined) continue
    const [path = '', another] = await findFiles([given])
    if (another !== undefined) throw new CannotGoOn(`Name one file by --${kind}; nothing was written.`)
    files.push({ kind, path, rows: await checkWhole(kind, path, report) })
  }
  const host = await openHost(streams)
  await (async () => {
    const destination = choose(await findDestinations(host.keep, host.tenantIds, host.clock.now()), asked.organisation)
    for (const file of files) report[file.kind] = { ...(await writeWhole(host, destination, file, streams, stop)), rows: file.rows }
  })().finally(host.close)
  streams.out.write(asked.json ? `${JSON.stringify(report)}\n` : told(report))
}

/** Counts the rows; refuses with the first faults of all of them. */
async function checkWhole(kind: Kind, path: string, { userCrypt }: Report): Promise<number> {
  const faults: string[] = []
  let rows = 0
  const note = (cause: unknown) => {
    if (!(cause instanceof BundleRefused)) throw cause
    faults.push(`${kind}: ${cause.position}: ${cause.reason}`)
  }
  try {
    for await (const row of legacyRows(path)) {
      rows += 1
      try {
        inventory(kind, row, userCrypt)
      } catch (cause) {
        note(cause)
      }
      if (faults.length >= mostFaults) break
    }
  } catch (cause) {
    note(cause)
  }
  if (faults.length > 0) throw new CannotGoOn(...faults, 'Nothing was written.')
  if (rows === 0) throw new CannotGoOn(`${kind}: the file has no row; nothing was written.`)
  return rows
}

/** What is encrypted in a way that nobody here knows is counted and measured, and nothing more. */
function inventory(kind: Kind, row: LegacyRow, found: Report['userCrypt']): void {
  if (kind === 'checks') return void readCheck(row)
  const { length = 0 } = readRequest(row).userCrypt ?? ''
  if (length === 0) return
  found.shortest = found.n === 0 ? length : Math.min(found.shortest, length)
  found.longest = Math.max(found.longest, length)
  found.n += 1
}

async function writeWhole(host: Host, destination: Destination, file: File, { err }: Streams, stop: AbortSignal): Promise<LegacyDone> {
  const done: LegacyDone = { imported: 0, unchanged: 0, differing: [] }
  const progress = openProgress(err, `Imported ${file.kind}`, file.rows, 'rows')
  let read = 0
  for await (const rows of parts(file.path)) {
    if (stop.aborted) throw new CannotGoOn(`line ${rows[0]?.line}: stopped before it.`, outlook)
    const part = await writePart(host, destination, file.kind, rows).catch(refused)
    done.imported += part.imported
    done.unchanged += part.unchanged
    done.differing.push(...part.differing)
    read += rows.length
    progress(read)
  }
  return done
}

const outlook = 'What stands before it is imported whole; the same command goes on from there.'

function writePart({ keep, clock }: Host, { tenantId }: Destination, kind: Kind, rows: readonly LegacyRow[]): Promise<LegacyDone> {
  const scope = { tenantId, now: clock.now() }
  return kind === 'requests' ? importRequests(keep, scope, rows.map(readRequest)) : importChecks(keep, scope, rows.map(readCheck))
}

async function* parts(path: string): AsyncGenerator<LegacyRow[]> {
  let part: LegacyRow[] = []
  for await (const row of legacyRows(path)) {
    part.push(row)
    if (part.length < atOnce) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}

function refused(cause: unknown): never {
  if (cause instanceof BundleRefused) throw new CannotGoOn(`${cause.position}: ${cause.reason}`, outlook)
  if (cause instanceof Refusal && cause.code === 'UNAVAILABLE') throw new CannotGoOn('The database went away.', outlook)
  throw cause
}

function told({ userCrypt, ...of }: Report): string {
  const lines = kinds.flatMap((kind) => {
    const done = of[kind]
    if (done === undefined) return []
    const differing =
      done.differing.length === 0
        ? ''
        : `; ${done.differing.length} stand with another content and stay so, the first in line ${done.differing[0]}`
    return [`${kind}: ${done.rows} rows, ${done.imported} imported, ${done.unchanged} stood already${differing}`]
  })
  const kept =
    userCrypt.n === 0
      ? []
      : [
          `user_crypt: ${userCrypt.n} values of ${userCrypt.shortest} to ${userCrypt.longest} characters, kept as they are and opened by nobody`,
        ]
  return `${[...lines, ...kept].join('\n')}\n`
}

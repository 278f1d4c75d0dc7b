// A part of an export is taken in by one transaction with one event; a row that stands is left as it is, so the same command can be run again and goes on where it was cut off. [A9]
import type { Transaction } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { traceChange } from '../../security/change.ts'
import type { Keep } from '../../security/keep.ts'
import { systemOperation } from '../../security/operation.ts'
import { canonicalBytes, type JsonValue } from '../../security/vault/index.ts'
import { insertLegacyCases, legacyPlace, type NewLegacyCase, standingCases } from '../legacy/index.ts'
import { type ImportedCheck, insertImportedChecks, numberIndexOf, standingChecks } from '../partners/index.ts'
import type { LegacyCheck, LegacyRequest } from './legacy-row.ts'
import { lockImports } from './store.ts'

/** What came of some rows: taken anew, standing alike, and, by line, standing with another content. */
export type LegacyDone = { imported: number; unchanged: number; differing: number[] }

type Scope = { tenantId: string; now: Date }
type Known = { source_index: Buffer; content_hash: Buffer }

/** Everything is hashed and sealed before the transaction begins: none is held open while this process computes. */
export async function importRequests(keep: Keep, scope: Scope, rows: readonly LegacyRequest[]): Promise<LegacyDone> {
  const prepared = await Promise.all(
    rows.map(async (row) => {
      const { line, submittedAt, ...rest } = row
      const marks = await marksOf(keep, scope, 'request', row.content.sourceId, { ...plain(rest), submittedAt: submittedAt.toISOString() })
      return { line, ...(await newCase(keep, scope, row, marks)) }
    }),
  )
  return taking(keep, scope, 'requests', async (tx) => {
    const standing = await tx.run(standingCases(prepared.map(({ sourceIndex }) => sourceIndex)))
    const { fresh, done } = sorted(prepared, standing)
    if (fresh.length > 0) await tx.run(insertLegacyCases(fresh, scope.now))
    return { fresh, done }
  })
}

export async function importChecks(keep: Keep, scope: Scope, rows: readonly LegacyCheck[]): Promise<LegacyDone> {
  const prepared = await Promise.all(
    rows.map(async (row): Promise<ImportedCheck & { line: number }> => {
      const { line, at, ...rest } = row
      const { label, vendorId, outcome } = row
      const marks = await marksOf(keep, scope, 'check', row.sourceId, { ...plain(rest), at: at.toISOString() })
      return { line, id: newId(at), at, numberIndex: await numberIndexOf(keep, scope.tenantId, label), ...marks, vendorId, outcome }
    }),
  )
  return taking(keep, scope, 'checks', async (tx) => {
    const standing = await tx.run(standingChecks(prepared.map(({ sourceIndex }) => sourceIndex)))
    const { fresh, done } = sorted(prepared, standing)
    if (fresh.length > 0) await tx.run(insertImportedChecks(fresh))
    return { fresh, done }
  })
}

type Taken = { fresh: readonly { contentHash: Buffer }[]; done: LegacyDone }

function taking(keep: Keep, { tenantId, now }: Scope, what: string, act: (tx: Transaction) => Promise<Taken>): Promise<LegacyDone> {
  const op = systemOperation(tenantId, 'import', 'legacy.imported', now)
  return keep.db.transact(op, async (tx) => {
    op.trace.admitted('system:import', { fields: [what] })
    await tx.run(lockImports())
    const { fresh, done } = await act(tx)
    const after = fresh.map(({ contentHash }) => contentHash.toString('hex'))
    await traceChange(keep, op, { of: { type: 'organisation', id: tenantId }, after: { [what]: after } })
    return done
  })
}

/** Which row it is, and what it says, as keyed hashes of the organisation. */
async function marksOf(keep: Keep, { tenantId }: Scope, kind: string, sourceId: string, said: JsonValue) {
  const [sourceIndex, contentHash] = await Promise.all([
    keep.vault.blindIndex({ tenantId }, `legacy-${kind}`, sourceId),
    keep.vault.blindIndex({ tenantId }, `legacy-${kind}-content`, canonicalBytes(said).toString('utf8')),
  ])
  return { sourceIndex, contentHash }
}

/** Without what is not there, which JSON does not know. */
function plain(row: object): { [name: string]: JsonValue } {
  return JSON.parse(JSON.stringify(row))
}

function sorted<M extends { line: number; sourceIndex: Buffer; contentHash: Buffer }>(
  marked: readonly M[],
  standing: readonly Known[],
): { fresh: M[]; done: LegacyDone } {
  const known = new Map(standing.map((row) => [row.source_index.toString('hex'), row.content_hash]))
  const fresh: M[] = []
  const done: LegacyDone = { imported: 0, unchanged: 0, differing: [] }
  for (const one of marked) {
    const key = one.sourceIndex.toString('hex')
    const there = known.get(key)
    if (there === undefined) {
      fresh.push(one)
      known.set(key, one.contentHash)
      done.imported += 1
    } else if (there.equals(one.contentHash)) done.unchanged += 1
    else done.differing.push(one.line)
  }
  return { fresh, done }
}

async function newCase(
  keep: Keep,
  { tenantId, now }: Scope,
  { content, vendorId, userCrypt, submittedAt }: LegacyRequest,
  marks: { sourceIndex: Buffer; contentHash: Buffer },
): Promise<NewLegacyCase> {
  const id = newId(now)
  const [sealed, crypt, labelIndex] = await Promise.all([
    keep.vault.seal({ kind: 'tenant' }, legacyPlace(tenantId, id, 'content'), content),
    userCrypt === undefined ? undefined : keep.vault.seal({ kind: 'tenant' }, legacyPlace(tenantId, id, 'user_crypt'), userCrypt),
    content.userIdentifier === undefined ? undefined : keep.vault.blindIndex({ tenantId }, 'legacy-label', content.userIdentifier),
  ])
  return { id, ...marks, labelIndex, vendorId, submittedAt, content: sealed, userCrypt: crypt }
}

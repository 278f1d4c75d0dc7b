import type { Api, Input, Reply } from '@wardkeep/contract'
import { HistoryEntry } from '@wardkeep/contract/patients.ts'
import { limits } from '@wardkeep/contract/shapes.ts'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { encodeTimedCursor, timedKeyIn } from '../../platform/cursor.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { subjectOf } from './actions.ts'
import { findPatient, historyRow, listHistory, patientRow } from './store.ts'

/** What an imported entry's envelope holds: the reply but for its id. */
const HistoryContent = Type.Omit(HistoryEntry, ['id'])
export type HistoryContent = Type.Static<typeof HistoryContent>

export function historyPlace(tenantId: string, id: string) {
  return { tenantId, table: 'history_entries', column: 'entry', rowId: id }
}

export async function readHistory(
  keep: Keep,
  op: Operation,
  { params, query }: Input<Api['readHistory']>,
): Promise<Reply<Api['readHistory']>> {
  const size = query.limit ?? limits.pageDefault
  const after = query.cursor === undefined ? undefined : timedKeyIn(query.cursor)
  const rows = await keep.db.read(
    op,
    [findPatient(params.id), listHistory(params.id, query.kind, after, size + 1)],
    ([[patient], entries]) => {
      Permit.ask(op, 'history.read', subjectOf(patientRow(patient ?? refuse('NOT_FOUND'))))
      return entries.map(historyRow)
    },
  )
  const shown = rows.slice(0, size)
  const opened = await keep.vault.openMany(shown.map((row) => ({ place: historyPlace(op.tenantId, row.id), sealed: row.entry })))
  const items = shown.map((row, place) => ({ id: row.id, ...Value.Parse(HistoryContent, opened[place]) }))
  const last = shown.at(-1)
  return { items, next: rows.length > size && last ? encodeTimedCursor({ at: last.happenedAt, id: last.id }) : null }
}

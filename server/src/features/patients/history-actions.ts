import type { Api, Input, Reply } from '@wardkeep/contract'
import { limits } from '@wardkeep/contract/shapes.ts'
import { encodeTimedCursor, timedKeyIn } from '../../platform/cursor.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { subjectOf } from './actions.ts'
import { openEntries } from './history-content.ts'
import { findPatient, historyRow, listHistory, listHistoryOfKind, patientRow } from './store.ts'

export async function readHistory(
  keep: Keep,
  op: Operation,
  { params, query }: Input<Api['readHistory']>,
): Promise<Reply<Api['readHistory']>> {
  const size = query.limit ?? limits.pageDefault
  const after = query.cursor === undefined ? undefined : timedKeyIn(query.cursor)
  const listed =
    query.kind === undefined ? listHistory(params.id, after, size + 1) : listHistoryOfKind(params.id, query.kind, after, size + 1)
  const rows = await keep.db.read(op, [findPatient(params.id), listed], ([[patient], entries]) => {
    Permit.ask(op, 'history.read', subjectOf(patientRow(patient ?? refuse('NOT_FOUND'))))
    return entries.map(historyRow)
  })
  const shown = rows.slice(0, size)
  const contents = await openEntries(keep, op.tenantId, shown)
  const items = shown.flatMap(({ id }, place) => {
    const content = contents[place]
    return content ? [{ id, ...content }] : []
  })
  const last = shown.at(-1)
  return { items, next: rows.length > size && last ? encodeTimedCursor({ at: last.happenedAt, id: last.id }) : null }
}

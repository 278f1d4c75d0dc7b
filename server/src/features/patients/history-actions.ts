import type { Api, Input, Reply } from '@wardkeep/contract'
import { cut, nextByTime, pageByTime } from '../../platform/page.ts'
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
  const page = pageByTime(query)
  const { after, rows: most } = page
  const listed = query.kind === undefined ? listHistory(params.id, after, most) : listHistoryOfKind(params.id, query.kind, after, most)
  const rows = await keep.db.read(op, [findPatient(params.id), listed], ([[patient], entries]) => {
    Permit.ask(op, 'history.read', subjectOf(patientRow(patient ?? refuse('NOT_FOUND'))))
    return entries.map(historyRow)
  })
  const { shown, last } = cut(rows, page)
  const contents = await openEntries(keep, op.tenantId, shown)
  const items = shown.flatMap(({ id }, place) => {
    const content = contents[place]
    return content ? [{ id, ...content }] : []
  })
  return { items, next: nextByTime(last && { at: last.happenedAt, id: last.id }) }
}

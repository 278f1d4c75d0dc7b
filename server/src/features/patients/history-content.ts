import { HistoryEntry } from '@wardkeep/contract/patients.ts'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Keep } from '../../security/keep.ts'
import type { JsonValue, Sealed } from '../../security/vault/index.ts'

/** What an imported entry's envelope holds: the reply but for its id. */
const HistoryContent = Type.Omit(HistoryEntry, ['id'])
export type HistoryContent = Type.Static<typeof HistoryContent>

export function historyPlace(tenantId: string, id: string) {
  return { tenantId, table: 'history_entries', column: 'entry', rowId: id }
}

/** Opens entries of one chart, in the order given. */
export async function openEntries(keep: Keep, tenantId: string, rows: readonly { id: string; entry: Sealed }[]): Promise<HistoryContent[]> {
  const opened = await keep.vault.openMany(rows.map((row) => ({ place: historyPlace(tenantId, row.id), sealed: row.entry })))
  return opened.map(readContent)
}

const readable = Compile(HistoryContent)

function readContent(value: JsonValue): HistoryContent {
  if (!readable.Check(value)) throw new TypeError('An entry opened as something else')
  return value
}

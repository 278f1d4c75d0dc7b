import { setImmediate } from 'node:timers/promises'
import type { Api, Reply } from '@wardkeep/contract'
import { trendLimits } from '@wardkeep/contract/patients.ts'
import { refuse } from '../../platform/refusal.ts'
import type { Keep } from '../../security/keep.ts'
import type { Operation } from '../../security/operation.ts'
import { Permit } from '../../security/permit.ts'
import { subjectOf } from './actions.ts'
import { type HistoryContent, openEntries } from './history-content.ts'
import { findPatient, type HistoryRow, historyRow, listHistoryOfKind, patientRow } from './store.ts'
import { trendsOf } from './trend-rules.ts'

/** The numbers of a chart's newest observations, by what was measured. */
export async function readTrends(keep: Keep, op: Operation, id: string): Promise<Reply<Api['readTrends']>> {
  const most = trendLimits.observations
  const rows = await keep.db.read(
    op,
    [findPatient(id), listHistoryOfKind(id, 'observation', undefined, most + 1)],
    ([[patient], entries]) => {
      Permit.ask(op, 'history.read', subjectOf(patientRow(patient ?? refuse('NOT_FOUND'))))
      return entries.map(historyRow)
    },
  )
  const { series, truncated } = trendsOf(await openByTurns(keep, op.tenantId, rows.slice(0, most)))
  return { series, ...(truncated || rows.length > most ? { truncated: true } : {}) }
}

const turn = 250

/** Thousands of envelopes hold the process for a while, so others get their turn in between. */
async function openByTurns(keep: Keep, tenantId: string, rows: readonly HistoryRow[]): Promise<HistoryContent[]> {
  const opened: HistoryContent[] = []
  for (let start = 0; start < rows.length; start += turn) {
    opened.push(...(await openEntries(keep, tenantId, rows.slice(start, start + turn))))
    await setImmediate()
  }
  return opened
}

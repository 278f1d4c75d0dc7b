import { type Statement, sql } from '../../platform/database.ts'
import { Sealed } from '../../security/vault/index.ts'

type DestinationRow = { slug: string; languages: string[]; time_zone: string }

/** The organisation of this transaction, unless it is closed. */
export function findDestination(): Statement<DestinationRow> {
  return sql<DestinationRow>(
    'import.destination',
    'select slug, languages, time_zone from organisations where tenant_id = ctx_tenant() and active',
  )
}

/** Until its end, this transaction imports alone in its organisation: what stands is decided and written by one at a time. */
export function lockImports(): Statement {
  return sql('import.lock', `select pg_advisory_xact_lock(hashtextextended('wardkeep import ' || ctx_tenant()::text, 0))`)
}

type ChartRow = { id: string; language: string; profile: Buffer }
export type StandingChart = { id: string; language: string; profile: Sealed }

export function findChart(sourceIndex: Buffer): Statement<ChartRow> {
  return sql<ChartRow>('import.chart', 'select id, language, profile from patients where tenant_id = ctx_tenant() and source_index = $1', [
    sourceIndex,
  ])
}

export function chartIn(row: ChartRow): StandingChart {
  return { id: row.id, language: row.language, profile: Sealed.fromDatabase(row.profile) }
}

/** Which of these doctors stand. */
export function findDoctors(sourceIndexes: readonly Buffer[]): Statement<{ source_index: Buffer }> {
  return sql<{ source_index: Buffer }>(
    'import.doctors',
    'select source_index from doctors where tenant_id = ctx_tenant() and source_index = any ($1::bytea[])',
    [sourceIndexes],
  )
}

import type { UseQueryResult } from '@tanstack/react-query'
import type { Problem } from '@wardkeep/client'
import { client } from '../../data/client.ts'
import { useWhole } from '../../data/use-whole.ts'
import type { Visit } from '../visits/visit-row.tsx'

export type Span = { from: string; to: string }

/** Every visit that starts within a span of a few days; none while there is no span yet. The days before stay on the screen until the next ones are here. */
export function useWeekVisits(span: Span | undefined): UseQueryResult<Visit[], Problem> {
  return useWhole(
    'listAppointments',
    span,
    ({ cursor, ...more }) => client.listAppointments({ query: { ...span, limit: 100, ...(cursor && { cursor }) } }, more),
    { enabled: span !== undefined, keepsBefore: true },
  )
}

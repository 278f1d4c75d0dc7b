import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Problem } from '@wardkeep/client'
import { client } from '../../data/client.ts'
import { keyOf } from '../../data/use-endpoint.ts'
import type { Visit } from '../visits/visit-row.tsx'

export type Span = { from: string; to: string }

/** Every visit that starts within a span of a few days, all pages of the list; none while there is no span yet. */
export function useWeekVisits(span: Span | undefined): UseQueryResult<Visit[], Problem> {
  return useQuery({
    queryKey: [...keyOf('listAppointments', span), 'all'],
    queryFn: async ({ signal }) => {
      const visits: Visit[] = []
      for (let cursor: string | null | undefined; cursor !== null && span; ) {
        const page = await client.listAppointments({ query: { ...span, limit: 100, ...(cursor && { cursor }) } }, { signal })
        visits.push(...page.items)
        cursor = page.next
      }
      return visits
    },
    enabled: span !== undefined,
    // The days before stay on the screen until the next ones are here.
    placeholderData: (before) => before,
  })
}

import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { CallOptions, Problem } from '@wardkeep/client'
import { keyOf, type ReadName } from './use-endpoint.ts'

type PageOf<Item> = { items: Item[]; next: string | null }
/** `keepsBefore`: what was asked before stays on the screen until the next answer is here. */
type WholeOptions = { enabled?: boolean; keepsBefore?: boolean }

/**
 * A list that is chosen from, and so needed to its end: all its pages, one after the other. For what a clinic has some hundreds of at most; the function gets the
 * abort signal and the cursor and hands them on, as in `usePages`.
 */
export function useWhole<Item>(
  name: ReadName,
  given: unknown,
  fetchPage: (more: CallOptions) => Promise<PageOf<Item>>,
  options: WholeOptions = {},
): UseQueryResult<Item[], Problem> {
  const { enabled = true, keepsBefore = false } = options
  return useQuery({
    queryKey: [...keyOf(name, given), 'all'],
    queryFn: async ({ signal }) => {
      const items: Item[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await fetchPage({ signal, ...(cursor && { cursor }) })
        items.push(...page.items)
        cursor = page.next
      }
      return items
    },
    enabled,
    ...(keepsBefore && { placeholderData: keepPreviousData }),
  })
}

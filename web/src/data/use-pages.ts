import { useInfiniteQuery } from '@tanstack/react-query'
import type { CallOptions } from '@wardkeep/client'
import { keyOf, type ReadName } from './use-endpoint.ts'

type PageOf<Item> = { items: Item[]; next: string | null }

/**
 * A list of which more can be fetched. The function gets the abort signal and the cursor and hands them on:
 * `usePages('listRecords', given, (more) => client.listRecords(given, more))`.
 */
export function usePages<Item>(name: ReadName, given: unknown, fetchPage: (more: CallOptions) => Promise<PageOf<Item>>) {
  const query = useInfiniteQuery({
    queryKey: [...keyOf(name, given), 'pages'],
    queryFn: ({ signal, pageParam }) => fetchPage({ signal, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.next,
    select: (data) => data.pages.flatMap((page) => page.items),
  })
  return query
}

const firstPage: string | null = null

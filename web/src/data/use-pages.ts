import { useInfiniteQuery } from '@tanstack/react-query'
import type { CallOptions } from '@wardkeep/client'
import { keyOf, type ReadName } from './use-endpoint.ts'

type PageOf<Item> = { items: Item[]; next: string | null }
/** Milliseconds until what is loaded is read anew, all pages of it, when it is shown again. */
type PagesOptions = { staleTime?: number }

/**
 * A list of which more can be fetched. The function gets the abort signal and the cursor and hands them on:
 * `usePages('listRecords', given, (more) => client.listRecords(given, more))`.
 */
export function usePages<Item>(
  name: ReadName,
  given: unknown,
  fetchPage: (more: CallOptions) => Promise<PageOf<Item>>,
  options: PagesOptions = {},
) {
  const query = useInfiniteQuery({
    queryKey: [...keyOf(name, given), 'pages'],
    queryFn: ({ signal, pageParam }) => fetchPage({ signal, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.next,
    select: itemsOf<Item>,
    ...options,
  })
  return query
}

function itemsOf<Item>(data: { pages: PageOf<Item>[] }): Item[] {
  return data.pages.flatMap((page) => page.items)
}

const firstPage: string | null = null

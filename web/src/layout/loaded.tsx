import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState, LoadingState } from './states.tsx'

type Query<Data> = { data: Data | undefined; error: unknown; isPending: boolean; refetch: () => unknown }
type Pages<Item> = Query<Item[]> & { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }

/** The states of one read: loading, refused, failed (data that is already here stays), and at last its content. */
export function Loaded<Data>({ query, lines, children }: { query: Query<Data>; lines?: number; children: (data: Data) => ReactNode }) {
  if (query.data !== undefined) return children(query.data)
  if (query.isPending) return <LoadingState {...(lines === undefined ? {} : { lines })} />
  return <ErrorState problem={query.error} retry={() => query.refetch()} />
}

/** The same for a list that has an empty state and may go on: `<LoadedPages query={usePages(…)} empty={…}>`. */
export function LoadedPages<Item>({
  query,
  empty,
  lines,
  children,
}: {
  query: Pages<Item>
  empty: ReactNode
  lines?: number
  children: (items: Item[]) => ReactNode
}) {
  const { t } = useTranslation()
  return (
    <Loaded query={query} {...(lines === undefined ? {} : { lines })}>
      {(items) => (
        <>
          {items.length === 0 ? empty : children(items)}
          {query.hasNextPage && (
            <Button variant="subtle" fullWidth loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
              {t('frame.state.showMore')}
            </Button>
          )}
        </>
      )}
    </Loaded>
  )
}

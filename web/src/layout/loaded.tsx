import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState, LoadingState } from './states.tsx'

type Query<Data> = { data: Data | undefined; error: unknown; isPending: boolean; refetch: () => unknown }
type Pages<Item> = Query<Item[]> & { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }

type LoadedProps<Data> = {
  query: Query<Data>
  lines?: number
  /** There is nothing else on the page, so what is told instead of the content is the page's title. */
  whole?: boolean
  children: (data: Data) => ReactNode
}

/** The states of one read: loading, refused, failed (data that is already here stays), and at last its content. */
export function Loaded<Data>({ query, lines, whole = false, children }: LoadedProps<Data>) {
  if (query.data !== undefined) return children(query.data)
  if (query.isPending) return <LoadingState {...(lines === undefined ? {} : { lines })} />
  return <ErrorState problem={query.error} retry={() => query.refetch()} whole={whole} />
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

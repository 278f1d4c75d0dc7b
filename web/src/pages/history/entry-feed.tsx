// However long a life, only what is on the screen is in the page: the rest is height, and its entries are fetched as one comes near them.
import { Button, Group, Loader, Text } from '@mantine/core'
import { defaultRangeExtractor, type Range, useWindowVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { localeOf, viewerZone } from '../../words/dates.ts'
import { type Entry, EntryArticle } from './entry.tsx'
import { yearOf } from './fhir-dates.ts'
import classes from './timeline.module.css'

type More = {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  isFetchNextPageError: boolean
  error: unknown
  fetchNextPage: () => unknown
}

/** Entries this far from the end of what is loaded call for the next page. */
const near = 40

/** A feed as the ARIA Authoring Practices describe it: one stop of the Tab key, Page Up and Page Down from entry to entry. */
export function EntryFeed({ entries, more }: { entries: Entry[]; more: More }) {
  const { t } = useTranslation()
  const feed = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(0)
  const virtual = useWindowVirtualizer<HTMLElement>({
    count: entries.length,
    estimateSize: () => 77,
    overscan: 10,
    scrollMargin: useTopOf(feed),
    scrollPaddingStart: 80,
    scrollPaddingEnd: 80,
    getItemKey: useCallback((at: number) => entries[at]?.id ?? at, [entries]),
    // The entry with the focus stays, wherever one scrolls.
    rangeExtractor: useCallback(
      (range: Range) =>
        [...new Set([...defaultRangeExtractor(range), active])].filter((at) => at < range.count).sort((one, other) => one - other),
      [active],
    ),
  })
  useFetchAhead(more, virtual.range !== null && virtual.range.endIndex > entries.length - near)

  const go = (to: number) => {
    const at = Math.min(Math.max(to, 0), entries.length - 1)
    flushSync(() => setActive(at))
    virtual.scrollToIndex(at, { align: 'auto' })
    feed.current?.querySelector<HTMLElement>(`[data-index="${at}"]`)?.focus({ preventScroll: true })
  }
  const steps: Record<string, number> = { PageDown: active + 1, PageUp: active - 1, Home: 0, End: entries.length - 1 }
  const onKeyDown = (event: KeyboardEvent) => {
    const to = steps[event.key]
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    go(to)
  }
  const complete = !more.hasNextPage
  return (
    <>
      <div
        ref={feed}
        role="feed"
        aria-label={t('history.title')}
        aria-busy={more.isFetchingNextPage}
        className={classes.feed}
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const entry = entries[index]
          if (entry === undefined) return null
          const year = yearHeading(entry, entries[index - 1])
          return (
            <EntryArticle
              key={key}
              ref={virtual.measureElement}
              entry={entry}
              year={year}
              last={complete && index === entries.length - 1}
              data-index={index}
              aria-posinset={index + 1}
              aria-setsize={complete ? entries.length : -1}
              tabIndex={index === active ? 0 : -1}
              onFocus={() => setActive(index)}
              style={{ transform: `translateY(${start - virtual.options.scrollMargin}px)` }}
            />
          )
        })}
      </div>
      <FeedEnd entries={entries.length} more={more} />
    </>
  )
}

function FeedEnd({ entries, more }: { entries: number; more: More }) {
  const { t, i18n } = useTranslation()
  if (more.isFetchNextPageError)
    return (
      <div className={classes.end}>
        <ProblemAlert problem={more.error} />
        <Button variant="default" mt="md" onClick={() => more.fetchNextPage()}>
          {t('frame.state.retry')}
        </Button>
      </div>
    )
  return (
    <Group justify="center" className={classes.end} role="status">
      {more.hasNextPage ? (
        <>
          <Loader size="xs" aria-hidden="true" />
          <Text fz="sm" c="dimmed">
            {t('history.loading')}
          </Text>
        </>
      ) : (
        <Text fz="sm" c="dimmed">
          {t('history.end', { count: entries, total: new Intl.NumberFormat(localeOf(i18n.language)).format(entries) })}
        </Text>
      )}
    </Group>
  )
}

/** The year above the first entry of each, '' above the first without a date. */
function yearHeading(entry: Entry, before: Entry | undefined): string | undefined {
  const [year, yearBefore] = [entry, before].map((one) => one && yearIn(one))
  return year === yearBefore ? undefined : year
}

function yearIn({ start, end }: Entry): string {
  const date = start ?? end
  return date === undefined ? '' : yearOf(date, viewerZone())
}

/** How far below the top of the document an element begins. */
function useTopOf(element: { current: HTMLElement | null }): number {
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const measure = () => {
      if (element.current) setTop(Math.round(element.current.getBoundingClientRect().top + window.scrollY))
    }
    measure()
    // What stands above may wrap or open: the page then changes its size.
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [element])
  return top
}

function useFetchAhead({ hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage }: More, wanted: boolean): void {
  const due = wanted && hasNextPage && !isFetchingNextPage && !isFetchNextPageError
  useEffect(() => {
    if (due) fetchNextPage()
  }, [due, fetchNextPage])
}

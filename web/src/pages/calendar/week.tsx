import type { CalendarRef } from '@fullcalendar/react'
import { ActionIcon, Button, Group, SegmentedControl, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { ErrorState } from '../../layout/states.tsx'
import { localeOf, zoneName } from '../../words/dates.ts'
import { DropDialog, type Dropped } from './drop-dialog.tsx'
import { OpenDialog, type Stretch } from './open-dialog.tsx'
import { useWeekVisits } from './use-week-visits.ts'
import { VisitDrawer } from './visit-drawer.tsx'
import classes from './week.module.css'
import { type Shown, WeekGrid } from './week-grid.tsx'

type Hours = Answer<'readAvailability'>

export function WeekPage() {
  const { t, i18n } = useTranslation()
  const hours = useEndpoint('readAvailability', { params: { id: 'me' } })
  const zone = hours.data ? zoneName(hours.data.timeZone, localeOf(i18n.language)) : undefined
  return (
    <Page title={t('calendar.week.title')} {...(zone && { lead: t('calendar.week.lead', { zone }) })}>
      <Loaded query={hours}>{(found) => <Week hours={found} />}</Loaded>
    </Page>
  )
}

function Week({ hours }: { hours: Hours }) {
  const { t } = useTranslation()
  // A phone has room for a day.
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const [wanted, setWanted] = useState<'week' | 'day'>()
  const view = wanted ?? (narrow ? 'day' : 'week')
  const calendar = useRef<CalendarRef>(null)
  const [shown, setShown] = useState<Shown>()
  const [opened, setOpened] = useState<string>()
  const [dropped, setDropped] = useState<Dropped>()
  const [stretch, setStretch] = useState<Stretch>()
  const visits = useWeekVisits(shown && { from: shown.from, to: shown.to })
  const held = useMemo(() => (visits.data ?? []).filter(({ status }) => status !== 'cancelled' && status !== 'noshow'), [visits.data])
  const open = held.find(({ id }) => id === opened)
  const show = (next: string) => {
    const chosen = next === 'day' ? 'day' : 'week'
    setWanted(chosen)
    calendar.current?.getApi().changeView(viewNames[chosen])
  }
  return (
    <div className={classes.week}>
      <Group justify="space-between" mb="md">
        <Group gap="xs">
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('calendar.week.previous')}
            onClick={() => calendar.current?.getApi().prev()}
          >
            <IconChevronLeft className={classes.arrow} size={18} aria-hidden="true" />
          </ActionIcon>
          <ActionIcon variant="default" size="lg" aria-label={t('calendar.week.next')} onClick={() => calendar.current?.getApi().next()}>
            <IconChevronRight className={classes.arrow} size={18} aria-hidden="true" />
          </ActionIcon>
          <Button variant="default" onClick={() => calendar.current?.getApi().today()}>
            {t('calendar.week.today')}
          </Button>
          <Text fw={600} aria-live="polite" component="h2" fz="md" m={0}>
            {shown?.title}
          </Text>
        </Group>
        <Group gap="xs">
          <Button variant="default" onClick={() => setStretch(tomorrow(hours.timeZone))}>
            {t('calendar.open.button')}
          </Button>
          <SegmentedControl
            aria-label={t('calendar.week.view')}
            value={view}
            onChange={show}
            data={(['week', 'day'] as const).map((value) => ({ value, label: t(`calendar.week.days.${value}`) }))}
          />
        </Group>
      </Group>
      {visits.error && <ErrorState problem={visits.error} retry={() => visits.refetch()} />}
      <WeekGrid
        calendar={calendar}
        initialView={viewNames[view]}
        hours={hours}
        visits={held}
        shown={shown}
        onShown={(next) => setShown((before) => (before?.from === next.from && before.title === next.title ? before : next))}
        onOpened={setOpened}
        onStretch={setStretch}
        onDropped={setDropped}
      />
      <Text c="dimmed" fz="sm" mt="sm">
        {t('calendar.open.help')}
      </Text>
      {visits.data && held.length === 0 && (
        <Text c="dimmed" mt="sm">
          {t('calendar.week.none')} {hours.weekly.length === 0 && t('calendar.week.closed')}
        </Text>
      )}
      {dropped && <DropDialog dropped={dropped} onClose={() => setDropped(undefined)} />}
      {stretch && <OpenDialog hours={hours} stretch={stretch} onClose={() => setStretch(undefined)} />}
      {open && <VisitDrawer visit={open} onClose={() => setOpened(undefined)} />}
    </div>
  )
}

function tomorrow(timeZone: string): Stretch {
  return { date: Temporal.Now.plainDateISO(timeZone).add({ days: 1 }).toString(), from: '09:00', to: '12:00' }
}

const viewNames = { week: 'timeGridWeek', day: 'timeGridDay' } as const

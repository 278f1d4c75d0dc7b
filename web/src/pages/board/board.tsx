import { ActionIcon, Button, Group, TextInput } from '@mantine/core'
import { IconCalendarOff, IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { LinkButton, TextLink } from '../../layout/links.tsx'
import { LoadedPages } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { viewerZone } from '../../words/dates.ts'
import { DoctorColumns } from './doctor-columns.tsx'

const route = getRouteApi('/frame/board')

/** The visits of one day on the viewer's calendar. The day is in the address, so that it can be gone back to. */
export function BoardPage() {
  const { t } = useTranslation()
  const day = dayIn(route.useSearch().day)
  const query = windowOf(day)
  const visits = usePages('listAppointments', query, ({ cursor, ...more }) =>
    client.listAppointments({ query: { ...query, limit: 100, ...(cursor && { cursor }) } }, more),
  )
  return (
    <Page title={t('board.title')} lead={t('board.lead')} width="full" action={<LinkButton to="/board/book">{t('board.book')}</LinkButton>}>
      <Group>
        <TextLink to="/board/waitlist">{t('waitlist.title')}</TextLink>
        <TextLink to="/handovers">{t('away.handovers.title')}</TextLink>
      </Group>
      <DayChoice day={day} />
      <LoadedPages query={visits} empty={<EmptyState icon={IconCalendarOff} title={t('board.none')} text={t('board.noneText')} />}>
        {(items) => <DoctorColumns visits={items} />}
      </LoadedPages>
    </Page>
  )
}

function DayChoice({ day }: { day: Temporal.PlainDate }) {
  const { t } = useTranslation()
  const navigate = route.useNavigate()
  const show = (chosen: Temporal.PlainDate) => void navigate({ search: { day: chosen.toString() }, resetScroll: false })
  return (
    <Group align="flex-end" gap="xs">
      <TextInput
        type="date"
        label={t('board.day')}
        value={day.toString()}
        onChange={(event) => {
          if (event.currentTarget.value !== '') show(dayIn(event.currentTarget.value))
        }}
      />
      <ActionIcon variant="default" size={36} aria-label={t('board.previous')} onClick={() => show(day.subtract({ days: 1 }))}>
        <IconChevronLeft size={20} className="wk-mirrored" aria-hidden="true" />
      </ActionIcon>
      <Button variant="default" onClick={() => show(today())}>
        {t('board.today')}
      </Button>
      <ActionIcon variant="default" size={36} aria-label={t('board.next')} onClick={() => show(day.add({ days: 1 }))}>
        <IconChevronRight size={20} className="wk-mirrored" aria-hidden="true" />
      </ActionIcon>
    </Group>
  )
}

function windowOf(day: Temporal.PlainDate): { from: string; to: string } {
  const midnight = (date: Temporal.PlainDate) => date.toZonedDateTime(viewerZone()).toInstant().toString()
  return { from: midnight(day), to: midnight(day.add({ days: 1 })) }
}

/** The day asked for, today where none is or it is not on the calendar. */
function dayIn(text: string | undefined): Temporal.PlainDate {
  try {
    return text === undefined ? today() : Temporal.PlainDate.from(text)
  } catch {
    return today()
  }
}

function today(): Temporal.PlainDate {
  return Temporal.Now.plainDateISO()
}

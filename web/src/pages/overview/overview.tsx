import { Text } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { keyOf, useEndpoint } from '../../data/use-endpoint.ts'
import { DateTime } from '../../layout/date-time.tsx'
import { LinkButton, TextLink } from '../../layout/links.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { reasonWord, roleWord } from '../../words/audit-words.ts'
import { actionWord } from '../../words/journal-words.ts'
import { countsOf, type Event, hoursOf } from './counts.ts'
import { HourBars } from './hour-bars.tsx'
import { Tiles } from './tiles.tsx'
import { Waiting } from './waiting.tsx'

const pages = 3

/** What the latest events of the journal come to. How many were counted stands beside the numbers. */
export function OverviewPage() {
  const { t } = useTranslation()
  const events = useQuery({ queryKey: [...keyOf('listEvents', null), 'latest'], queryFn: ({ signal }) => latestEvents(signal) })
  return (
    <Page title={t('overview.title')} lead={t('overview.lead')} action={<LinkButton to="/admin/logs">{t('overview.journal')}</LinkButton>}>
      <Section title={t('overview.waiting')}>
        <Waiting />
      </Section>
      <Loaded query={events}>
        {(found) =>
          found.length === 0 ? <EmptyState title={t('overview.empty')} text={t('overview.emptyText')} /> : <Counted events={found} />
        }
      </Loaded>
      <LatestDenials />
    </Page>
  )
}

function Counted({ events }: { events: Event[] }) {
  const { t } = useTranslation()
  const oldest = events.at(-1)
  return (
    <>
      <Section title={t('overview.counts')}>
        <Tiles counts={countsOf(events)} />
        <Text fz="sm" c="dimmed" mt="md">
          {t('overview.of', { count: events.length })} {oldest && <DateTime instant={oldest.at} />}
        </Text>
      </Section>
      <Section title={t('overview.hours')}>
        <HourBars hours={hoursOf(events, new Date())} />
      </Section>
    </>
  )
}

function LatestDenials() {
  const { t } = useTranslation()
  const denials = useEndpoint('listEvents', { query: { outcome: 'denied', limit: 8 } })
  return (
    <Section title={t('overview.latest')} aside={<TextLink to="/admin/logs">{t('overview.journal')}</TextLink>} flush>
      <Loaded query={denials}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={IconShieldCheck} title={t('overview.none')} text={t('overview.noneText')} />
          ) : (
            <Rows label={t('overview.latest')}>
              {items.map((event) => (
                <Row key={event.id} end={<DateTime instant={event.at} />}>
                  <Text fw={600}>{actionWord(t, event.action)}</Text>
                  <Text fz="sm" c="dimmed">
                    <PersonName>{event.actor.name || t('journal.logs.unknown')}</PersonName> · {roleWord(t, event.actor.role)}
                    {event.reason && ` · ${reasonWord(t, event.reason)}`}
                  </Text>
                </Row>
              ))}
            </Rows>
          )
        }
      </Loaded>
    </Section>
  )
}

/** The newest events, at most three full pages of them. */
async function latestEvents(signal: AbortSignal): Promise<Event[]> {
  const events: Event[] = []
  let cursor: string | null = null
  for (let page = 0; page < pages && (page === 0 || cursor !== null); page += 1) {
    const found: Awaited<ReturnType<typeof client.listEvents>> = await client.listEvents(
      { query: { limit: 100, ...(cursor === null ? {} : { cursor }) } },
      { signal },
    )
    events.push(...found.items)
    cursor = found.next
  }
  return events
}

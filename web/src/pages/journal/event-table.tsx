import { Button, Group, Table, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { DateTime } from '../../layout/date-time.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { reasonWord, roleWord, whyWord } from '../../words/audit-words.ts'
import { actionWord, thingWord } from '../../words/journal-words.ts'
import type { Event } from './logs.tsx'
import { OutcomeBadge } from './outcome-badge.tsx'

type EventsProps = { events: readonly Event[]; onOpen: (event: Event) => void }

/** Events one below the other: lines of a table on a desk, cards on a phone. */
export function EventTable(props: EventsProps) {
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  return phone ? <Cards {...props} /> : <Lines {...props} />
}

function Lines({ events, onOpen }: EventsProps) {
  const { t } = useTranslation()
  return (
    <Table.ScrollContainer minWidth={880}>
      <Table verticalSpacing={6} horizontalSpacing="sm" fz="sm" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('journal.logs.time')}</Table.Th>
            <Table.Th>{t('journal.logs.who')}</Table.Th>
            <Table.Th>{t('journal.logs.action')}</Table.Th>
            <Table.Th>{t('journal.logs.about')}</Table.Th>
            <Table.Th>{t('journal.logs.outcome')}</Table.Th>
            <Table.Th>{t('journal.logs.why')}</Table.Th>
            <Table.Th>{t('journal.logs.address')}</Table.Th>
            <Table.Th>{t('journal.logs.details')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {events.map((event) => (
            <Table.Tr key={event.id}>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                <DateTime instant={event.at} shape="exact" />
              </Table.Td>
              <Table.Td>
                <Who event={event} />
              </Table.Td>
              <Table.Td>{actionWord(t, event.action)}</Table.Td>
              <Table.Td>
                <About event={event} />
              </Table.Td>
              <Table.Td>
                <OutcomeBadge outcome={event.outcome} />
              </Table.Td>
              <Table.Td>
                <Why event={event} />
              </Table.Td>
              <Table.Td>
                <bdi>{event.address}</bdi>
              </Table.Td>
              <Table.Td>
                <Details event={event} onOpen={onOpen} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Cards({ events, onOpen }: EventsProps) {
  const { t } = useTranslation()
  return (
    <Rows label={t('journal.logs.events')}>
      {events.map((event) => (
        <Row key={event.id} end={<Details event={event} onOpen={onOpen} />}>
          <Group gap="xs">
            <Text fw={600}>{actionWord(t, event.action)}</Text>
            <OutcomeBadge outcome={event.outcome} />
          </Group>
          <Who event={event} />
          <Text fz="sm" c="dimmed" component="div">
            <DateTime instant={event.at} shape="exact" />
            {' · '}
            <Why event={event} />
          </Text>
        </Row>
      ))}
    </Rows>
  )
}

function Who({ event }: { event: Event }) {
  const { t } = useTranslation()
  return (
    <>
      <PersonName>{event.actor.name || t('journal.logs.unknown')}</PersonName>
      <Text fz="xs" c="dimmed">
        {roleWord(t, event.actor.role)}
      </Text>
    </>
  )
}

/** The kind of thing and the end of its id, enough to tell lines apart; the whole id stands in the entry. */
function About({ event }: { event: Event }) {
  const { t } = useTranslation()
  const { type, id } = event.resource ?? { type: 'patient', id: event.patientIds[0] }
  if (id === undefined) return null
  return (
    <span title={id}>
      {thingWord(t, type)} <bdi dir="ltr">…{id.slice(-6)}</bdi>
    </span>
  )
}

function Why({ event }: { event: Event }) {
  const { t } = useTranslation()
  return <bdi>{event.reason ? reasonWord(t, event.reason) : whyWord(t, event.purpose ?? event.rule?.split(':').at(-1) ?? '')}</bdi>
}

function Details({ event, onOpen }: { event: Event; onOpen: (event: Event) => void }) {
  const { t } = useTranslation()
  return (
    <Button
      size="compact-sm"
      variant="default"
      onClick={() => onOpen(event)}
      aria-label={t('journal.logs.open', { what: actionWord(t, event.action) })}
    >
      {t('journal.logs.details')}
    </Button>
  )
}

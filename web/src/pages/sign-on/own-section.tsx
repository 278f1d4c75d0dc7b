import { Button, Text } from '@mantine/core'
import { IconBuilding } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { formatInstant, localeOf, viewerZone } from '../../words/dates.ts'

type Own = Answer<'listOwnSignOn'>['items'][number]

/** The providers of one's organisation, and as whom each knows one. Where there are none there is nothing to say. */
export function OwnSignOnSection() {
  const { t } = useTranslation()
  const own = useEndpoint('listOwnSignOn')
  if (!own.data || own.data.items.length === 0) return null
  return (
    <Section title={t('signOn.own.title')} flush>
      <Rows label={t('signOn.own.title')}>
        {own.data.items.map((each) => (
          <OwnRow key={each.id} own={each} />
        ))}
      </Rows>
    </Section>
  )
}

function OwnRow({ own: { id, name, connection } }: { own: Own }) {
  const { t, i18n } = useTranslation()
  const begin = useAct('beginConnecting')
  const end = useAct('disconnectSignOn', { refreshes: ['listOwnSignOn', 'listSessions'], done: t('signOn.own.disconnected') })
  const leave = async () => {
    const answer = await begin.run({ params: { id } })
    if (answer) location.assign(answer.location)
  }
  return (
    <Row
      start={<IconBuilding size={22} stroke={1.5} aria-hidden="true" />}
      end={
        connection ? (
          <Button variant="default" size="xs" loading={end.busy} onClick={() => void end.run({ params: { id } })}>
            {t('signOn.own.disconnect')}
          </Button>
        ) : (
          <Button size="xs" loading={begin.busy} onClick={leave}>
            {t('signOn.own.connect')}
          </Button>
        )
      }
    >
      <Text fw={600}>
        <bdi>{name}</bdi>
      </Text>
      <Text fz="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {connection
          ? t('signOn.own.as', {
              name: `\u2068${connection.as}\u2069`,
              day: formatInstant(connection.since, 'date', localeOf(i18n.language), viewerZone()),
            })
          : t('signOn.own.none')}
      </Text>
      <ProblemAlert problem={begin.problem ?? end.problem} />
    </Row>
  )
}

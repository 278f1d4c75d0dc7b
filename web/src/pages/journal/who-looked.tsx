import { Badge, Group, Text } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { DateTime } from '../../layout/date-time.tsx'
import { LoadedPages } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { usePerson } from '../../session/session.ts'
import { roleWord } from '../../words/audit-words.ts'
import { actionWord, whyWordForPatient } from '../../words/journal-words.ts'
import { CareTeam } from '../access/care-team.tsx'

export function WhoLookedPage() {
  const { t } = useTranslation()
  const { patientId = '' } = usePerson()
  const entries = usePages('readAccessLog', { patientId }, ({ cursor, ...more }) =>
    client.readAccessLog({ params: { id: patientId }, query: { limit: 50, ...(cursor && { cursor }) } }, more),
  )
  return (
    <Page title={t('journal.looked.title')} lead={t('journal.looked.lead')} width="reading">
      <CareTeam
        patientId={patientId}
        title={t('access.mine.title')}
        mayAssign={false}
        empty={<EmptyState title={t('access.mine.none')} text={t('access.mine.noneText')} />}
      />
      <Section title={t('journal.looked.title')} flush>
        <LoadedPages query={entries} empty={<EmptyState title={t('journal.looked.none')} text={t('journal.looked.noneText')} />}>
          {(items) => (
            <Rows>
              {items.map((entry) => (
                <Row key={entry.event} start={<IconEye size={22} stroke={1.5} aria-hidden="true" />} end={<DateTime instant={entry.at} />}>
                  <Group gap="xs">
                    <Text fw={600}>
                      <PersonName>{entry.who.name || t('journal.logs.unknown')}</PersonName>
                    </Text>
                    <Badge variant="light" color="gray">
                      {roleWord(t, entry.who.role)}
                    </Badge>
                  </Group>
                  <Text fz="sm">{actionWord(t, entry.what)}</Text>
                  <Text fz="sm" c="dimmed">
                    {whyWordForPatient(t, entry.why)}
                  </Text>
                </Row>
              ))}
            </Rows>
          )}
        </LoadedPages>
      </Section>
    </Page>
  )
}

import { Badge, Group, Text } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { DateTime } from '../../layout/date-time.tsx'
import { LoadedPages } from '../../layout/loaded.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { roleWord } from '../../words/audit-words.ts'
import { actionWord, whyWordForPatient } from '../../words/journal-words.ts'

/** Who looked at a chart, what they did and why; who acted for the patient is told as such. */
export function AccessLog({ patientId }: { patientId: string }) {
  const { t } = useTranslation()
  const entries = usePages('readAccessLog', { patientId }, ({ cursor, ...more }) =>
    client.readAccessLog({ params: { id: patientId }, query: { limit: 50, ...(cursor && { cursor }) } }, more),
  )
  return (
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
  )
}

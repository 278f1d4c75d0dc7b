import { Badge, Group, Text } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { DateTime } from '../../layout/date-time.tsx'
import { TextLink } from '../../layout/links.tsx'
import { LoadedPages } from '../../layout/loaded.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { SealBadge } from '../../layout/seal-badge.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { LabelBadge } from './label-badge.tsx'
import { RetractionNote } from './retraction.tsx'

/** The records of one patient, newest first. */
export function RecordList({ patientId, title, text }: { patientId: string; title: string; text?: string }) {
  const { t } = useTranslation()
  const records = usePages('listRecords', { patientId }, ({ cursor, ...more }) =>
    client.listRecords({ query: { patientId, ...(cursor && { cursor }) } }, more),
  )
  return (
    <LoadedPages query={records} empty={<EmptyState title={title} {...(text ? { text } : {})} />}>
      {(items) => (
        <Rows>
          {items.map((record) => (
            <Row
              key={record.id}
              start={<IconFileText size={22} stroke={1.5} aria-hidden="true" />}
              end={
                <SealBadge
                  state={record.state === 'draft' ? 'draft' : 'unchecked'}
                  signer={record.signatures[0]?.signer ?? record.author.displayName}
                />
              }
            >
              <Group gap="xs">
                <TextLink to="/records/$recordId" params={{ recordId: record.id }} fw={600}>
                  <bdi>{record.title}</bdi>
                </TextLink>
                <Badge variant="light" color="gray">
                  {t(`chart.types.${record.type}`)}
                </Badge>
                {record.addsTo && (
                  <Badge variant="light" color="gray">
                    {t('addendum.title')}
                  </Badge>
                )}
                {record.retraction && (
                  <Badge variant="light" color="red">
                    {t('chart.state.retracted')}
                  </Badge>
                )}
                <LabelBadge label={record.confidentiality} />
              </Group>
              <Text fz="sm" c="dimmed" component="div">
                <DateTime instant={record.createdAt} shape="date-time" /> · {t('chart.records.by', { name: record.author.displayName })}
              </Text>
              {record.retraction && <RetractionNote retraction={record.retraction} />}
            </Row>
          ))}
        </Rows>
      )}
    </LoadedPages>
  )
}

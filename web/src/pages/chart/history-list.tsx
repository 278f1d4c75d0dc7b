import { Select, Table, Text } from '@mantine/core'
import { historyKinds } from '@wardkeep/contract/patients.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { CalendarDay } from '../../layout/date-time.tsx'
import { LoadedPages } from '../../layout/loaded.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'

type Kind = (typeof historyKinds)[number]

/** What other systems knew, newest first, by kind. */
export function HistoryList({ patientId }: { patientId: string }) {
  const { t } = useTranslation()
  const [kind, setKind] = useState<Kind>()
  const query = kind ? { kind } : {}
  const history = usePages('readHistory', { patientId, kind }, ({ cursor, ...more }) =>
    client.readHistory({ params: { id: patientId }, query: { ...query, limit: 50, ...(cursor && { cursor }) } }, more),
  )
  return (
    <Section
      title={t('chart.page.history')}
      flush
      aside={
        <Select
          aria-label={t('chart.page.kind')}
          placeholder={t('chart.page.all')}
          clearable
          size="xs"
          value={kind ?? null}
          onChange={(value) => setKind(historyKinds.find((known) => known === value))}
          data={historyKinds.map((value) => ({ value, label: t(`chart.kinds.${value}`) }))}
        />
      }
    >
      <LoadedPages query={history} empty={<EmptyState title={t('chart.page.noHistory')} />}>
        {(items) => (
          <Table.ScrollContainer minWidth={320}>
            <Table verticalSpacing="xs" horizontalSpacing="md">
              <Table.Tbody>
                {items.map((entry) => (
                  <Table.Tr key={entry.id}>
                    <Table.Td w={130}>{entry.start && <CalendarDay date={entry.start.slice(0, 10)} />}</Table.Td>
                    <Table.Td>
                      <Text dir="auto">{entry.code.display}</Text>
                      <Text fz="sm" c="dimmed">
                        {t(`chart.kinds.${entry.kind}`)}
                      </Text>
                    </Table.Td>
                    <Table.Td ta="end">
                      <bdi>{entry.value ?? entry.status ?? ''}</bdi>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </LoadedPages>
    </Section>
  )
}

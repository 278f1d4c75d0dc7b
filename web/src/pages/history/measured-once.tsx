import { Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { localeOf } from '../../words/dates.ts'
import { FhirDate } from './fhir-date.tsx'
import { numberWords, unitWords } from './quantities.ts'
import type { TrendCard } from './trend-cards.ts'

/** What has one value alone has no course. */
export function MeasuredOnce({ cards }: { cards: TrendCard[] }) {
  const { t, i18n } = useTranslation()
  const locale = localeOf(i18n.language)
  return (
    <Table verticalSpacing="xs" horizontalSpacing={0}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('history.trends.what')}</Table.Th>
          <Table.Th>{t('history.trends.when')}</Table.Th>
          <Table.Th ta="end">{t('history.trends.value')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {cards.map(({ key, label, unit, series }) => {
          const at = series[0].points[0]?.at
          return (
            <Table.Tr key={key}>
              <Table.Td>
                <bdi>{label}</bdi>
              </Table.Td>
              <Table.Td>{at && <FhirDate date={at} />}</Table.Td>
              <Table.Td ta="end">
                <bdi>
                  {series.map(({ points }) => numberWords(points[0]?.value ?? 0, unit, locale)).join(' / ')} {unitWords(unit)}
                </bdi>
              </Table.Td>
            </Table.Tr>
          )
        })}
      </Table.Tbody>
    </Table>
  )
}

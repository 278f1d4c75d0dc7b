import { Modal, Skeleton, Table, Title } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { localeOf } from '../../words/dates.ts'
import { FhirDate } from './fhir-date.tsx'
import { numberWords, unitWords } from './quantities.ts'
import { rowsOf, type Series, type TrendCard } from './trend-cards.ts'

// The chart library is larger than all the rest: only who opens a trend fetches it.
const TrendChart = lazy(async () => ({ default: (await import('./trend-chart.tsx')).TrendChart }))

/** A trend in full: the large chart for the eye, and every value in a table. */
export function TrendDialog({ card, close }: { card: TrendCard | undefined; close: () => void }) {
  const { t } = useTranslation()
  const small = useMediaQuery('(max-width: 48em)')
  return (
    <Modal
      opened={card !== undefined}
      onClose={close}
      size="xl"
      fullScreen={small}
      title={card && <bdi>{card.label}</bdi>}
      closeButtonProps={{ 'aria-label': t('history.trends.close') }}
    >
      {card && (
        <>
          <div role="img" aria-label={t('history.trends.chart', { name: card.label })} dir="ltr">
            <Suspense fallback={<Skeleton height={280} />}>
              <TrendChart card={card} />
            </Suspense>
          </div>
          <Title order={3} mt="lg" mb="xs">
            {t('history.trends.values')}
          </Title>
          <Values card={card} />
        </>
      )}
    </Modal>
  )
}

function Values({ card }: { card: TrendCard }) {
  const { t, i18n } = useTranslation()
  const locale = localeOf(i18n.language)
  const heading = ({ label }: Series) => {
    const name = card.series.length > 1 ? label : t('history.trends.value')
    const unit = unitWords(card.unit)
    return unit === '' ? name : t('history.trends.valueIn', { name, unit })
  }
  return (
    <Table verticalSpacing={6} horizontalSpacing={0}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('history.trends.when')}</Table.Th>
          {card.series.map((one) => (
            <Table.Th key={one.code} ta="end">
              {heading(one)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rowsOf(card).map(({ at, values }, place) => (
          // Two rows may say the same, and the table never changes while it is open.
          <Table.Tr key={`${at} ${place.toString()}`}>
            <Table.Td>
              <FhirDate date={at} />
            </Table.Td>
            {card.series.map(({ code }, column) => {
              const value = values[column]
              return (
                <Table.Td key={code} ta="end">
                  {value !== undefined && (
                    <data value={value} title={String(value)}>
                      {numberWords(value, card.unit, locale)}
                    </data>
                  )}
                </Table.Td>
              )
            })}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

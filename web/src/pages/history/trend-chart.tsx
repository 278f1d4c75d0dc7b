import '@mantine/charts/styles.layer.css'
import { LineChart } from '@mantine/charts'
import { useTranslation } from 'react-i18next'
import { type DateShape, formatInstant, localeOf, viewerZone } from '../../words/dates.ts'
import { momentOf } from './fhir-dates.ts'
import { numberWords, unitWords } from './quantities.ts'
import { rowsOf, type TrendCard } from './trend-cards.ts'

const colours = ['teal.6', 'amber.6', 'gray.6']
const day = 86_400_000

/** The large chart of a trend, on a true axis of time. */
export function TrendChart({ card }: { card: TrendCard }) {
  const { i18n } = useTranslation()
  const locale = localeOf(i18n.language)
  const data = rowsOf(card)
    .toReversed()
    .map(({ at, values }) => ({
      moment: momentOf(at),
      ...Object.fromEntries(card.series.map((_, place) => [nameOf(place), values[place]])),
    }))
  const span = (data.at(-1)?.moment ?? 0) - (data[0]?.moment ?? 0)
  const told = (moment: number, shape: DateShape) => formatInstant(new Date(moment).toISOString(), shape, locale, viewerZone())
  const unit = unitWords(card.unit)
  return (
    <LineChart
      h={280}
      data={data}
      dataKey="moment"
      series={card.series.map(({ label }, place) => ({
        name: nameOf(place),
        label,
        color: colours[place % colours.length] ?? 'teal.6',
        ...(place > 0 && { strokeDasharray: '6 3' }),
      }))}
      curveType="linear"
      connectNulls
      withDots={data.length <= 60}
      withLegend={card.series.length > 1}
      valueFormatter={(value) => `${numberWords(value, card.unit, locale)} ${unit}`.trim()}
      lineProps={{ isAnimationActive: false }}
      // A picture: its values stand in the table below, where they can be read one by one.
      lineChartProps={{ accessibilityLayer: false }}
      xAxisProps={{
        type: 'number',
        scale: 'time',
        domain: ['dataMin', 'dataMax'],
        tickFormatter: (moment: number) => told(moment, span > 60 * day ? 'month' : 'date'),
        minTickGap: 24,
      }}
      yAxisProps={{ domain: ['auto', 'auto'], width: 48, tickFormatter: (value: number) => numberWords(value, card.unit, locale) }}
      // Asked before anything is pointed at, too.
      tooltipProps={{ labelFormatter: (moment) => (typeof moment === 'number' ? told(moment, 'date') : '') }}
    />
  )
}

/** A code may hold dots, which the chart would read as a path. */
function nameOf(place: number): string {
  return `series${place}`
}

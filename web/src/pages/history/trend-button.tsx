import { Text, UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { localeOf, viewerZone } from '../../words/dates.ts'
import { FhirDate } from './fhir-date.tsx'
import { yearOf } from './fhir-dates.ts'
import { numberWords, unitWords } from './quantities.ts'
import { Sparkline } from './sparkline.tsx'
import { rangeOf, type TrendCard, timesOf } from './trend-cards.ts'
import classes from './trends.module.css'

/** A card: what, the last value and when, its course, its range. Opens the whole. */
export function TrendButton({ card, open }: { card: TrendCard; open: () => void }) {
  const { t, i18n } = useTranslation()
  const locale = localeOf(i18n.language)
  const { low, high } = rangeOf(card)
  const told = (value: number) => numberWords(value, card.unit, locale)
  const [newest, oldest] = [card.series[0].points.at(-1), card.series[0].points[0]]
  return (
    <UnstyledButton className={classes.card} onClick={open} aria-haspopup="dialog">
      <Text component="span" className={classes.name}>
        <bdi>{card.label}</bdi>
      </Text>
      <span className={classes.last}>
        <bdi>
          <span className={classes.number}>{card.series.map(({ points }) => told(points.at(-1)?.value ?? 0)).join(' / ')}</span>{' '}
          {unitWords(card.unit)}
        </bdi>
        <Text component="span" fz="sm" c="dimmed">
          {newest && <FhirDate date={newest.at} />}
        </Text>
      </span>
      <Sparkline card={card} />
      <Text component="span" fz="sm" c="dimmed">
        {low === high ? t('history.trends.same', { value: told(low) }) : t('history.trends.range', { low: told(low), high: told(high) })}
      </Text>
      <Text component="span" fz="sm" c="dimmed">
        {oldest && t('history.trends.times', { count: timesOf(card), year: yearOf(oldest.at, viewerZone()) })}
      </Text>
    </UnstyledButton>
  )
}

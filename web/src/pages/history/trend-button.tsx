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
  const [newest, oldest] = [card.series[0].points.at(-1), card.series[0].points[0]]
  const since = oldest && t('history.trends.since', { year: yearOf(oldest.at, viewerZone()) })
  return (
    <UnstyledButton className={classes.card} onClick={open} aria-haspopup="dialog">
      <Text component="span" className={classes.name}>
        <bdi>{card.label}</bdi>
      </Text>
      <span className={classes.last}>
        <bdi>
          <span className={classes.number}>
            {card.series.map(({ points }) => numberWords(points.at(-1)?.value ?? 0, locale)).join(' / ')}
          </span>{' '}
          {unitWords(card.unit)}
        </bdi>
        {newest && (
          <Text component="span" fz="sm" c="dimmed">
            <FhirDate date={newest.at} />
          </Text>
        )}
      </span>
      <Sparkline card={card} />
      <Text component="span" fz="sm" c="dimmed">
        {t('history.trends.range', { low: numberWords(low, locale), high: numberWords(high, locale) })}
        {' · '}
        {t('history.trends.times', { count: timesOf(card) })}
        {since && ` · ${since}`}
      </Text>
    </UnstyledButton>
  )
}

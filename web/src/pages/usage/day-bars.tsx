import { useTranslation } from 'react-i18next'
import { Bars } from '../../layout/bars.tsx'
import { localeOf } from '../../words/dates.ts'
import type { Usage } from './usage.tsx'

/** One bar a day, oldest first. Every seventh back from today says its date. */
export function DayBars({ days }: { days: Usage['days'] }) {
  const { t, i18n } = useTranslation()
  const written = new Intl.DateTimeFormat(localeOf(i18n.language), { day: 'numeric', month: 'short', timeZone: 'UTC' })
  const short = new Intl.NumberFormat(i18n.language, { notation: 'compact', maximumFractionDigits: 1 })
  const bars = days.map(({ day, requests }, place) => {
    const date = written.format(new Date(day))
    return {
      key: day,
      count: requests,
      number: short.format(requests),
      mark: (days.length - 1 - place) % 7 === 0 ? date : '',
      words: t('usage.day', { date, requests: t('usage.requests', { count: requests }) }),
    }
  })
  return <Bars label={t('usage.days')} bars={bars} />
}

import { VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { localeOf } from '../../words/dates.ts'
import classes from './usage.module.css'
import type { Usage } from './usage.tsx'

/** One bar a day, oldest first; each says its day and number to who cannot see it. */
export function DayBars({ days }: { days: Usage['days'] }) {
  const { t, i18n } = useTranslation()
  const most = Math.max(1, ...days.map(({ requests }) => requests))
  const written = new Intl.DateTimeFormat(localeOf(i18n.language), { day: 'numeric', month: 'short', timeZone: 'UTC' })
  const short = new Intl.NumberFormat(i18n.language, { notation: 'compact', maximumFractionDigits: 1 })
  return (
    <ol className={classes.days} aria-label={t('usage.days')}>
      {days.map(({ day, requests }) => {
        const date = written.format(new Date(day))
        const words = t('usage.day', { date, requests: t('usage.requests', { count: requests }) })
        return (
          <li key={day} className={classes.day} title={words}>
            <VisuallyHidden>{words}</VisuallyHidden>
            <span className={classes.number} aria-hidden="true">
              {requests > 0 && short.format(requests)}
            </span>
            <span className={classes.bar} aria-hidden="true" style={{ height: `${Math.round((requests / most) * 120)}px` }} />
            <span className={classes.date} aria-hidden="true">
              {date}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

import { VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatInstant, localeOf, viewerZone } from '../../words/dates.ts'
import type { Hour } from './counts.ts'
import classes from './overview.module.css'

/** One bar an hour, oldest first; each says its hour and number to who cannot see it. */
export function HourBars({ hours }: { hours: readonly Hour[] }) {
  const { t, i18n } = useTranslation()
  const most = Math.max(1, ...hours.map(({ events }) => events))
  const clock = ({ start }: Hour) => formatInstant(new Date(start).toISOString(), 'time', localeOf(i18n.language), viewerZone())
  return (
    <ol className={classes.hours} aria-label={t('overview.hours')}>
      {hours.map((hour) => {
        const words = t('overview.hour', { time: clock(hour), events: t('overview.events', { count: hour.events }) })
        return (
          <li key={hour.start} className={classes.hour} title={words}>
            <VisuallyHidden>{words}</VisuallyHidden>
            <span className={classes.number} aria-hidden="true">
              {hour.events > 0 && hour.events}
            </span>
            <span className={classes.bar} aria-hidden="true" style={{ height: `${Math.round((hour.events / most) * 96)}px` }} />
            <span className={classes.clock} aria-hidden="true">
              {clock(hour)}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

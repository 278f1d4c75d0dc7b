import { useTranslation } from 'react-i18next'
import { Bars } from '../../layout/bars.tsx'
import { formatInstant, localeOf, viewerZone } from '../../words/dates.ts'
import type { Hour } from './counts.ts'

/** One bar an hour, oldest first. Where hours are many, every sixth says its clock. */
export function HourBars({ hours }: { hours: readonly Hour[] }) {
  const { t, i18n } = useTranslation()
  const clock = ({ start }: Hour) => formatInstant(new Date(start).toISOString(), 'time', localeOf(i18n.language), viewerZone())
  const bars = hours.map((hour, place) => ({
    key: hour.start,
    count: hour.events,
    number: String(hour.events),
    mark: hours.length < 9 || place % 6 === 0 ? clock(hour) : '',
    words: t('overview.hour', { time: clock(hour), events: t('overview.events', { count: hour.events }) }),
  }))
  return <Bars label={t('overview.hours')} bars={bars} />
}

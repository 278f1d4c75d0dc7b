import { useTranslation } from 'react-i18next'
import { CalendarDay, DateTime } from '../../layout/date-time.tsx'
import { formatInstant, localeOf } from '../../words/dates.ts'
import { precisionOf } from './fhir-dates.ts'

/** A FHIR dateTime, told no more exactly than it is known. */
export function FhirDate({ date }: { date: string }) {
  const { i18n } = useTranslation()
  switch (precisionOf(date)) {
    case 'instant':
      return <DateTime instant={date} shape="date" />
    case 'day':
      return <CalendarDay date={date} />
    case 'month':
      return <time dateTime={date}>{formatInstant(`${date}-01T00:00:00Z`, 'month', localeOf(i18n.language), 'UTC')}</time>
    case 'year':
      return <time dateTime={date}>{date}</time>
  }
}

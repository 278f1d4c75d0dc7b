import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type DateShape, formatDate, formatInstant, formatRange, localeOf, sameClock, viewerZone, zoneName } from '../words/dates.ts'

type DateTimeProps = {
  /** ISO 8601 with offset. */
  instant: string
  /** When given, the range from `instant` to it. */
  end?: string
  shape?: DateShape
  /** IANA zone of the clinic or doctor; its clock is told as well where it shows something else. */
  clinicZone?: string | undefined
}

/** An instant in the viewer's zone and language. */
export function DateTime({ instant, end, shape = 'date-time', clinicZone }: DateTimeProps) {
  const { t, i18n } = useTranslation()
  const locale = localeOf(i18n.language)
  const zone = viewerZone()
  const inZone = (wanted: DateShape, where: string) =>
    end === undefined ? formatInstant(instant, wanted, locale, where) : formatRange(instant, end, wanted, locale, where)
  const elsewhere = clinicZone !== undefined && !sameClock(instant, zone, clinicZone) ? clinicZone : undefined
  return (
    <span>
      <time dateTime={instant} title={formatInstant(instant, 'exact', locale, zone)}>
        {inZone(shape, zone)}
      </time>
      {elsewhere && (
        <Text component="span" c="dimmed" fz="sm" display="block">
          {t('frame.time.atClinic', { time: inZone('day-time', elsewhere), zone: zoneName(elsewhere, locale) })}
        </Text>
      )}
    </span>
  )
}

/**
 * When a visit is, on the clock of the clinic, where it takes place and by which times were chosen; the viewer's own clock is told as well
 * where it shows something else, and then both say whose they are.
 */
export function ClinicTime({ instant, end, shape = 'day-time', clinicZone }: DateTimeProps & { clinicZone: string }) {
  const { t, i18n } = useTranslation()
  const locale = localeOf(i18n.language)
  const here = viewerZone()
  const inZone = (zone: string) =>
    end === undefined ? formatInstant(instant, shape, locale, zone) : formatRange(instant, end, shape, locale, zone)
  const same = sameClock(instant, here, clinicZone)
  return (
    <span>
      <time dateTime={instant}>
        {same ? inZone(here) : t('frame.time.atClinic', { time: inZone(clinicZone), zone: zoneName(clinicZone, locale) })}
      </time>
      {!same && (
        <Text component="span" c="dimmed" fz="sm" display="block">
          {t('frame.time.here', { time: inZone(here) })}
        </Text>
      )}
    </span>
  )
}

/** A date without a time, `YYYY-MM-DD`: the same day everywhere. `day` tells the day of the week and leaves the year out. */
export function CalendarDay({ date, shape = 'date' }: { date: string; shape?: 'date' | 'day' }) {
  const { i18n } = useTranslation()
  return <time dateTime={date}>{formatDate(date, localeOf(i18n.language), shape)}</time>
}

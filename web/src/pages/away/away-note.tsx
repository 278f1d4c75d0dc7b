import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../layout/links.tsx'
import { formatInstant, localeOf } from '../../words/dates.ts'

type Doctor = Answer<'readDoctor'>

/** Until when a doctor is away, or from when, and whom to see instead. */
export function AwayNote({ doctor: { away, timeZone, vacation } }: { doctor: Doctor }) {
  const { t, i18n } = useTranslation()
  if (away === undefined) return null
  const day = (at: number) => formatInstant(new Date(at).toISOString(), 'date', localeOf(i18n.language), timeZone)
  const from = day(Date.parse(away.from))
  const until = away.until === undefined ? undefined : day(Date.parse(away.until) - 1)
  return (
    <>
      {vacation
        ? until === undefined
          ? t('away.untilNotice')
          : t('away.until', { date: until })
        : until === undefined
          ? t('away.from', { date: from })
          : t('away.fromUntil', { from, until })}
      {away.standIn && (
        <>
          {' · '}
          <TextLink to="/doctors/$doctorId/book" params={{ doctorId: away.standIn.id }}>
            <bdi>{t('away.see', { name: away.standIn.displayName })}</bdi>
          </TextLink>
        </>
      )}
    </>
  )
}

import { Badge, Button, Group, Text } from '@mantine/core'
import { IconHourglassHigh } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { PersonName } from '../../layout/person-name.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Row } from '../../layout/rows.tsx'
import { formatDate, formatInstant, localeOf, viewerZone } from '../../words/dates.ts'
import { languageName } from '../../words/language-names.ts'
import { dayNames } from './day-names.ts'

type Entry = Answer<'listWaitlist'>['items'][number]

/** One request: what for, when, and how it stands; `ofStaff` names the patient first. */
export function EntryRow({ entry, ofStaff = false }: { entry: Entry; ofStaff?: boolean }) {
  const { t, i18n } = useTranslation()
  const locale = localeOf(i18n.language)
  const leave = useAct('leaveWaitlist', { refreshes: ['listWaitlist'], done: t(ofStaff ? 'waitlist.leftOther' : 'waitlist.left') })
  const what = [
    entry.doctor?.displayName ?? t('waitlist.anyDoctor'),
    entry.visitType?.name,
    entry.specialty,
    entry.language && languageName(entry.language, locale),
  ]
  const names = dayNames(locale)
  const days = entry.weekdays.length === 7 ? t('waitlist.everyDay') : entry.weekdays.map((day) => names[day - 1] ?? '').join(', ')
  const span = t('waitlist.between', { from: formatDate(entry.from, locale), until: formatDate(entry.until, locale) })
  const when = [span, days, entry.part && t(`waitlist.parts.${entry.part}`)].filter(Boolean).join(' · ')
  return (
    <Row
      start={<IconHourglassHigh size={22} stroke={1.5} aria-hidden="true" />}
      end={
        entry.can.includes('leave') && (
          <Button size="xs" variant="default" loading={leave.busy} onClick={() => leave.run({ params: { id: entry.id }, body: {} })}>
            {t(ofStaff ? 'waitlist.remove' : 'waitlist.leave')}
          </Button>
        )
      }
    >
      {ofStaff && (
        <Text fw={600}>
          <PersonName>{entry.patient.displayName}</PersonName>
        </Text>
      )}
      <Group gap="xs">
        <Text {...(ofStaff ? {} : { fw: 600 })}>
          <bdi>{what.filter(Boolean).join(' · ')}</bdi>
        </Text>
        {entry.offer && (
          <Badge variant="light" color="teal" tt="none">
            {t('waitlist.offeredTo', { time: formatInstant(entry.offer.expiresAt, 'time', locale, viewerZone()) })}
          </Badge>
        )}
      </Group>
      <Text fz="sm" c="dimmed">
        {when}
      </Text>
      {ofStaff && (
        <Text fz="sm" c="dimmed">
          {t('waitlist.since', { date: formatInstant(entry.askedAt, 'date-time', locale, viewerZone()) })}
        </Text>
      )}
      <ProblemAlert problem={leave.problem} />
    </Row>
  )
}

import { Badge, Button, Group, Text, VisuallyHidden } from '@mantine/core'
import { IconBuildingHospital, IconPhone, IconVideo } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { Row } from '../../layout/rows.tsx'
import { localeOf } from '../../words/dates.ts'
import { languageName } from '../../words/language-names.ts'
import { timeSpan } from '../../words/spans.ts'

export type VisitType = Answer<'listVisitTypes'>['items'][number]

const icons = { 'in-person': IconBuildingHospital, video: IconVideo, phone: IconPhone }

/** One kind of visit: how long, how, and by which terms it is booked. */
export function TypeRow({ type, onChange }: { type: VisitType; onChange: () => void }) {
  const { t, i18n } = useTranslation()
  const locale = localeOf(i18n.language)
  const Icon = icons[type.modality]
  const { name, minutes, bufferBefore, bufferAfter, noticeMinutes, horizonDays, dailyCap, languages, doctorIds, active } = type
  const terms = [
    noticeMinutes > 0 && t('visitTypes.row.notice', { time: timeSpan(noticeMinutes, locale) }),
    t('visitTypes.row.horizon', { time: timeSpan(horizonDays * 1440, locale) }),
    dailyCap !== undefined && t('visitTypes.row.cap', { count: dailyCap }),
    doctorIds === undefined ? t('visitTypes.row.everyone') : t('visitTypes.row.doctors', { count: doctorIds.length }),
    languages?.map((language) => languageName(language, locale)).join(', '),
  ]
  return (
    <Row
      start={<Icon size={22} stroke={1.5} aria-hidden="true" />}
      end={
        <Button variant="default" size="xs" onClick={onChange}>
          {t('visitTypes.change')}
          <VisuallyHidden>: {name}</VisuallyHidden>
        </Button>
      }
    >
      <Group gap="xs">
        <Text fw={600}>
          <bdi>{name}</bdi>
        </Text>
        {!active && (
          <Badge variant="light" color="gray">
            {t('visitTypes.off')}
          </Badge>
        )}
      </Group>
      <Text fz="sm">
        {[
          timeSpan(minutes, locale),
          t(`visitTypes.modality.${type.modality}`),
          bufferBefore > 0 && t('visitTypes.row.before', { time: timeSpan(bufferBefore, locale) }),
          bufferAfter > 0 && t('visitTypes.row.after', { time: timeSpan(bufferAfter, locale) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
      <Text fz="sm" c="dimmed">
        {terms.filter(Boolean).join(' · ')}
      </Text>
    </Row>
  )
}

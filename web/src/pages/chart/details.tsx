import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { CalendarDay } from '../../layout/date-time.tsx'
import { KeyValues } from '../../layout/key-values.tsx'
import { Section } from '../../layout/section.tsx'
import { localeOf } from '../../words/dates.ts'

/** Who the patient is and how they are reached. */
export function Details({ patient }: { patient: Answer<'readPatient'> }) {
  const { t, i18n } = useTranslation()
  const language = new Intl.DisplayNames([localeOf(i18n.language)], { type: 'language' }).of(patient.language)
  return (
    <Section title={t('chart.page.details')}>
      <KeyValues
        items={[
          [t('chart.page.birthDate'), patient.birthDate && <CalendarDay date={patient.birthDate} />],
          [t('chart.page.sex'), patient.sex && t(`chart.sex.${patient.sex}`)],
          [t('chart.page.language'), language],
          [t('chart.page.insuranceId'), patient.insuranceId],
          [t('chart.page.phone'), patient.contact?.phone && <bdi dir="ltr">{patient.contact.phone}</bdi>],
          [t('chart.page.email'), patient.contact?.email],
          [t('chart.page.address'), patient.contact?.address],
        ]}
      />
    </Section>
  )
}

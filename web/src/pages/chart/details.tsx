import { Text } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { CalendarDay } from '../../layout/date-time.tsx'
import { KeyValues } from '../../layout/key-values.tsx'
import { Section } from '../../layout/section.tsx'
import { localeOf } from '../../words/dates.ts'
import { languageName } from '../../words/language-names.ts'
import { ChangeDetails } from './change-details.tsx'

/** Who the patient is and how they are reached. */
export function Details({ patient }: { patient: Answer<'readPatient'> }) {
  const { t, i18n } = useTranslation()
  const language = languageName(patient.language, localeOf(i18n.language))
  return (
    <Section title={t('chart.page.details')} aside={<ChangeDetails patient={patient} />}>
      <KeyValues
        items={[
          [t('chart.page.birthDate'), patient.birthDate && <CalendarDay date={patient.birthDate} />],
          [t('chart.page.sex'), patient.sex && t(`chart.sex.${patient.sex}`)],
          [t('chart.page.language'), language],
          [t('chart.page.insuranceId'), patient.insuranceId && <InsuranceId patient={patient} />],
          [t('chart.page.phone'), patient.contact?.phone && <bdi dir="ltr">{patient.contact.phone}</bdi>],
          [t('chart.page.email'), patient.contact?.email],
          [t('chart.page.address'), patient.contact?.address],
          [t('details.internalNote'), patient.internalNote],
        ]}
      />
    </Section>
  )
}

/** The number, or its ending with the reason why there is no more of it. */
function InsuranceId({ patient }: { patient: Answer<'readPatient'> }) {
  const { t } = useTranslation()
  return (
    <>
      <bdi dir="ltr">{patient.insuranceId}</bdi>
      {patient.fields.masked.includes('insuranceId') && (
        <Text fz="sm" c="dimmed">
          {t('details.masked')}
        </Text>
      )}
    </>
  )
}

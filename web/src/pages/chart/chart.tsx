import { getRouteApi } from '@tanstack/react-router'
import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { CalendarDay } from '../../layout/date-time.tsx'
import { KeyValues } from '../../layout/key-values.tsx'
import { LinkButton } from '../../layout/links.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { Section } from '../../layout/section.tsx'
import { localeOf } from '../../words/dates.ts'
import { HistoryList } from './history-list.tsx'
import { RecordList } from './record-list.tsx'

const route = getRouteApi('/frame/patients/$patientId')

export function ChartPage() {
  const { patientId } = route.useParams()
  const patient = useEndpoint('readPatient', { params: { id: patientId } })
  return <Loaded query={patient}>{(found) => <Chart patient={found} />}</Loaded>
}

function Chart({ patient }: { patient: Answer<'readPatient'> }) {
  const { t, i18n } = useTranslation()
  const language = new Intl.DisplayNames([localeOf(i18n.language)], { type: 'language' }).of(patient.language)
  return (
    <Page
      title={<PersonName>{patient.displayName}</PersonName>}
      action={
        patient.can.includes('record.write') && (
          <LinkButton to="/patients/$patientId/records/new" params={{ patientId: patient.id }} search={{}}>
            {t('chart.page.write')}
          </LinkButton>
        )
      }
    >
      <Section title={t('chart.page.details')}>
        <KeyValues
          items={[
            [t('chart.page.birthDate'), patient.birthDate && <CalendarDay date={patient.birthDate} />],
            [t('chart.page.sex'), patient.sex && t(`chart.sex.${patient.sex}`)],
            [t('chart.page.language'), language],
            [t('chart.page.insuranceId'), patient.insuranceId],
            [t('chart.page.phone'), patient.contact?.phone],
            [t('chart.page.email'), patient.contact?.email],
            [t('chart.page.address'), patient.contact?.address],
          ]}
        />
      </Section>
      {patient.can.includes('record.list') && (
        <Section title={t('chart.page.records')} flush>
          <RecordList patientId={patient.id} title={t('chart.page.noRecords')} />
        </Section>
      )}
      {patient.can.includes('history.read') && <HistoryList patientId={patient.id} />}
    </Page>
  )
}

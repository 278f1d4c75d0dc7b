import { useTranslation } from 'react-i18next'
import { Page } from '../../layout/page.tsx'
import { Section } from '../../layout/section.tsx'
import { usePerson } from '../../session/session.ts'
import { HistoryList } from './history-list.tsx'
import { RecordList } from './record-list.tsx'

export function MyRecordsPage() {
  const { t } = useTranslation()
  const { patientId } = usePerson()
  if (patientId === undefined) return null
  return (
    <Page title={t('chart.records.title')} lead={t('chart.records.lead')} width="reading">
      <Section title={t('chart.page.records')} flush>
        <RecordList patientId={patientId} title={t('chart.records.none')} text={t('chart.records.noneText')} />
      </Section>
      <HistoryList patientId={patientId} />
    </Page>
  )
}

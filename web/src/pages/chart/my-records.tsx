import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Page } from '../../layout/page.tsx'
import { Section } from '../../layout/section.tsx'
import { usePerson } from '../../session/session.ts'
import { Timeline } from '../history/timeline.tsx'
import { Trends } from '../history/trends.tsx'
import { OldCasesOf } from '../legacy/old-cases-of.tsx'
import { Parts } from './parts.tsx'
import { RecordList } from './record-list.tsx'

const route = getRouteApi('/frame/records')

/** What a patient's own chart says. */
export function MyRecordsPage() {
  const { t } = useTranslation()
  const { part } = route.useSearch()
  const navigate = route.useNavigate()
  const { patientId } = usePerson()
  if (patientId === undefined) return null
  return (
    <Page title={t('chart.records.title')} lead={t('chart.records.lead')}>
      <Parts
        open={part}
        change={(chosen) => navigate({ search: { part: chosen }, replace: true, resetScroll: false })}
        parts={{
          records: (
            <Section title={t('chart.page.records')} flush>
              <RecordList patientId={patientId} title={t('chart.records.none')} text={t('chart.records.noneText')} />
            </Section>
          ),
          timeline: <Timeline patientId={patientId} />,
          trends: <Trends patientId={patientId} />,
          earlier: <OldCasesOf patientId={patientId} />,
        }}
      />
    </Page>
  )
}

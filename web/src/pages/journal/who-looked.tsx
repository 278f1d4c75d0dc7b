import { useTranslation } from 'react-i18next'
import { Page } from '../../layout/page.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { usePerson } from '../../session/session.ts'
import { CareTeam } from '../access/care-team.tsx'
import { AccessLog } from './access-log.tsx'

export function WhoLookedPage() {
  const { t } = useTranslation()
  const { patientId = '' } = usePerson()
  return (
    <Page title={t('journal.looked.title')} lead={t('journal.looked.lead')} width="reading">
      <CareTeam
        patientId={patientId}
        title={t('access.mine.title')}
        mayAssign={false}
        empty={<EmptyState title={t('access.mine.none')} text={t('access.mine.noneText')} />}
      />
      <AccessLog patientId={patientId} />
    </Page>
  )
}

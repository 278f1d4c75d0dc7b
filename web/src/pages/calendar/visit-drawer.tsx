import { Drawer } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../layout/links.tsx'
import { Rows } from '../../layout/rows.tsx'
import { type Visit, VisitRow } from '../visits/visit-row.tsx'
import { CalendarFileButton } from './calendar-file-button.tsx'

/** One visit of the doctor's calendar, with what may be done with it. */
export function VisitDrawer({ visit, onClose }: { visit: Visit; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      title={t('calendar.week.visit')}
      closeButtonProps={{ 'aria-label': t('calendar.week.close') }}
    >
      <Rows>
        <VisitRow visit={visit} person={visit.patient.displayName}>
          <LinkButton size="xs" variant="default" to="/patients/$patientId" params={{ patientId: visit.patient.id }}>
            {t('calendar.week.openChart')}
          </LinkButton>
          <CalendarFileButton visit={visit} />
        </VisitRow>
      </Rows>
    </Drawer>
  )
}

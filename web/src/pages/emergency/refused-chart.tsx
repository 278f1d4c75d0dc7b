import { IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../layout/states.tsx'
import { EmergencyButton } from './emergency-button.tsx'

/** A chart that is not in the doctor's care, or is none: both look the same. */
export function RefusedChart({ patientId }: { patientId: string }) {
  const { t } = useTranslation()
  return (
    <EmptyState
      icon={IconLock}
      title={t('emergency.refused')}
      text={t('emergency.lead')}
      action={<EmergencyButton patientId={patientId} />}
    />
  )
}

import { Button } from '@mantine/core'
import { IconUrgent } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePerson } from '../../session/session.ts'
import { EmergencyDialog } from './emergency-dialog.tsx'

/** A courtesy: the server decides on its own who may. */
export function useMayOpen(): boolean {
  return usePerson().doctorId !== undefined
}

/** Opens the dialog for emergency access: to the patient given, or to one that is found there. */
export function EmergencyButton({ patientId }: { patientId?: string }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconUrgent size={18} stroke={1.75} aria-hidden="true" />}
        onClick={() => setOpen(true)}
        style={{ alignSelf: 'center' }}
      >
        {t('emergency.open')}
      </Button>
      <EmergencyDialog opened={open} onClose={() => setOpen(false)} {...(patientId === undefined ? {} : { patientId })} />
    </>
  )
}

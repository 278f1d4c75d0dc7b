import { Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import type { Visit } from '../visits/visit-row.tsx'
import { useFitDoctors } from './fit-doctors.ts'

/** Gives a visit to a doctor of one's choice, at the same time. */
export function GiveDialog({ visit, onClose }: { visit: Visit; onClose: () => void }) {
  const { t } = useTranslation()
  const [doctorId, setDoctorId] = useState('')
  const others = useFitDoctors(visit.doctor.id)
  const give = useAct('handOver', {
    refreshes: ['listHandovers', 'listAppointments'],
    done: ({ doctor }) => t('away.handovers.done', { name: doctor.displayName }),
  })
  const submit = async () => {
    if (await give.run({ params: { id: visit.id }, body: { doctorId } })) onClose()
  }
  return (
    <Modal opened onClose={onClose} title={t('away.handovers.to')} closeButtonProps={{ 'aria-label': t('away.handovers.keep') }}>
      <Stack>
        <Text>{t('away.handovers.toText')}</Text>
        <ProblemAlert problem={give.problem} />
        <NativeSelect
          label={t('away.handovers.to')}
          value={doctorId}
          onChange={(event) => setDoctorId(event.currentTarget.value)}
          data={[{ value: '', label: '–' }, ...others.map(({ id, displayName }) => ({ value: id, label: displayName }))]}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('away.handovers.keep')}
          </Button>
          <Button disabled={doctorId === ''} loading={give.busy} onClick={submit}>
            {t('away.handovers.give')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

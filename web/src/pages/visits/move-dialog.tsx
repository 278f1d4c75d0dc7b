import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { ClinicTime } from '../../layout/date-time.tsx'
import { TimeChoice } from './time-choice.tsx'
import { useChosenTime } from './use-chosen-time.ts'
import type { Visit } from './visit-row.tsx'

/** Moves a visit to another free time of its doctor. Until the new one is booked the old one stands. */
export function MoveDialog({ visit, onClose }: { visit: Visit; onClose: () => void }) {
  const { t } = useTranslation()
  const move = useAct('rescheduleAppointment', { refreshes: ['listAppointments', 'readSlots', 'listDoctors'], done: t('visits.move.done') })
  const time = useChosenTime(visit.doctor.id, move, visit.visitType?.id)
  const submit = async () => {
    if (!time.slot) return
    const body = time.held ? { holdId: time.held.id } : time.slot
    if (await time.use(move.run({ params: { id: visit.id }, body }))) onClose()
  }
  return (
    <Modal opened onClose={onClose} size="lg" title={t('visits.move.title')} closeButtonProps={{ 'aria-label': t('visits.move.keep') }}>
      <Stack>
        <Text component="div">
          {t('visits.move.now')} <ClinicTime instant={visit.start} end={visit.end} clinicZone={visit.timeZone} />
        </Text>
        <Text c="dimmed" fz="sm">
          {t('visits.move.stands')}
        </Text>
        <TimeChoice doctorId={visit.doctor.id} time={time} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('visits.move.keep')}
          </Button>
          <Button disabled={!time.slot || time.busy} loading={move.busy} onClick={submit}>
            {t('visits.move.submit')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

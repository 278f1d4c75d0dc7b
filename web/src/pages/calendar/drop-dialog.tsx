import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { ClinicTime } from '../../layout/date-time.tsx'
import { SaveProblem } from '../../layout/save-problem.tsx'
import type { Visit } from '../visits/visit-row.tsx'

/** A visit that was dropped at another time; `back` puts it where it stood. */
export type Dropped = { visit: Visit; start: string; end: string; back: () => void }

/** Asks before a visit is moved: a hand slips, and a patient is told of it. */
export function DropDialog({ dropped, onClose }: { dropped: Dropped; onClose: () => void }) {
  const { t } = useTranslation()
  const { visit, start, end, back } = dropped
  const move = useAct('rescheduleAppointment', { refreshes: ['listAppointments', 'readSlots'], done: t('visits.move.done') })
  const leave = () => {
    back()
    onClose()
  }
  const submit = async () => {
    if (await move.run({ params: { id: visit.id }, body: { start, end } })) onClose()
  }
  return (
    <Modal
      opened
      onClose={leave}
      title={t('visits.move.drop', { name: visit.patient.displayName })}
      closeButtonProps={{ 'aria-label': t('visits.move.keep') }}
    >
      <Stack>
        <SaveProblem problem={move.problem} sentence={t('visits.book.taken')} code="SLOT_TAKEN" />
        <Text component="div">
          {t('visits.move.now')} <ClinicTime instant={visit.start} end={visit.end} clinicZone={visit.timeZone} />
        </Text>
        <Text component="div" fw={600}>
          {t('visits.move.to')} <ClinicTime instant={start} end={end} clinicZone={visit.timeZone} />
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={leave}>
            {t('visits.move.keep')}
          </Button>
          <Button loading={move.busy} onClick={submit}>
            {t('visits.move.submit')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

import { Alert, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { SaveProblem } from '../../layout/save-problem.tsx'
import { HoldCountdown } from './hold-countdown.tsx'
import { SlotPicker } from './slot-picker.tsx'
import type { ChosenTime } from './use-chosen-time.ts'

/** The free times of a doctor, the one that is chosen, and how long it is kept. */
export function TimeChoice({ doctorId, time }: { doctorId: string; time: ChosenTime }) {
  const { t } = useTranslation()
  return (
    <Stack gap="lg">
      {time.ended ? (
        <Alert color="amber" role="alert">
          {t('visits.book.keptEnded')}
        </Alert>
      ) : (
        <SaveProblem problem={time.problem} sentence={t('visits.book.taken')} code="SLOT_TAKEN" />
      )}
      <SlotPicker doctorId={doctorId} visitTypeId={time.visitTypeId} chosen={time.slot} onChosen={time.choose} />
      {time.held && <HoldCountdown key={time.held.id} until={time.held.until} onEnd={time.expire} />}
    </Stack>
  )
}

import { Modal, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { SendRow } from '../../forms/send-row.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import type { Review } from './review-row.tsx'

/** Closes a chart that an emergency opened, before its time. */
export function EndAccessDialog({ review, onClose }: { review: Review; onClose: () => void }) {
  const { t } = useTranslation()
  const end = useAct('endBreakGlass', { refreshes: ['listReviews'], done: t('reviews.accessEnded') })
  const confirm = async () => {
    if (await end.run({ params: { id: review.causeId } })) onClose()
  }
  const names = { doctor: review.subject.displayName, patient: review.patient?.displayName ?? '' }
  return (
    <Modal opened onClose={onClose} title={t('reviews.endAccess')} closeButtonProps={{ 'aria-label': t('reviews.cancel') }}>
      <Stack>
        <ProblemAlert problem={end.problem} />
        <Text>{t('reviews.endAccessText', names)}</Text>
        <SendRow
          cancel={t('reviews.cancel')}
          send={t('reviews.endAccess')}
          busy={end.busy}
          grave
          onClose={onClose}
          onSend={() => void confirm()}
        />
      </Stack>
    </Modal>
  )
}

import { Modal, Radio, Stack, Text } from '@mantine/core'
import { closeReview, reviewOutcomes } from '@wardkeep/contract/reviews.ts'
import { useTranslation } from 'react-i18next'
import type { Static } from 'typebox'
import { useAct } from '../../data/use-act.ts'
import { NoteField, SendRow } from '../../forms/send-row.tsx'
import { useForm } from '../../forms/use-form.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import type { Review } from './review-row.tsx'

type DialogProps = { review: Review; opened: boolean; onClose: () => void }

/** Nothing is chosen beforehand: an outcome is a judgement. */
export function JudgeDialog({ review, opened, onClose }: DialogProps) {
  const { t } = useTranslation()
  const close = useAct('closeReview', { refreshes: ['listReviews'], done: t('reviews.judged') })
  const form = useForm({ schema: closeReview.body, initial: { note: '' }, hints: { note: t('reviews.noteHint') }, problem: close.problem })
  const { outcome } = form.values
  const send = async (body: Static<typeof closeReview.body>) => {
    if (await close.run({ params: { id: review.id }, body })) onClose()
  }
  return (
    <Modal opened={opened} onClose={onClose} title={t('reviews.dialog')} closeButtonProps={{ 'aria-label': t('reviews.cancel') }}>
      <form noValidate onSubmit={form.submit(send)}>
        <Stack>
          <ProblemAlert problem={close.problem} />
          <Text>
            {review.patient
              ? t('reviews.dialogText', { doctor: review.subject.displayName, patient: review.patient.displayName })
              : t('reviews.dialogList', { name: review.subject.displayName })}
          </Text>
          <Radio.Group
            label={t('reviews.outcome')}
            value={typeof outcome === 'string' ? outcome : null}
            onChange={(chosen) => form.set('outcome', chosen)}
            error={form.fault('outcome')}
          >
            <Stack gap="xs" my="xs">
              {reviewOutcomes.map((value) => (
                <Radio key={value} name="outcome" value={value} label={t(`reviews.outcomes.${value}`)} />
              ))}
            </Stack>
          </Radio.Group>
          <NoteField {...form.text('note')} label={t('reviews.note')} />
          <SendRow cancel={t('reviews.cancel')} send={t('reviews.send')} busy={close.busy} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  )
}

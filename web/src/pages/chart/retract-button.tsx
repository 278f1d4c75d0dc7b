import { Button, Modal, NativeSelect, Stack, Text } from '@mantine/core'
import { RetractionReason, retractionCodes } from '@wardkeep/contract/records.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Static } from 'typebox'
import { useAct } from '../../data/use-act.ts'
import { NoteField, SendRow } from '../../forms/send-row.tsx'
import { useForm } from '../../forms/use-form.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'

/** Says what a retraction is and is not, and asks for the reason. The proof of who speaks is asked by the dialog that stands over all pages. */
export function RetractButton({ recordId }: { recordId: string }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button variant="default" color="red" onClick={() => setOpened(true)}>
        {t('retraction.retract')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('retraction.askTitle')}
        closeButtonProps={{ 'aria-label': t('retraction.cancel') }}
      >
        <ReasonForm recordId={recordId} onClose={() => setOpened(false)} />
      </Modal>
    </>
  )
}

function ReasonForm({ recordId, onClose }: { recordId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const retract = useAct('retractRecord', { refreshes: ['readRecord', 'listRecords', 'verifyRecord'], done: t('retraction.done') })
  const form = useForm({
    schema: RetractionReason,
    initial: { code: 'incorrect', text: '' },
    hints: { text: t('retraction.textHint') },
    problem: retract.problem,
  })
  const send = async (reason: Static<typeof RetractionReason>) => {
    if (await retract.run({ params: { id: recordId }, body: { reason } })) onClose()
  }
  return (
    <form noValidate onSubmit={form.submit(send)}>
      <Stack>
        <ProblemAlert problem={retract.problem} />
        <Text>{t('retraction.askText')}</Text>
        <NativeSelect
          label={t('retraction.code')}
          value={String(form.values.code)}
          onChange={(event) => form.set('code', event.currentTarget.value)}
          data={retractionCodes.map((value) => ({ value, label: t(`retraction.codes.${value}`) }))}
        />
        <NoteField {...form.text('text')} label={t('retraction.text')} description={t('retraction.textHelp')} />
        <SendRow cancel={t('retraction.cancel')} send={t('retraction.send')} busy={retract.busy} grave onClose={onClose} />
      </Stack>
    </form>
  )
}

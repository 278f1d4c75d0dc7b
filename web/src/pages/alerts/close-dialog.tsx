import { Modal, Stack, Text } from '@mantine/core'
import { closeAlert } from '@wardkeep/contract/alerts.ts'
import { useTranslation } from 'react-i18next'
import type { Static } from 'typebox'
import { useAct } from '../../data/use-act.ts'
import { NoteField, SendRow } from '../../forms/send-row.tsx'
import { useForm } from '../../forms/use-form.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import type { Alert } from './alert-row.tsx'

type DialogProps = { alert: Alert; opened: boolean; onClose: () => void }

export function CloseDialog({ alert, opened, onClose }: DialogProps) {
  const { t } = useTranslation()
  const close = useAct('closeAlert', { refreshes: ['listAlerts', 'countAlerts'], done: t('alerts.closed') })
  const form = useForm({ schema: closeAlert.body, initial: { note: '' }, problem: close.problem })
  const send = async (body: Static<typeof closeAlert.body>) => {
    if (await close.run({ params: { id: alert.id }, body })) onClose()
  }
  return (
    <Modal opened={opened} onClose={onClose} title={t('alerts.closeTitle')} closeButtonProps={{ 'aria-label': t('alerts.cancel') }}>
      <form noValidate onSubmit={form.submit(send)}>
        <Stack>
          <ProblemAlert problem={close.problem} />
          <Text>{t('alerts.closeText')}</Text>
          <NoteField {...form.text('note')} label={t('alerts.note')} description={t('alerts.noteHelp')} />
          <SendRow cancel={t('alerts.cancel')} send={t('alerts.close')} busy={close.busy} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  )
}

import { Button, Modal, Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { SendRow } from '../../forms/send-row.tsx'
import { SaveProblem } from '../../layout/save-problem.tsx'

/** Deletes the draft that was seen and no later one. */
export function DeleteButton({ record }: { record: Answer<'readRecord'> }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [opened, setOpened] = useState(false)
  const remove = useAct('deleteRecord', { refreshes: ['listRecords'], done: t('chart.record.deleted') })
  const send = async () => {
    if ((await remove.run({ params: { id: record.id }, version: record.version })) === undefined) return
    await navigate({ to: '/patients/$patientId', params: { patientId: record.patientId }, search: {} })
  }
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {t('chart.record.delete')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('chart.record.deleteTitle')}
        closeButtonProps={{ 'aria-label': t('chart.record.keep') }}
      >
        <Stack>
          <SaveProblem problem={remove.problem} sentence={t('chart.record.deleteConflict')} />
          <Text>{t('chart.record.deleteText')}</Text>
          <SendRow
            cancel={t('chart.record.keep')}
            send={t('chart.record.deleteNow')}
            busy={remove.busy}
            grave
            onClose={() => setOpened(false)}
            onSend={send}
          />
        </Stack>
      </Modal>
    </>
  )
}

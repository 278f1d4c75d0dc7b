import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import type { Problem } from '@wardkeep/client'
import { limits } from '@wardkeep/contract/shapes.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '../../layout/problem-alert.tsx'

type NoteDialogProps = {
  title: string
  text: string
  label: string
  problem: Problem | undefined
  busy: boolean
  onClose: () => void
  onDone: (note: string) => unknown
}

/** Asks once more before a step that cannot be undone, and why. */
export function NoteDialog({ title, text, label, problem, busy, onClose, onDone }: NoteDialogProps) {
  const { t } = useTranslation()
  const [note, setNote] = useState('')
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('cases.keep') }}>
      <Stack>
        <Text>{text}</Text>
        <ProblemAlert problem={problem} />
        <Textarea
          label={t('cases.note')}
          description={t('cases.noteHelp')}
          value={note}
          maxLength={limits.note}
          dir="auto"
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cases.keep')}
          </Button>
          <Button loading={busy} onClick={() => onDone(note)}>
            {label}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

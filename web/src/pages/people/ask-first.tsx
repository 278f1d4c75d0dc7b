import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { Problem } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '../../layout/problem-alert.tsx'

type AskFirstProps = {
  title: string
  text: string
  /** What the button says that does it. */
  act: string
  problem: Problem | undefined
  busy: boolean
  opened: boolean
  onClose: () => void
  onConfirm: () => void
}

/** What cannot be taken back with one click is said in words before it is done. */
export function AskFirst({ title, text, act, problem, busy, opened, onClose, onConfirm }: AskFirstProps) {
  const { t } = useTranslation()
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('people.cancel') }}>
      <Stack>
        <ProblemAlert problem={problem} />
        <Text>{text}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('people.cancel')}
          </Button>
          <Button color="red" loading={busy} onClick={onConfirm}>
            {act}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

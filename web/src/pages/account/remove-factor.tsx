import { Button, Modal, Stack, Text, VisuallyHidden } from '@mantine/core'
import type { Problem } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SendRow } from '../../forms/send-row.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { EndSessionsBox, type Keeping, keeping } from './end-sessions-box.tsx'

type RemoveFactorProps = {
  /** What the person calls it. */
  name: string
  act: { busy: boolean; problem: Problem | undefined }
  /** Resolves to undefined where it was refused. */
  onRemove: (query: Keeping) => Promise<unknown>
}

/** A button that asks once more before a factor goes, and whether the other devices stay signed in. */
export function RemoveFactor({ name, act, onRemove }: RemoveFactorProps) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const [ends, setEnds] = useState(true)
  const close = () => setOpened(false)
  const remove = async () => {
    if ((await onRemove(keeping(ends))) !== undefined) close()
  }
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setOpened(true)}>
        {t('account.factors.remove')}
        <VisuallyHidden>: {name}</VisuallyHidden>
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('account.factors.removeTitle')}
        closeButtonProps={{ 'aria-label': t('account.factors.keep') }}
      >
        <Stack>
          <ProblemAlert problem={act.problem} />
          <Text>
            <bdi>{name}</bdi>
          </Text>
          <Text>{t('account.factors.removeText')}</Text>
          <EndSessionsBox ends={ends} onChange={setEnds} />
          <SendRow
            cancel={t('account.factors.keep')}
            send={t('account.factors.remove')}
            busy={act.busy}
            grave
            onClose={close}
            onSend={() => void remove()}
          />
        </Stack>
      </Modal>
    </>
  )
}

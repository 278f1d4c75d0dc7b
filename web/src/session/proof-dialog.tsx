import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconFingerprint, IconShieldCheck } from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '../layout/problem-alert.tsx'
import { endSession } from './ending.ts'
import { knowsPasskeys } from './passkey.ts'
import { asked } from './proof.ts'
import { ProofField, useProof } from './proof-fields.tsx'
import { usePersonIfAny } from './session.ts'

/** The one place where a person proves once more who they are for an act that asks for it; calls that wait for it then go on by themselves. */
export function ProofDialog() {
  const { t } = useTranslation()
  const open = useSyncExternalStore(asked.subscribe, asked.get)
  const fresh = open?.kind === 'fresh' ? open : undefined
  return (
    <Modal
      opened={fresh !== undefined}
      onClose={() => fresh?.settle(false)}
      title={t('session.confirmTitle')}
      closeButtonProps={{ 'aria-label': t('session.cancel') }}
      closeOnClickOutside={false}
      zIndex={400}
      overlayProps={{ backgroundOpacity: 0.5 }}
    >
      {fresh && <ProofForm level={fresh.level} settle={fresh.settle} />}
    </Modal>
  )
}

function ProofForm({ level, settle }: { level: 1 | 2; settle: (proven: boolean) => void }) {
  const { t } = useTranslation()
  const person = usePersonIfAny()
  const byCode = level === 2
  const ended = () => {
    settle(false)
    endSession()
  }
  const proving = useProof({ byCode, proven: () => settle(true), ended })
  return (
    <form noValidate onSubmit={proving.submit}>
      <Stack>
        <Text>{byCode ? t('session.codeText') : t('session.confirmText')}</Text>
        {person && (
          <Text fz="sm" c="dimmed">
            {t('session.signedInAs', { name: person.displayName })}
          </Text>
        )}
        <ProblemAlert problem={proving.problem} />
        <ProofField byCode={byCode} proving={proving} />
        {byCode && knowsPasskeys() && (
          <Button variant="default" leftSection={<IconFingerprint size={18} aria-hidden="true" />} onClick={() => void proving.byPasskey()}>
            {t('account.passkeys.use')}
          </Button>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => settle(false)}>
            {t('session.cancel')}
          </Button>
          <Button type="submit" loading={proving.busy} leftSection={<IconShieldCheck size={18} />}>
            {t('session.confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

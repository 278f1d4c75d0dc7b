import { Button, Group, Modal, Stack, Text, VisuallyHidden } from '@mantine/core'
import { IconLock, IconShieldCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Problem } from '@wardkeep/client'
import { stepUp } from '@wardkeep/contract/identity.ts'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { PasswordField } from '../forms/password-field.tsx'
import { useForm } from '../forms/use-form.ts'
import { failed } from '../layout/notices.ts'
import { ProblemAlert } from '../layout/problem-alert.tsx'
import { quietClient } from './csrf.ts'
import { endSession } from './ending.ts'
import { asked, type ProofKind } from './proof.ts'
import { leave, usePersonIfAny } from './session.ts'

/** The one place where a person proves once more who they are; calls that wait for it then go on by themselves. */
export function ProofDialog() {
  const { t } = useTranslation()
  const open = useSyncExternalStore(asked.subscribe, asked.get)
  const locked = open?.kind === 'locked'
  return (
    <Modal
      opened={open !== undefined}
      onClose={() => open?.settle(false)}
      title={locked ? t('session.lockedTitle') : t('session.confirmTitle')}
      closeButtonProps={{ 'aria-label': t('session.cancel') }}
      withCloseButton={!locked}
      closeOnEscape={!locked}
      closeOnClickOutside={false}
      zIndex={400}
      overlayProps={locked ? { color: 'var(--wk-sunken)', backgroundOpacity: 1 } : { backgroundOpacity: 0.5 }}
    >
      {open && <ProofForm kind={open.kind} settle={open.settle} />}
    </Modal>
  )
}

function ProofForm({ kind, settle }: { kind: ProofKind; settle: (proven: boolean) => void }) {
  const { t } = useTranslation()
  const person = usePersonIfAny()
  const prove = useMutation({
    mutationFn: (password: string) => quietClient.stepUp({ body: { method: 'password', password } }),
    onSuccess: () => settle(true),
    onError: (problem) => {
      if (problem.code !== 'UNAUTHENTICATED') return
      settle(false)
      endSession()
    },
  })
  const form = useForm({ schema: stepUp.body, initial: { method: 'password', password: '' }, needs: ['password'] })
  const wrong = prove.error instanceof Problem && prove.error.code === 'INVALID_CREDENTIALS'
  const signOut = () => {
    settle(false)
    leave().catch(() => failed(t('session.cannotLeave')))
  }
  return (
    <form noValidate onSubmit={form.submit(({ password }) => password !== undefined && prove.mutate(password))}>
      <Stack>
        <Text>{kind === 'locked' ? t('session.lockedText') : t('session.confirmText')}</Text>
        {person && (
          <Text fz="sm" c="dimmed">
            {t('session.signedInAs', { name: person.displayName })}
          </Text>
        )}
        {prove.error && !wrong && <ProblemAlert problem={prove.error} />}
        <VisuallyHidden>
          <input type="text" autoComplete="username" value={person?.email ?? ''} readOnly tabIndex={-1} aria-hidden="true" />
        </VisuallyHidden>
        <PasswordField
          {...form.text('password')}
          error={form.fault('password') ?? (wrong ? t('problems.code.INVALID_CREDENTIALS') : undefined)}
          label={t('account.signIn.password')}
          autoComplete="current-password"
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={kind === 'locked' ? signOut : () => settle(false)}>
            {kind === 'locked' ? t('session.leave') : t('session.cancel')}
          </Button>
          <Button
            type="submit"
            loading={prove.isPending}
            leftSection={kind === 'locked' ? <IconLock size={18} /> : <IconShieldCheck size={18} />}
          >
            {kind === 'locked' ? t('session.unlock') : t('session.confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

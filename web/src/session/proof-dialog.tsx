import { Button, Group, Modal, Stack, Text, TextInput, VisuallyHidden } from '@mantine/core'
import { IconFingerprint, IconLock, IconShieldCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type Given, Problem } from '@wardkeep/client'
import { stepUp } from '@wardkeep/contract/identity.ts'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { PasswordField } from '../forms/password-field.tsx'
import { useForm } from '../forms/use-form.ts'
import { failed } from '../layout/notices.ts'
import { ProblemAlert } from '../layout/problem-alert.tsx'
import { quietClient } from './csrf.ts'
import { endSession } from './ending.ts'
import { answerByPasskey, knowsPasskeys } from './passkey.ts'
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
      {open && <ProofForm kind={open.kind} level={open.level} settle={open.settle} />}
    </Modal>
  )
}

function ProofForm({ kind, level, settle }: { kind: ProofKind; level: 1 | 2; settle: (proven: boolean) => void }) {
  const { t } = useTranslation()
  const person = usePersonIfAny()
  const prove = useMutation({
    mutationFn: (body: Given<'stepUp'>['body']) => quietClient.stepUp({ body }),
    onSuccess: () => settle(true),
    onError: (problem) => {
      if (problem.code !== 'UNAUTHENTICATED') return
      settle(false)
      endSession()
    },
  })
  const byCode = level === 2
  const form = useForm({
    schema: stepUp.body,
    initial: byCode ? { method: 'totp', code: '' } : { method: 'password', password: '' },
    needs: [byCode ? 'code' : 'password'],
    hints: { code: t('account.code.hint') },
  })
  const wrong = prove.error instanceof Problem && prove.error.code === 'INVALID_CREDENTIALS'
  const refused = wrong ? t('problems.code.INVALID_CREDENTIALS') : undefined
  const byPasskey = async () => {
    const challenge = await quietClient.passkeyChallenge().catch(() => undefined)
    const credential = challenge && (await answerByPasskey(challenge))
    if (credential) prove.mutate({ method: 'passkey', credential })
  }
  const signOut = () => {
    settle(false)
    leave().catch(() => failed(t('session.cannotLeave')))
  }
  return (
    <form noValidate onSubmit={form.submit((body) => prove.mutate(body))}>
      <Stack>
        <Text>{kind === 'locked' ? t('session.lockedText') : byCode ? t('session.codeText') : t('session.confirmText')}</Text>
        {person && (
          <Text fz="sm" c="dimmed">
            {t('session.signedInAs', { name: person.displayName })}
          </Text>
        )}
        {prove.error && !wrong && <ProblemAlert problem={prove.error} />}
        <VisuallyHidden>
          <input type="text" autoComplete="username" value={person?.email ?? ''} readOnly tabIndex={-1} aria-hidden="true" />
        </VisuallyHidden>
        {byCode ? (
          <TextInput
            {...form.text('code')}
            error={form.fault('code') ?? refused}
            label={t('account.code.label')}
            autoComplete="one-time-code"
            inputMode="numeric"
            dir="ltr"
            data-autofocus
          />
        ) : (
          <PasswordField
            {...form.text('password')}
            error={form.fault('password') ?? refused}
            label={t('account.signIn.password')}
            autoComplete="current-password"
            data-autofocus
          />
        )}
        {byCode && knowsPasskeys() && (
          <Button variant="default" leftSection={<IconFingerprint size={18} aria-hidden="true" />} onClick={() => void byPasskey()}>
            {t('account.passkeys.use')}
          </Button>
        )}
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

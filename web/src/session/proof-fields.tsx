import { TextInput, VisuallyHidden } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type Given, Problem } from '@wardkeep/client'
import { stepUp } from '@wardkeep/contract/identity.ts'
import { useTranslation } from 'react-i18next'
import { PasswordField } from '../forms/password-field.tsx'
import { useForm } from '../forms/use-form.ts'
import { quietClient } from './csrf.ts'
import { answerByPasskey } from './passkey.ts'
import { usePersonIfAny } from './session.ts'

/** A proof being given: by a password or a code that is typed, or by a passkey. `ended` where the session is over meanwhile. */
export function useProof({ byCode, proven, ended }: { byCode: boolean; proven: () => void; ended: () => void }) {
  const { t } = useTranslation()
  const prove = useMutation({
    mutationFn: (body: Given<'stepUp'>['body']) => quietClient.stepUp({ body }),
    onSuccess: proven,
    onError: (problem) => {
      if (problem.code === 'UNAUTHENTICATED') ended()
    },
  })
  const form = useForm({
    schema: stepUp.body,
    initial: byCode ? { method: 'totp', code: '' } : { method: 'password', password: '' },
    needs: [byCode ? 'code' : 'password'],
    hints: { code: t('account.code.hint') },
  })
  const wrong = prove.error instanceof Problem && prove.error.code === 'INVALID_CREDENTIALS'
  return {
    form,
    busy: prove.isPending,
    submit: form.submit((body) => prove.mutate(body)),
    refused: wrong ? t('problems.code.INVALID_CREDENTIALS') : undefined,
    problem: prove.error && !wrong ? prove.error : undefined,
    byPasskey: async () => {
      const challenge = await quietClient.passkeyChallenge().catch(() => undefined)
      const credential = challenge && (await answerByPasskey(challenge))
      if (credential) prove.mutate({ method: 'passkey', credential })
    },
  }
}

type Proving = ReturnType<typeof useProof>

/** The one field for what is typed; beside it, for password managers alone, whose it is. */
export function ProofField({ byCode, proving: { form, refused } }: { byCode: boolean; proving: Proving }) {
  const { t } = useTranslation()
  const person = usePersonIfAny()
  return (
    <>
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
    </>
  )
}

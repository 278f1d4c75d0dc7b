import { Button, Stack, TextInput } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { secondFactor } from '@wardkeep/contract/identity.ts'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useForm } from '../../forms/use-form.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { PublicHeading } from '../../layout/public-frame.tsx'
import classes from './code-form.module.css'
import { PasskeyForm } from './passkey-form.tsx'

type Challenge = Extract<Answer<'login'>, { secondFactor: unknown }>['secondFactor']
type Method = Challenge['methods'][number]
type CodeFormProps = { challenge: Challenge; onProven: (grant: Answer<'secondFactor'>) => unknown; onBack: () => void }

/** The second half of a sign-in: by a passkey, the authenticator app, or a recovery code from paper. */
export function CodeForm({ challenge, onProven, onBack }: CodeFormProps) {
  const { t } = useTranslation()
  const [method, setMethod] = useState<Method>(challenge.methods[0] ?? 'totp')
  const others = challenge.methods.filter((other) => other !== method)
  return (
    <Stack>
      {method === 'passkey' ? (
        <PasskeyForm challenge={challenge.challenge} onProven={onProven} />
      ) : (
        <Shown key={method} method={method} challenge={challenge.challenge} onProven={onProven} />
      )}
      {others.map((other) => (
        <Button key={other} variant="subtle" size="md" fullWidth onClick={() => setMethod(other)}>
          {t(`account.code.by.${other}`)}
        </Button>
      ))}
      <Button variant="subtle" size="md" fullWidth onClick={onBack}>
        {t('account.code.back')}
      </Button>
    </Stack>
  )
}

function Shown({ method, challenge, onProven }: { method: Method; challenge: string; onProven: CodeFormProps['onProven'] }) {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  const prove = useAct('secondFactor')
  const totp = method === 'totp'
  const hint = totp ? t('account.code.hint') : t('account.code.recoveryHint')
  const form = useForm({
    schema: secondFactor.body,
    initial: { challenge, method, code: '', cookie: true },
    needs: ['code'],
    hints: { code: hint },
    problem: prove.problem,
  })
  useEffect(() => field.current?.focus(), [])
  const send = form.submit(async (body) => {
    const grant = await prove.run({ body })
    if (grant) await onProven(grant)
  })
  return (
    <form noValidate onSubmit={send}>
      <PublicHeading
        title={totp ? t('account.code.title') : t('account.code.recoveryTitle')}
        lead={totp ? t('account.code.lead') : t('account.code.recoveryLead')}
      />
      <Stack>
        <ProblemAlert problem={prove.problem} />
        <TextInput
          {...form.text('code')}
          onChange={(event) => form.set('code', totp ? digitsOf(event.currentTarget.value) : event.currentTarget.value.slice(0, 60))}
          ref={field}
          label={totp ? t('account.code.label') : t('account.code.recoveryLabel')}
          autoComplete={totp ? 'one-time-code' : 'off'}
          inputMode={totp ? 'numeric' : 'text'}
          dir="ltr"
          size="md"
          {...(totp && { classNames: { input: classes.code } })}
        />
        <Button type="submit" size="md" fullWidth loading={prove.busy}>
          {t('account.code.submit')}
        </Button>
      </Stack>
    </form>
  )
}

function digitsOf(typed: string): string {
  return typed.replace(/\D/g, '').slice(0, 6)
}

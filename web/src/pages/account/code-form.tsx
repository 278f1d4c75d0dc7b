import { Button, Stack, TextInput } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { secondFactor } from '@wardkeep/contract/identity.ts'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useForm } from '../../forms/use-form.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { PublicHeading } from '../../layout/public-frame.tsx'
import classes from './code-form.module.css'

type CodeFormProps = { challenge: string; onProven: (grant: Answer<'secondFactor'>) => unknown; onBack: () => void }

export function CodeForm({ challenge, onProven, onBack }: CodeFormProps) {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  const prove = useAct('secondFactor')
  const form = useForm({
    schema: secondFactor.body,
    initial: { challenge, method: 'totp', code: '', cookie: true },
    hints: { code: t('account.code.hint') },
    problem: prove.problem,
  })
  useEffect(() => field.current?.focus(), [])
  const send = form.submit(async (body) => {
    const grant = await prove.run({ body })
    if (grant) await onProven(grant)
  })
  return (
    <form noValidate onSubmit={send}>
      <PublicHeading title={t('account.code.title')} lead={t('account.code.lead')} />
      <Stack>
        <ProblemAlert problem={prove.problem} />
        <TextInput
          {...form.text('code')}
          onChange={(event) => form.set('code', event.currentTarget.value.replace(/\D/g, '').slice(0, 6))}
          ref={field}
          label={t('account.code.label')}
          autoComplete="one-time-code"
          inputMode="numeric"
          dir="ltr"
          size="md"
          classNames={{ input: classes.code }}
        />
        <Button type="submit" size="md" fullWidth loading={prove.busy}>
          {t('account.code.submit')}
        </Button>
        <Button variant="subtle" size="md" fullWidth onClick={onBack}>
          {t('account.code.back')}
        </Button>
      </Stack>
    </form>
  )
}

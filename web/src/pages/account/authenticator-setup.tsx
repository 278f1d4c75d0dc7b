import { Button, Stack, Text, TextInput } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { confirmTotp } from '@wardkeep/contract/factors.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useForm } from '../../forms/use-form.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { readPersonAgain } from '../../session/session.ts'
import classes from './authenticator.module.css'
import code from './code-form.module.css'
import { EndSessionsBox, keeping } from './end-sessions-box.tsx'
import { QrCode } from './qr-code.tsx'
import { RecoverySheet } from './recovery-sheet.tsx'

/** Sets up an authenticator app: its secret as a picture and as text, a code that proves it, then the recovery codes. */
export function AuthenticatorSetup({ onDone }: { onDone: () => unknown }) {
  const { t } = useTranslation()
  const begin = useAct('beginTotp')
  const [begun, setBegun] = useState<Answer<'beginTotp'>>()
  const [codes, setCodes] = useState<readonly string[]>()
  const start = async () => {
    const shown = await begin.run()
    if (shown) setBegun(shown)
  }
  const finish = async ({ recoveryCodes }: Answer<'confirmTotp'>) => {
    await readPersonAgain()
    if (recoveryCodes) setCodes(recoveryCodes)
    else await onDone()
  }
  if (codes) return <RecoverySheet codes={codes} onDone={() => void onDone()} />
  if (begun) return <ConfirmForm begun={begun} onConfirmed={finish} onAgain={start} />
  return (
    <Stack>
      <Text>{t('account.authenticator.what')}</Text>
      <ProblemAlert problem={begin.problem} />
      <div>
        <Button onClick={start} loading={begin.busy}>
          {t('account.authenticator.begin')}
        </Button>
      </div>
    </Stack>
  )
}

type ConfirmFormProps = {
  begun: Answer<'beginTotp'>
  onConfirmed: (answer: Answer<'confirmTotp'>) => unknown
  onAgain: () => unknown
}

function ConfirmForm({ begun, onConfirmed, onAgain }: ConfirmFormProps) {
  const { t } = useTranslation()
  const [ends, setEnds] = useState(true)
  const confirm = useAct('confirmTotp', { refreshes: ['listFactors', 'listSessions'], done: t('account.authenticator.done') })
  const form = useForm({
    schema: confirmTotp.body,
    initial: { code: '' },
    hints: { code: t('account.code.hint') },
    problem: confirm.problem,
  })
  const wrong = confirm.problem?.code === 'INVALID_CREDENTIALS'
  const send = form.submit(async (body) => {
    const answer = await confirm.run({ body, query: keeping(ends) })
    if (answer) await onConfirmed(answer)
  })
  return (
    <form noValidate onSubmit={send}>
      <Stack>
        <ol className={classes.steps}>
          <li>
            <Text mb="xs">{t('account.authenticator.scan')}</Text>
            <QrCode text={begun.otpauthUrl} label={t('account.authenticator.picture')} />
            <Text fz="sm" c="dimmed" mt="xs">
              {t('account.authenticator.byHand')}
            </Text>
            <Text className={classes.secret} dir="ltr">
              {begun.secret.match(/.{1,4}/g)?.join(' ')}
            </Text>
          </li>
          <li>
            <Text mb="xs">{t('account.authenticator.type')}</Text>
            <TextInput
              {...form.text('code')}
              onChange={(event) => form.set('code', event.currentTarget.value.replace(/\D/g, '').slice(0, 6))}
              error={form.fault('code') ?? (wrong ? t('account.authenticator.wrong') : undefined)}
              label={t('account.code.label')}
              autoComplete="one-time-code"
              inputMode="numeric"
              dir="ltr"
              maw={240}
              classNames={{ input: code.code }}
            />
          </li>
        </ol>
        <EndSessionsBox ends={ends} onChange={setEnds} />
        {confirm.problem && !wrong && <ProblemAlert problem={confirm.problem} />}
        <div>
          {confirm.problem?.code === 'ENROLMENT_GONE' ? (
            <Button onClick={onAgain}>{t('account.authenticator.again')}</Button>
          ) : (
            <Button type="submit" loading={confirm.busy}>
              {t('account.authenticator.confirm')}
            </Button>
          )}
        </div>
      </Stack>
    </form>
  )
}

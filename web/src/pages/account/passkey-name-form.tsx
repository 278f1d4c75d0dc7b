import { Button, Stack, Text, TextInput } from '@mantine/core'
import { registerPasskey } from '@wardkeep/contract/passkeys.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Type } from 'typebox'
import { useAct } from '../../data/use-act.ts'
import { useForm } from '../../forms/use-form.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { knowsPasskeys, makePasskey } from '../../session/passkey.ts'
import { readPersonAgain } from '../../session/session.ts'
import { deviceOf } from './device.ts'
import { EndSessionsBox, keeping } from './end-sessions-box.tsx'

const Named = Type.Object({ name: registerPasskey.body.properties.name })

/** Makes a passkey; `onAdded` is handed recovery codes where there were none left. */
export function PasskeyNameForm({ onAdded }: { onAdded: (codes: readonly string[] | undefined) => unknown }) {
  const { t } = useTranslation()
  const begin = useAct('beginPasskey')
  const register = useAct('registerPasskey', { refreshes: ['listFactors', 'listSessions'], done: t('account.passkeys.added') })
  const [failed, setFailed] = useState(false)
  const [ends, setEnds] = useState(true)
  const { browser, system } = deviceOf(navigator.userAgent)
  const form = useForm({ schema: Named, initial: { name: [browser, system].filter(Boolean).join(', ') }, problem: register.problem })
  const send = form.submit(async ({ name }) => {
    setFailed(false)
    const options = await begin.run()
    if (!options) return
    const credential = await makePasskey(options)
    if (!credential) return setFailed(true)
    const made = await register.run({ body: { name, credential }, query: keeping(ends) })
    if (!made) return
    await readPersonAgain()
    await onAdded(made.recoveryCodes)
  })
  if (!knowsPasskeys()) return <Text>{t('account.passkeys.unknown')}</Text>
  return (
    <form noValidate onSubmit={send}>
      <Stack>
        <ProblemAlert problem={begin.problem ?? register.problem} />
        <TextInput {...form.text('name')} label={t('account.passkeys.name')} description={t('account.passkeys.nameHelp')} maxLength={60} />
        <EndSessionsBox ends={ends} onChange={setEnds} />
        {failed && (
          <Text role="alert" fz="sm">
            {t('account.passkeys.failed')}
          </Text>
        )}
        <div>
          <Button type="submit" loading={begin.busy || register.busy}>
            {t('account.passkeys.create')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

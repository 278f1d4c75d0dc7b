import { Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PasskeyNameForm } from './passkey-name-form.tsx'
import { RecoverySheet } from './recovery-sheet.tsx'

/** A first passkey, then recovery codes where there are none; `kind` is what the organisation asks for. */
export function PasskeySetup({ kind, onDone }: { kind?: 'passkey' | 'device-bound-passkey'; onDone: () => void }) {
  const { t } = useTranslation()
  const [codes, setCodes] = useState<readonly string[]>()
  if (codes) return <RecoverySheet codes={codes} onDone={onDone} />
  return (
    <Stack>
      <Text>{kind ? t(`account.enrol.kind.${kind}`) : t('account.passkeys.lead')}</Text>
      <PasskeyNameForm onAdded={(made) => (made ? setCodes(made) : onDone())} />
    </Stack>
  )
}

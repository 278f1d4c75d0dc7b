import { Button, Stack, Text } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { answerByPasskey, knowsPasskeys } from '../../session/passkey.ts'

/** Signs in by a passkey alone. Where the browser knows none, there is no button. */
export function PasskeySignIn({ onAnswer }: { onAnswer: (grant: Answer<'passkeySignIn'>) => unknown }) {
  const { t } = useTranslation()
  const ask = useAct('passkeyChallenge')
  const signIn = useAct('passkeySignIn')
  const [failed, setFailed] = useState(false)
  if (!knowsPasskeys()) return null
  const start = async () => {
    setFailed(false)
    const challenge = await ask.run()
    if (!challenge) return
    const credential = await answerByPasskey(challenge)
    if (!credential) return setFailed(true)
    const grant = await signIn.run({ body: { credential, cookie: true } })
    if (grant) await onAnswer(grant)
  }
  return (
    <Stack gap="xs">
      <ProblemAlert problem={ask.problem ?? signIn.problem} />
      <Button
        variant="default"
        size="md"
        fullWidth
        leftSection={<IconFingerprint size={20} aria-hidden="true" />}
        loading={ask.busy || signIn.busy}
        onClick={start}
      >
        {t('account.passkeys.signIn')}
      </Button>
      {failed && (
        <Text role="alert" fz="sm" c="dimmed">
          {t('account.passkeys.failed')}
        </Text>
      )}
    </Stack>
  )
}

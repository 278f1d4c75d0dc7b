import { Button, Stack, Text } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import type { Problem } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { answerByPasskey } from '../../session/passkey.ts'

type Credential = NonNullable<Awaited<ReturnType<typeof answerByPasskey>>>
type PasskeyButtonProps = {
  words: string
  /** The one way on, or one of several. */
  only: boolean
  busy: boolean
  problem: Problem | undefined
  onAnswer: (credential: Credential) => unknown
}

/** Asks for a challenge, has the passkey answer it, and hands the answer on; says where the passkey did not answer. */
export function PasskeyButton({ words, only, busy, problem, onAnswer }: PasskeyButtonProps) {
  const { t } = useTranslation()
  const ask = useAct('passkeyChallenge')
  const [failed, setFailed] = useState(false)
  const start = async () => {
    setFailed(false)
    const challenge = await ask.run()
    if (!challenge) return
    const credential = await answerByPasskey(challenge)
    if (!credential) return setFailed(true)
    await onAnswer(credential)
  }
  return (
    <Stack gap={only ? 'md' : 'xs'}>
      <ProblemAlert problem={ask.problem ?? problem} />
      <Button
        variant={only ? 'filled' : 'default'}
        size="md"
        fullWidth
        leftSection={<IconFingerprint size={20} aria-hidden="true" />}
        loading={ask.busy || busy}
        onClick={start}
      >
        {words}
      </Button>
      {failed && (
        <Text role="alert" fz="sm" c="dimmed">
          {t('account.passkeys.failed')}
        </Text>
      )}
    </Stack>
  )
}

import { Button, Stack, Text } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { PublicHeading } from '../../layout/public-frame.tsx'
import { answerByPasskey } from '../../session/passkey.ts'

/** The second half of a sign-in by a passkey. */
export function PasskeyForm({ challenge, onProven }: { challenge: string; onProven: (grant: Answer<'secondFactor'>) => unknown }) {
  const { t } = useTranslation()
  const ask = useAct('passkeyChallenge')
  const prove = useAct('secondFactor')
  const [failed, setFailed] = useState(false)
  const start = async () => {
    setFailed(false)
    const options = await ask.run()
    const credential = options && (await answerByPasskey(options))
    if (!credential) return setFailed(true)
    const grant = await prove.run({ body: { challenge, method: 'passkey', credential, cookie: true } })
    if (grant) await onProven(grant)
  }
  return (
    <Stack>
      <PublicHeading title={t('account.passkeys.secondTitle')} lead={t('account.passkeys.secondLead')} />
      <ProblemAlert problem={ask.problem ?? prove.problem} />
      <Button
        size="md"
        fullWidth
        leftSection={<IconFingerprint size={20} aria-hidden="true" />}
        loading={ask.busy || prove.busy}
        onClick={start}
      >
        {t('account.passkeys.use')}
      </Button>
      {failed && (
        <Text role="alert" fz="sm" c="dimmed">
          {t('account.passkeys.failed')}
        </Text>
      )}
    </Stack>
  )
}

import { Stack } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { PublicHeading } from '../../layout/public-frame.tsx'
import { PasskeyButton } from './passkey-button.tsx'

/** The second half of a sign-in by a passkey. */
export function PasskeyForm({ challenge, onProven }: { challenge: string; onProven: (grant: Answer<'secondFactor'>) => unknown }) {
  const { t } = useTranslation()
  const prove = useAct('secondFactor')
  return (
    <Stack>
      <PublicHeading title={t('account.passkeys.secondTitle')} lead={t('account.passkeys.secondLead')} />
      <PasskeyButton
        words={t('account.passkeys.use')}
        only
        busy={prove.busy}
        problem={prove.problem}
        onAnswer={async (credential) => {
          const grant = await prove.run({ body: { challenge, method: 'passkey', credential, cookie: true } })
          if (grant) await onProven(grant)
        }}
      />
    </Stack>
  )
}

import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { knowsPasskeys } from '../../session/passkey.ts'
import { PasskeyButton } from './passkey-button.tsx'

/** Signs in by a passkey alone. Where the browser knows none, there is no button. */
export function PasskeySignIn({ onAnswer }: { onAnswer: (grant: Answer<'passkeySignIn'>) => unknown }) {
  const { t } = useTranslation()
  const signIn = useAct('passkeySignIn')
  if (!knowsPasskeys()) return null
  return (
    <PasskeyButton
      words={t('account.passkeys.signIn')}
      only={false}
      busy={signIn.busy}
      problem={signIn.problem}
      onAnswer={async (credential) => {
        const grant = await signIn.run({ body: { credential, cookie: true } })
        if (grant) await onAnswer(grant)
      }}
    />
  )
}

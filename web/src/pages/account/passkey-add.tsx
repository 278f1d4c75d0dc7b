import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../layout/links.tsx'
import { Page } from '../../layout/page.tsx'
import { Section } from '../../layout/section.tsx'
import { PasskeyNameForm } from './passkey-name-form.tsx'
import { RecoverySheet } from './recovery-sheet.tsx'

/** Another passkey: a name, the browser's own dialog, then recovery codes where there are none left. */
export function PasskeyPage() {
  const { t } = useTranslation()
  const router = useRouter()
  const [codes, setCodes] = useState<readonly string[]>()
  const back = () => router.navigate({ to: '/security' })
  return (
    <Page
      title={t('account.passkeys.addTitle')}
      lead={t('account.passkeys.lead')}
      back={<TextLink to="/security">{t('account.change.back')}</TextLink>}
      width="reading"
    >
      <Section title={t('account.passkeys.new')}>
        {codes ? (
          <RecoverySheet codes={codes} onDone={() => void back()} />
        ) : (
          <PasskeyNameForm onAdded={(made) => (made ? setCodes(made) : back())} />
        )}
      </Section>
    </Page>
  )
}

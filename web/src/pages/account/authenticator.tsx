import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../layout/links.tsx'
import { Page } from '../../layout/page.tsx'
import { Section } from '../../layout/section.tsx'
import { AuthenticatorSetup } from './authenticator-setup.tsx'

/** The first authenticator app, or another in its place. */
export function AuthenticatorPage() {
  const { t } = useTranslation()
  const router = useRouter()
  return (
    <Page
      title={t('account.authenticator.title')}
      lead={t('account.authenticator.lead')}
      back={<TextLink to="/security">{t('account.change.back')}</TextLink>}
      width="reading"
    >
      <Section title={t('account.authenticator.setUp')}>
        <AuthenticatorSetup onDone={() => router.navigate({ to: '/security' })} />
      </Section>
    </Page>
  )
}

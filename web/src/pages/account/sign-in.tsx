import { Stack, Text } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { LinkButton, TextLink } from '../../layout/links.tsx'
import { enter } from '../../session/session.ts'
import { CodeForm } from './code-form.tsx'
import { PasskeySignIn } from './passkey-sign-in.tsx'
import { PasswordForm } from './password-form.tsx'

type Challenge = Extract<Answer<'login'>, { secondFactor: unknown }>['secondFactor']
type Grant = Extract<Answer<'login'>, { csrfToken: string }>

/** Password first; then, where the account has one, the second factor. Or a passkey alone. */
export function SignInPage() {
  const { t } = useTranslation()
  const router = useRouter()
  const [challenge, setChallenge] = useState<Challenge>()
  const welcome = async (grant: Grant) => router.history.replace(await enter(grant))
  const next = (answer: Answer<'login'>) => {
    if ('secondFactor' in answer) setChallenge(answer.secondFactor)
    else if ('csrfToken' in answer) return welcome(answer)
  }
  if (challenge) return <CodeForm challenge={challenge} onProven={next} onBack={() => setChallenge(undefined)} />
  return (
    <Stack>
      <PasswordForm onAnswer={next} />
      <PasskeySignIn onAnswer={next} />
      <LinkButton to="/sign-in/organisation" variant="default" size="md" fullWidth>
        {t('signOn.door')}
      </LinkButton>
      <WithoutAccount />
    </Stack>
  )
}

/** What is here for somebody who has no account, below every way in for those who have one. */
function WithoutAccount() {
  const { t } = useTranslation()
  const about = useEndpoint('about')
  return (
    <>
      {about.data?.registration && (
        <Text ta="center">
          {t('account.signIn.noAccount')} <TextLink to="/register">{t('account.signIn.register')}</TextLink>
        </Text>
      )}
      {about.data?.anonymousCases && (
        <Text ta="center">
          <TextLink to="/ask">{t('receipts.ask')}</TextLink>
        </Text>
      )}
    </>
  )
}

import { Alert, Button, Stack, Text, TextInput } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { register } from '@wardkeep/contract/identity.ts'
import { defaultPasswordPolicy } from '@wardkeep/contract/passwords/index.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { PasswordField } from '../../forms/password-field.tsx'
import { PasswordRules } from '../../forms/password-rules.tsx'
import { useForm } from '../../forms/use-form.ts'
import { LinkButton, TextLink } from '../../layout/links.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { PublicHeading } from '../../layout/public-frame.tsx'

/** Asks for an account. What is told afterwards is the same whether or not the address was known. */
export function RegisterPage() {
  const { t } = useTranslation()
  const about = useEndpoint('about')
  const [accepted, setAccepted] = useState(false)
  if (accepted) return <Accepted />
  if (about.data?.registration === false) {
    return (
      <Stack>
        <PublicHeading title={t('account.register.closedTitle')} lead={t('account.register.closedText')} />
        <LinkButton to="/sign-in">{t('account.register.toSignIn')}</LinkButton>
      </Stack>
    )
  }
  return <RegisterForm onAccepted={() => setAccepted(true)} />
}

function RegisterForm({ onAccepted }: { onAccepted: () => void }) {
  const { t, i18n } = useTranslation()
  const ask = useAct('register')
  const about = useEndpoint('about')
  const form = useForm({
    schema: register.body,
    initial: { displayName: '', email: '', username: '', password: '', language: i18n.language },
    hints: { email: t('account.register.emailHint'), username: t('account.register.usernameHint') },
    problem: ask.problem,
  })
  const send = form.submit(async (body) => {
    if (await ask.run({ body })) onAccepted()
  })
  return (
    <form noValidate onSubmit={send}>
      <PublicHeading title={t('account.register.title')} lead={t('account.register.lead')} />
      <Stack>
        <ProblemAlert problem={ask.problem} />
        <TextInput
          {...form.text('displayName')}
          label={t('account.register.displayName')}
          description={t('account.register.displayNameHelp')}
          autoComplete="name"
          dir="auto"
          size="md"
        />
        <TextInput {...form.text('email')} label={t('account.register.email')} type="email" autoComplete="email" dir="ltr" size="md" />
        <TextInput
          {...form.text('username')}
          label={`${t('account.register.username')} (${t('fields.optional')})`}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          dir="ltr"
          size="md"
        />
        <PasswordField {...form.text('password')} label={t('account.register.password')} autoComplete="new-password" size="md" />
        <PasswordRules
          password={form.text('password').value}
          policy={about.data?.passwordPolicy ?? defaultPasswordPolicy}
          owner={{ email: form.text('email').value, username: form.text('username').value, displayName: form.text('displayName').value }}
        />
        <Button type="submit" size="md" fullWidth loading={ask.busy}>
          {t('account.register.submit')}
        </Button>
        <Text ta="center">
          {t('account.register.haveAccount')} <TextLink to="/sign-in">{t('account.register.signIn')}</TextLink>
        </Text>
      </Stack>
    </form>
  )
}

function Accepted() {
  const { t } = useTranslation()
  const about = useEndpoint('about')
  return (
    <Stack>
      <PublicHeading title={t('account.register.doneTitle')} />
      <Alert color="green" role="status" icon={<IconCircleCheck aria-hidden="true" />}>
        {about.data?.mail === 'sent' ? t('account.register.doneMailed') : t('account.register.doneText')}
      </Alert>
      <LinkButton to="/sign-in" size="md">
        {t('account.register.toSignIn')}
      </LinkButton>
    </Stack>
  )
}

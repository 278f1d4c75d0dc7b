import { Button, Stack, Text } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { login } from '@wardkeep/contract/identity.ts'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { LoginField } from '../../forms/login-field.tsx'
import { PasswordField } from '../../forms/password-field.tsx'
import { useForm } from '../../forms/use-form.ts'
import { TextLink } from '../../layout/links.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { PublicHeading } from '../../layout/public-frame.tsx'

export function PasswordForm({ onAnswer }: { onAnswer: (answer: Answer<'login'>) => unknown }) {
  const { t } = useTranslation()
  const signIn = useAct('login')
  const form = useForm({
    schema: login.body,
    initial: { login: '', password: '', cookie: true },
    needs: ['login', 'password'],
    problem: signIn.problem,
  })
  const send = form.submit(async (body) => {
    const answer = await signIn.run({ body })
    if (answer) await onAnswer(answer)
  })
  return (
    <form noValidate onSubmit={send}>
      <PublicHeading title={t('account.signIn.title')} lead={t('account.signIn.lead')} />
      <Stack>
        <ProblemAlert problem={signIn.problem} />
        {signIn.problem?.code === 'SIGN_IN_LOCKED' && <Text c="dimmed">{t('account.signIn.locked')}</Text>}
        {signIn.problem?.code === 'EMAIL_UNVERIFIED' && <TextLink to="/verify">{t('account.signIn.confirm')}</TextLink>}
        <LoginField {...form.text('login')} />
        <PasswordField {...form.text('password')} label={t('account.signIn.password')} autoComplete="current-password" size="md" />
        <Button type="submit" size="md" fullWidth loading={signIn.busy}>
          {t('account.signIn.submit')}
        </Button>
        <Text ta="center">
          <TextLink to="/forgot">{t('account.signIn.forgot')}</TextLink>
        </Text>
      </Stack>
    </form>
  )
}

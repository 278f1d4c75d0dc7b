import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconMailForward } from '@tabler/icons-react'
import { forgotPassword } from '@wardkeep/contract/credentials.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { LoginField } from '../../forms/login-field.tsx'
import { useForm } from '../../forms/use-form.ts'
import { TextLink } from '../../layout/links.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { PublicHeading } from '../../layout/public-frame.tsx'

type NameFormProps = { endpoint: 'forgotPassword' | 'askForVerification'; title: string; lead: string }

/** Asks for a mailed link. What is told afterwards is the same whether or not there is such an account. */
export function NameForm({ endpoint, title, lead }: NameFormProps) {
  const { t } = useTranslation()
  const about = useEndpoint('about')
  const [asked, setAsked] = useState(false)
  const ask = useAct(endpoint)
  const form = useForm({ schema: forgotPassword.body, initial: { login: '' }, needs: ['login'], problem: ask.problem })
  const send = form.submit(async (body) => {
    if (await ask.run({ body })) setAsked(true)
  })
  const toSignIn = (
    <Text ta="center">
      <TextLink to="/sign-in">{t('account.link.toSignIn')}</TextLink>
    </Text>
  )
  if (about.data?.mail === 'none') {
    return (
      <Stack>
        <PublicHeading title={title} lead={t('account.link.none')} />
        {toSignIn}
      </Stack>
    )
  }
  if (asked) {
    return (
      <Stack>
        <PublicHeading title={t('account.link.askedTitle')} />
        <Alert color="green" role="status" icon={<IconMailForward aria-hidden="true" />}>
          {t('account.link.askedText')}
        </Alert>
        {about.data?.mail === 'mailbox' && <Text c="dimmed">{t('account.link.demo')}</Text>}
        <Button variant="default" size="md" onClick={() => setAsked(false)}>
          {t('account.link.again')}
        </Button>
        {toSignIn}
      </Stack>
    )
  }
  return (
    <form noValidate onSubmit={send}>
      <PublicHeading title={title} lead={lead} />
      <Stack>
        <ProblemAlert problem={ask.problem} />
        <LoginField {...form.text('login')} />
        <Button type="submit" size="md" fullWidth loading={ask.busy}>
          {t('account.link.submit')}
        </Button>
        {toSignIn}
      </Stack>
    </form>
  )
}

import { Alert, Button, Stack, TextInput } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import { changeEmail } from '@wardkeep/contract/people.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { PasswordField } from '../../forms/password-field.tsx'
import { useForm } from '../../forms/use-form.ts'
import { TextLink } from '../../layout/links.tsx'
import { Page } from '../../layout/page.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Section } from '../../layout/section.tsx'
import { EndSessionsBox, keeping } from './end-sessions-box.tsx'

/** Another e-mail address: proven by the password now, and by a link in the new mailbox then. */
export function ChangeEmailPage() {
  const { t } = useTranslation()
  const [sent, setSent] = useState(false)
  return (
    <Page
      title={t('people.email.title')}
      lead={t('people.email.lead')}
      back={<TextLink to="/profile">{t('people.email.back')}</TextLink>}
      width="reading"
    >
      <Section title={t('people.email.next')}>
        {sent ? (
          <Alert role="status" title={t('people.email.sentTitle')} icon={<IconMail aria-hidden="true" />}>
            {t('people.email.sentText')}
          </Alert>
        ) : (
          <ChangeForm onSent={() => setSent(true)} />
        )}
      </Section>
    </Page>
  )
}

function ChangeForm({ onSent }: { onSent: () => void }) {
  const { t } = useTranslation()
  const change = useAct('changeEmail')
  const [ends, setEnds] = useState(true)
  const hints = { email: t('account.register.emailHint') }
  const form = useForm({ schema: changeEmail.body, initial: { email: '', currentPassword: '' }, hints, problem: change.problem })
  const wrong = change.problem?.code === 'INVALID_CREDENTIALS'
  return (
    <form noValidate onSubmit={form.submit(async (body) => (await change.run({ body: { ...body, ...keeping(ends) } })) && onSent())}>
      <Stack>
        {!wrong && <ProblemAlert problem={change.problem} />}
        <TextInput {...form.text('email')} label={t('people.email.next')} type="email" autoComplete="email" dir="ltr" />
        <PasswordField
          {...form.text('currentPassword')}
          error={form.fault('currentPassword') ?? (wrong && t('problems.code.INVALID_CREDENTIALS'))}
          label={t('account.change.current')}
          autoComplete="current-password"
        />
        <EndSessionsBox ends={ends} onChange={setEnds} />
        <div>
          <Button type="submit" loading={change.busy}>
            {t('people.email.submit')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

import { Button, Stack, VisuallyHidden } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { changePassword } from '@wardkeep/contract/credentials.ts'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { PasswordField } from '../../forms/password-field.tsx'
import { PasswordRules } from '../../forms/password-rules.tsx'
import { useForm } from '../../forms/use-form.ts'
import { TextLink } from '../../layout/links.tsx'
import { Page } from '../../layout/page.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Section } from '../../layout/section.tsx'
import { keepCsrfToken } from '../../session/csrf.ts'
import { usePerson } from '../../session/session.ts'

/** A new password, proven by the current one. */
export function ChangePasswordPage() {
  const { t } = useTranslation()
  return (
    <Page
      title={t('account.change.title')}
      lead={t('account.change.lead')}
      back={<TextLink to="/security">{t('account.change.back')}</TextLink>}
      width="reading"
    >
      <Section title={t('account.security.password')}>
        <ChangeForm />
      </Section>
    </Page>
  )
}

function ChangeForm() {
  const { t } = useTranslation()
  const router = useRouter()
  const person = usePerson()
  const change = useAct('changePassword', { refreshes: ['listSessions'], done: t('account.change.done') })
  const form = useForm({ schema: changePassword.body, initial: { currentPassword: '', newPassword: '' }, problem: change.problem })
  const wrong = change.problem?.code === 'INVALID_CREDENTIALS'
  const next = form.text('newPassword')
  const send = form.submit(async (body) => {
    const grant = await change.run({ body })
    if (grant === undefined) return
    if ('csrfToken' in grant) keepCsrfToken(grant.csrfToken)
    await router.navigate({ to: '/security' })
  })
  return (
    <form noValidate onSubmit={send}>
      <Stack>
        {change.problem && !wrong && <ProblemAlert problem={change.problem} />}
        <VisuallyHidden>
          <input type="text" autoComplete="username" value={person.email} readOnly tabIndex={-1} aria-hidden="true" />
        </VisuallyHidden>
        <PasswordField
          {...form.text('currentPassword')}
          error={form.fault('currentPassword') ?? (wrong ? t('problems.code.INVALID_CREDENTIALS') : undefined)}
          label={t('account.change.current')}
          autoComplete="current-password"
        />
        <PasswordField {...next} label={t('account.change.next')} autoComplete="new-password" />
        <PasswordRules
          password={next.value}
          policy={person.organisation.passwordPolicy}
          owner={person}
          names={[person.organisation.name, person.organisation.slug]}
        />
        <div>
          <Button type="submit" loading={change.busy}>
            {t('account.change.submit')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

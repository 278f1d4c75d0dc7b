import { Alert, Button, Stack } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { resetPassword } from '@wardkeep/contract/credentials.ts'
import { defaultPasswordPolicy, passwordPolicies } from '@wardkeep/contract/passwords/index.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { PasswordField } from '../../forms/password-field.tsx'
import { PasswordRules } from '../../forms/password-rules.tsx'
import { useForm } from '../../forms/use-form.ts'
import { LinkButton } from '../../layout/links.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { PublicHeading } from '../../layout/public-frame.tsx'
import { FreshLink, WhileFresh } from './fresh-link.tsx'
import { useMailedLink } from './link.ts'

/** A new password by a mailed link. It signs nobody in: the new password is asked for next, and the second factor after it. */
export function ResetPage() {
  const { t } = useTranslation()
  const carried = useMailedLink()
  const [done, setDone] = useState(false)
  if (done) {
    return (
      <Stack>
        <PublicHeading title={t('account.reset.doneTitle')} />
        <Alert color="green" role="status" icon={<IconCircleCheck aria-hidden="true" />}>
          {t('account.reset.doneText')}
        </Alert>
        <LinkButton to="/sign-in" size="md">
          {t('account.link.toSignIn')}
        </LinkButton>
      </Stack>
    )
  }
  if (carried.token === '') {
    return (
      <Stack>
        <PublicHeading title={t('account.reset.cutTitle')} lead={t('account.reset.cutText')} />
        <LinkButton to="/forgot" size="md">
          {t('account.link.ask')}
        </LinkButton>
      </Stack>
    )
  }
  return (
    <WhileFresh carried={carried} title={t('account.reset.title')}>
      <ResetForm {...carried} onDone={() => setDone(true)} />
    </WhileFresh>
  )
}

function ResetForm({ token, policy, renewable, onDone }: { token: string; policy: string; renewable: boolean; onDone: () => void }) {
  const { t } = useTranslation()
  const reset = useAct('resetPassword')
  const form = useForm({ schema: resetPassword.body, initial: { token, password: '' }, problem: reset.problem })
  const next = form.text('password')
  const send = form.submit(async (body) => {
    if (await reset.run({ body })) onDone()
  })
  // Who has no password yet has none that could be forgotten.
  if (renewable && reset.problem?.code === 'LINK_EXPIRED') return <FreshLink token={token} title={t('account.reset.title')} />
  if (reset.problem?.code.startsWith('LINK_')) {
    return (
      <Stack>
        <PublicHeading title={t('account.reset.title')} />
        <ProblemAlert problem={reset.problem} />
        <LinkButton to="/forgot" size="md">
          {t('account.link.ask')}
        </LinkButton>
      </Stack>
    )
  }
  return (
    <form noValidate onSubmit={send}>
      <PublicHeading title={t('account.reset.title')} lead={t('account.reset.lead')} />
      <Stack>
        <ProblemAlert problem={reset.problem} />
        <PasswordField {...next} label={t('account.change.next')} autoComplete="new-password" size="md" />
        <PasswordRules
          password={next.value}
          policy={passwordPolicies.find((known) => known === policy) ?? defaultPasswordPolicy}
          owner={{}}
        />
        <Button type="submit" size="md" fullWidth loading={reset.busy}>
          {t('account.reset.submit')}
        </Button>
      </Stack>
    </form>
  )
}

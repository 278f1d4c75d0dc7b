import { Button, Stack } from '@mantine/core'
import { acceptInvitation } from '@wardkeep/contract/invitations.ts'
import { defaultPasswordPolicy, passwordPolicies } from '@wardkeep/contract/passwords/index.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { PasswordField } from '../../forms/password-field.tsx'
import { PasswordRules } from '../../forms/password-rules.tsx'
import { useForm } from '../../forms/use-form.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { PublicHeading } from '../../layout/public-frame.tsx'
import { DeadLink } from './dead-link.tsx'
import { FreshLink, WhileFresh } from './fresh-link.tsx'
import { useMailedLink } from './link.ts'
import { Outcome } from './outcome.tsx'

/** Accepts an invitation: a password, and the account is there. It signs nobody in. */
export function InvitationPage() {
  const { t } = useTranslation()
  const carried = useMailedLink()
  const [done, setDone] = useState(false)
  if (done) {
    return (
      <Outcome title={t('people.accept.doneTitle')} text={t('people.accept.doneText')} to="/sign-in" next={t('account.link.toSignIn')} />
    )
  }
  if (carried.token === '') return <DeadLink title={t('people.accept.cutTitle')} lead={t('people.accept.cutText')} />
  return (
    <WhileFresh carried={carried} title={t('people.accept.title')}>
      <AcceptForm {...carried} onDone={() => setDone(true)} />
    </WhileFresh>
  )
}

function AcceptForm({ token, policy, onDone }: { token: string; policy: string; onDone: () => void }) {
  const { t } = useTranslation()
  const accept = useAct('acceptInvitation')
  const form = useForm({ schema: acceptInvitation.body, initial: { token, password: '' }, problem: accept.problem })
  const password = form.text('password')
  const code = accept.problem?.code
  if (code === 'ACCOUNT_EXISTS') {
    return <DeadLink title={t('people.accept.title')} problem={accept.problem} />
  }
  if (code === 'LINK_EXPIRED') return <FreshLink token={token} title={t('people.accept.title')} />
  if (code?.startsWith('LINK_') || code === 'INVITATION_CLOSED' || code === 'CHART_HAS_ACCOUNT') {
    return <DeadLink title={t('people.accept.title')} problem={accept.problem} text={t('people.accept.lost')} />
  }
  const known = passwordPolicies.find((name) => name === policy) ?? defaultPasswordPolicy
  return (
    <form noValidate onSubmit={form.submit(async (body) => (await accept.run({ body })) && onDone())}>
      <PublicHeading title={t('people.accept.title')} lead={t('people.accept.lead')} />
      <Stack>
        <ProblemAlert problem={accept.problem} />
        <PasswordField {...password} label={t('account.register.password')} autoComplete="new-password" size="md" />
        <PasswordRules password={password.value} policy={known} owner={{}} />
        <Button type="submit" size="md" fullWidth loading={accept.busy}>
          {t('people.accept.submit')}
        </Button>
      </Stack>
    </form>
  )
}

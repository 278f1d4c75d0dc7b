import { Alert, Button, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { defaultPasswordPolicy, passwordPolicies } from '@wardkeep/contract/passwords/index.ts'
import { joinAsProxy } from '@wardkeep/contract/proxies.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { PasswordField } from '../../forms/password-field.tsx'
import { PasswordRules } from '../../forms/password-rules.tsx'
import { useForm } from '../../forms/use-form.ts'
import { LinkButton } from '../../layout/links.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { PublicHeading } from '../../layout/public-frame.tsx'
import { whoIsSignedIn } from '../../session/session.ts'
import { DeadLink } from '../account/dead-link.tsx'
import { FreshLink, WhileFresh } from '../account/fresh-link.tsx'
import { useMailedLink } from '../account/link.ts'
import { Outcome } from '../account/outcome.tsx'

/** Answers an invitation to act for a patient: with the account that is signed in, or with a new one. */
export function ActingPage() {
  const { t } = useTranslation()
  const carried = useMailedLink()
  const { token, policy } = carried
  const who = useQuery({ queryKey: ['who'], queryFn: async () => (await whoIsSignedIn()) ?? null, gcTime: 0 })
  if (token === '') return <DeadLink title={t('people.accept.cutTitle')} lead={t('family.accept.cutText')} />
  return (
    <WhileFresh carried={carried} title={t('family.accept.title')}>
      <Loaded query={who} lines={3}>
        {(person) => (person ? <Accept token={token} name={person.displayName} /> : <Join token={token} policy={policy} />)}
      </Loaded>
    </WhileFresh>
  )
}

/** On a click: mail scanners open links, and would use it up. */
function Accept({ token, name }: { token: string; name: string }) {
  const { t } = useTranslation()
  const accept = useAct('acceptProxy', { refreshes: ['listProxied', 'listPatients'] })
  const [done, setDone] = useState(false)
  if (done) {
    return (
      <Stack>
        <PublicHeading title={t('family.accept.doneTitle')} />
        <Alert color="green" role="status">
          {t('family.accept.doneText')}
        </Alert>
        <LinkButton to="/family" size="md">
          {t('family.title')}
        </LinkButton>
      </Stack>
    )
  }
  if (accept.problem?.code === 'LINK_EXPIRED') return <FreshLink token={token} title={t('family.accept.title')} />
  return (
    <Stack>
      <PublicHeading title={t('family.accept.title')} lead={t('family.accept.lead')} />
      <ProblemAlert problem={accept.problem} />
      <Text>
        {t('family.accept.signedInAs')} <bdi>{name}</bdi>
      </Text>
      {!isOver(accept.problem?.code) && (
        <Button size="md" loading={accept.busy} onClick={async () => (await accept.run({ body: { token } })) && setDone(true)}>
          {t('family.accept.submit')}
        </Button>
      )}
    </Stack>
  )
}

function Join({ token, policy }: { token: string; policy: string }) {
  const { t } = useTranslation()
  const join = useAct('joinAsProxy')
  const [done, setDone] = useState(false)
  const [fresh, setFresh] = useState(false)
  const { i18n } = useTranslation()
  const form = useForm({
    schema: joinAsProxy.body,
    initial: { token, displayName: '', password: '', language: i18n.language },
    problem: join.problem,
  })
  if (done) {
    return (
      <Outcome title={t('people.accept.doneTitle')} text={t('people.accept.doneText')} to="/sign-in" next={t('account.link.toSignIn')} />
    )
  }
  if (join.problem?.code === 'LINK_EXPIRED') return <FreshLink token={token} title={t('family.accept.title')} />
  const over = isOver(join.problem?.code)
  if (!fresh || over) {
    return (
      <Stack>
        <PublicHeading title={t('family.accept.title')} lead={t('family.accept.lead')} />
        <ProblemAlert problem={join.problem} />
        <Text>{over ? t('family.accept.lost') : t('family.accept.signInText')}</Text>
        <LinkButton to="/sign-in" size="md">
          {t('account.link.toSignIn')}
        </LinkButton>
        {!over && (
          <Button variant="default" size="md" onClick={() => setFresh(true)}>
            {t('family.accept.fresh')}
          </Button>
        )}
      </Stack>
    )
  }
  const known = passwordPolicies.find((name) => name === policy) ?? defaultPasswordPolicy
  const password = form.text('password')
  return (
    <form noValidate onSubmit={form.submit(async (body) => (await join.run({ body })) && setDone(true))}>
      <PublicHeading title={t('family.accept.title')} lead={t('family.accept.freshLead')} />
      <Stack>
        <ProblemAlert problem={join.problem} />
        <TextInput {...form.text('displayName')} label={t('account.register.displayName')} autoComplete="name" size="md" dir="auto" />
        <PasswordField {...password} label={t('account.register.password')} autoComplete="new-password" size="md" />
        <PasswordRules password={password.value} policy={known} owner={{ displayName: form.text('displayName').value }} />
        <Button type="submit" size="md" fullWidth loading={join.busy}>
          {t('family.accept.join')}
        </Button>
      </Stack>
    </form>
  )
}

function isOver(code: string | undefined): boolean {
  return (
    code !== undefined &&
    (code.startsWith('LINK_') || ['INVITATION_CLOSED', 'ACCOUNT_EXISTS', 'ALREADY_PROXY', 'OTHER_ADDRESS'].includes(code))
  )
}

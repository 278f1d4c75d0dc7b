import { Alert, Button, List, Stack, TextInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { closeAccount } from '@wardkeep/contract/closing.ts'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useForm } from '../../forms/use-form.ts'
import { TextLink } from '../../layout/links.tsx'
import { Page } from '../../layout/page.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Section } from '../../layout/section.tsx'
import { leaveForGood, usePerson } from '../../session/session.ts'
import { Outcome } from './outcome.tsx'

/** What closing the account means, what stays, and the one field that confirms it. */
export function CloseAccountPage() {
  const { t } = useTranslation()
  const { email } = usePerson()
  const close = useAct('closeAccount')
  const other = close.problem?.code === 'BAD_REQUEST'
  const form = useForm({ schema: closeAccount.body, initial: { email: '' }, hints: { email: t('people.closing.other') } })
  return (
    <Page title={t('people.own.title')} back={<TextLink to="/profile">{t('people.email.back')}</TextLink>} width="reading">
      <Section title={t('people.own.means')}>
        <form noValidate onSubmit={form.submit(async (body) => (await close.run({ body })) && leaveForGood())}>
          <Stack>
            {!other && <ProblemAlert problem={close.problem} />}
            <List spacing="xs">
              <List.Item>{t('people.own.signedOut')}</List.Item>
              <List.Item>{t('people.own.chart')}</List.Item>
              <List.Item>{t('people.own.visits')}</List.Item>
              <List.Item>{t('people.own.free')}</List.Item>
            </List>
            <Alert color="amber" icon={<IconAlertTriangle aria-hidden="true" />}>
              {t('people.own.noWayBack')}
            </Alert>
            <TextInput
              {...form.text('email')}
              error={form.fault('email') ?? (other && t('people.closing.other'))}
              label={t('people.own.type')}
              description={<bdi>{email}</bdi>}
              autoComplete="off"
              dir="ltr"
            />
            <div>
              <Button type="submit" color="red" loading={close.busy}>
                {t('people.own.title')}
              </Button>
            </div>
          </Stack>
        </form>
      </Section>
    </Page>
  )
}

/** Where somebody lands who has just closed their account. */
export function ClosedPage() {
  const { t } = useTranslation()
  return <Outcome title={t('people.own.closedTitle')} text={t('people.own.closedText')} to="/sign-in" next={t('account.link.toSignIn')} />
}

import { Alert, Button, Stack } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { LinkButton } from '../../layout/links.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { PublicHeading } from '../../layout/public-frame.tsx'
import { useMailedLink } from './link.ts'
import { NameForm } from './name-form.tsx'

/** Confirms an address by a mailed link, on a click: mail scanners open links, and would use it up. Without a link, asks for one. */
export function VerifyPage() {
  const { t } = useTranslation()
  const { token } = useMailedLink()
  const [asking, setAsking] = useState(token === '')
  const [done, setDone] = useState(false)
  const verify = useAct('verifyEmail')
  if (done) {
    return (
      <Stack>
        <PublicHeading title={t('account.verify.doneTitle')} />
        <Alert color="green" role="status" icon={<IconCircleCheck aria-hidden="true" />}>
          {t('account.verify.doneText')}
        </Alert>
        <LinkButton to="/sign-in" size="md">
          {t('account.link.toSignIn')}
        </LinkButton>
      </Stack>
    )
  }
  if (asking) return <NameForm endpoint="askForVerification" title={t('account.verify.askTitle')} lead={t('account.verify.askLead')} />
  const confirm = async () => {
    if (await verify.run({ body: { token } })) setDone(true)
  }
  return (
    <Stack>
      <PublicHeading title={t('account.verify.title')} lead={t('account.verify.lead')} />
      <ProblemAlert problem={verify.problem} />
      {verify.problem?.code.startsWith('LINK_') ? (
        <Button size="md" onClick={() => setAsking(true)}>
          {t('account.link.ask')}
        </Button>
      ) : (
        <Button size="md" onClick={confirm} loading={verify.busy}>
          {t('account.verify.submit')}
        </Button>
      )}
    </Stack>
  )
}

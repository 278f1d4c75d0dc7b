import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconMailForward } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { PublicHeading } from '../../layout/public-frame.tsx'

type FreshLinkProps = { token: string; title: string; onGoOn?: () => void }

/** Has a fresh link mailed in the place of one that ran out. What is told afterwards is the same whatever is true of it. */
export function FreshLink({ token, title, onGoOn }: FreshLinkProps) {
  const { t } = useTranslation()
  const about = useEndpoint('about')
  const ask = useAct('askForFreshLink')
  const [asked, setAsked] = useState(false)
  if (asked) {
    return (
      <Stack>
        <PublicHeading title={t('account.link.askedTitle')} />
        <Alert color="green" role="status" icon={<IconMailForward aria-hidden="true" />}>
          {t('account.fresh.asked')}
        </Alert>
        {about.data?.mail === 'mailbox' && <Text c="dimmed">{t('account.link.demo')}</Text>}
      </Stack>
    )
  }
  return (
    <Stack>
      <PublicHeading title={title} lead={t('account.fresh.lead')} />
      <ProblemAlert problem={ask.problem} />
      <Button size="md" loading={ask.busy} onClick={async () => (await ask.run({ body: { token } })) && setAsked(true)}>
        {t('account.fresh.submit')}
      </Button>
      {onGoOn && (
        <Button variant="subtle" size="md" onClick={onGoOn}>
          {t('account.fresh.goOn')}
        </Button>
      )}
    </Stack>
  )
}

type WhileFreshProps = { carried: { token: string; over: boolean }; title: string; children: ReactNode }

/** What a link leads to, unless it ran out before it was opened. Whose clock is wrong goes on all the same: the server decides. */
export function WhileFresh({ carried, title, children }: WhileFreshProps) {
  const [over, setOver] = useState(carried.over)
  return over ? <FreshLink token={carried.token} title={title} onGoOn={() => setOver(false)} /> : children
}

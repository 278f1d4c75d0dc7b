import { Stack, Text } from '@mantine/core'
import type { Problem } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../layout/links.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { PublicHeading } from '../../layout/public-frame.tsx'

type DeadLinkProps = { title: string; lead?: string; problem?: Problem | undefined; text?: string }

/** A mailed link that opens nothing: what is wrong with it, and the way to where one can still go. */
export function DeadLink({ title, lead, problem, text }: DeadLinkProps) {
  const { t } = useTranslation()
  return (
    <Stack>
      <PublicHeading title={title} {...(lead !== undefined && { lead })} />
      <ProblemAlert problem={problem} />
      {text && <Text>{text}</Text>}
      <LinkButton to="/sign-in" size="md">
        {t('account.link.toSignIn')}
      </LinkButton>
    </Stack>
  )
}

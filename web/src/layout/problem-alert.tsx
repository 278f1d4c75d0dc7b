import { Alert, Code, CopyButton, Group, Text, UnstyledButton } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { Problem } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { formatInstant, localeOf, viewerZone } from '../words/dates.ts'
import { isOurFault, sentenceOf } from '../words/sentence.ts'

/** Says in one sentence why something did not work; nothing when there is no problem. Spoken when it appears. */
export function ProblemAlert({ problem }: { problem: unknown }) {
  const { t, i18n } = useTranslation()
  const clock = (instant: string) => formatInstant(instant, 'time', localeOf(i18n.language), viewerZone())
  if (problem === undefined || problem === null) return null
  return (
    <Alert color="red" role="alert" icon={<IconAlertCircle aria-hidden="true" />}>
      {sentenceOf(problem, t, clock)}
      {problem instanceof Problem && isOurFault(problem) && problem.requestId && <Reference requestId={problem.requestId} />}
    </Alert>
  )
}

/** The id under which support finds this in the log. */
export function Reference({ requestId }: { requestId: string }) {
  const { t } = useTranslation()
  return (
    <Group gap="xs" mt="xs">
      <Text fz="sm" c="dimmed">
        {t('frame.state.reference')} <Code>{requestId}</Code>
      </Text>
      <CopyButton value={requestId}>
        {({ copied, copy }) => (
          <UnstyledButton fz="sm" td="underline" onClick={copy}>
            {copied ? t('frame.state.copied') : t('frame.state.copyReference')}
          </UnstyledButton>
        )}
      </CopyButton>
    </Group>
  )
}

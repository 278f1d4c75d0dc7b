import { Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Section } from '../../layout/section.tsx'
import type { Detail } from './case.tsx'

/** What was agreed when the question was asked, and the way out of it. */
export function AssistantConsent({ detail: { id } }: { detail: Detail }) {
  const { t } = useTranslation()
  const stop = useAct('withdrawAssistantConsent', { refreshes: ['readCase'], done: t('cases.consent.stopped') })
  return (
    <Section title={t('cases.consent.title')}>
      <ProblemAlert problem={stop.problem} />
      <Group justify="space-between" gap="sm">
        <Text fz="sm" style={{ flex: '1 1 16rem' }}>
          {t('cases.consent.text')}
        </Text>
        <Button variant="default" loading={stop.busy} onClick={() => void stop.run({ params: { id }, body: {} })}>
          {t('cases.consent.stop')}
        </Button>
      </Group>
    </Section>
  )
}

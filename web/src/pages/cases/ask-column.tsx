import { Button, Progress, Stack, Text, Title } from '@mantine/core'
import type { Answer, Progress as Line } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { DraftCard } from './draft-card.tsx'

export type Draft = Answer<'listDrafts'>['items'][number]
type AskColumnProps = { caseId: string; kind: Draft['kind']; mayAsk: boolean; draft: Draft | undefined }

const asks = { triage: 'assistTriage', summary: 'assistSummary', 'draft-reply': 'assistReply' } as const

/** One kind of draft: asking for it, how far it is, and the newest one. */
export function AskColumn({ caseId, kind, mayAsk, draft }: AskColumnProps) {
  const { t } = useTranslation()
  const [line, setLine] = useState<Line>()
  const ask = useAct(asks[kind], { refreshes: ['listDrafts'] })
  const start = async () => {
    setLine({ step: 'preparing' })
    await ask.run({ body: { caseId } }, { progress: setLine })
    setLine(undefined)
  }
  return (
    <Stack gap="sm">
      <Title order={3} fz="md">
        {t(`assistant.kind.${kind}`)}
      </Title>
      <ProblemAlert problem={ask.problem} />
      {line && <HowFar line={line} />}
      {draft ? <DraftCard caseId={caseId} draft={draft} /> : !mayAsk && <Text c="dimmed">{t('assistant.notYet')}</Text>}
      {mayAsk && (
        <div>
          <Button variant="default" loading={ask.busy} onClick={() => void start()}>
            {draft ? t(`assistant.again.${kind}`) : t(`assistant.ask.${kind}`)}
          </Button>
        </div>
      )}
    </Stack>
  )
}

const steps = ['preparing', 'prepared', 'writing', 'checking'] as const

function HowFar({ line }: { line: Line }) {
  const { t } = useTranslation()
  const place = Math.max(
    0,
    steps.findIndex((step) => step === line.step),
  )
  const said = t(`assistant.step.${steps[place] ?? 'preparing'}`, { count: line.characters ?? 0 })
  return (
    <div>
      <Progress value={((place + 1) / steps.length) * 100} animated aria-label={t('assistant.progress')} />
      <Text fz="sm" c="dimmed" role="status">
        {said}
      </Text>
    </div>
  )
}

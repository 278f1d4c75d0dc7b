import { Badge, Button, Card, Group, Stack, Text, Textarea } from '@mantine/core'
import { acceptDraft } from '@wardkeep/contract/assistant.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useForm } from '../../forms/use-form.ts'
import { DateTime } from '../../layout/date-time.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { flagWords, sourceWord } from '../../words/assistant-words.ts'
import type { Draft } from './ask-column.tsx'
import { RuleSource } from './rule-source.tsx'

const refreshes = ['listDrafts', 'readCase', 'listCases'] as const
const tones = { open: 'amber', accepted: 'green', edited: 'green', rejected: 'gray' } as const

/** A draft as it came, with its label, what it quotes, and what its doctor makes of it. Its text is only ever text. */
export function DraftCard({ caseId, draft }: { caseId: string; draft: Draft }) {
  const { t } = useTranslation()
  const [editing, setEditing] = useState(false)
  const params = { id: caseId, draftId: draft.id ?? '' }
  const flags = flagWords(t, draft.flags)
  const sent = draft.kind === 'draft-reply'
  const accept = useAct('acceptDraft', { refreshes, done: sent ? t('cases.answered') : t('assistant.accepted') })
  const reject = useAct('rejectDraft', { refreshes, done: t('assistant.rejected') })
  const form = useForm({ schema: acceptDraft.body, initial: { text: draft.text ?? '' }, problem: accept.problem })
  return (
    <Card withBorder padding="md">
      <Stack gap="sm">
        <Group gap="xs">
          <Badge color="grape" variant="light" title={draft.label.display}>
            {t('assistant.label')} · {draft.label.code}
          </Badge>
          <Badge color={tones[draft.state]} variant="light">
            {t(`assistant.state.${draft.state}`)}
          </Badge>
        </Group>
        <What draft={draft} editing={editing} />
        {flags.length > 0 && (
          <Text fz="sm" fw={600}>
            {flags.join(' ')}
          </Text>
        )}
        <Text fz="xs" c="dimmed" component="div">
          <bdi>{draft.provider === 'offline' ? t('assistant.offline') : draft.model}</bdi> · <DateTime instant={draft.madeAt} />
        </Text>
        <ProblemAlert problem={accept.problem ?? reject.problem} />
        {editing ? (
          <form noValidate onSubmit={form.submit(async (body) => void (await accept.run({ params, body })))}>
            <Stack gap="sm">
              <Textarea {...form.text('text')} label={t('assistant.edited')} dir="auto" autosize minRows={6} maxLength={20_000} />
              <Group gap="xs">
                <Button type="submit" loading={accept.busy}>
                  {t('assistant.sendEdited')}
                </Button>
                <Button variant="default" onClick={() => setEditing(false)}>
                  {t('assistant.keep')}
                </Button>
              </Group>
            </Stack>
          </form>
        ) : (
          <Group gap="xs">
            {draft.can.includes('accept') && (
              <Button loading={accept.busy} onClick={() => void accept.run({ params, body: {} })}>
                {sent ? t('assistant.send') : t('assistant.accept')}
              </Button>
            )}
            {draft.can.includes('edit') && (
              <Button variant="default" onClick={() => setEditing(true)}>
                {t('assistant.edit')}
              </Button>
            )}
            {draft.can.includes('reject') && (
              <Button variant="default" loading={reject.busy} onClick={() => void reject.run({ params, body: {} })}>
                {t('assistant.reject')}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Card>
  )
}

function What({ draft, editing }: { draft: Draft; editing: boolean }) {
  const { t } = useTranslation()
  const ofRules = draft.kind === 'triage' && draft.provider === 'offline'
  return (
    <Stack gap="xs">
      {draft.urgency && <Text fw={600}>{t(`cases.urgency.${draft.urgency}`)}</Text>}
      {draft.specialty && (
        <Text>
          {t('cases.specialty')}: <bdi>{draft.specialty}</bdi>
        </Text>
      )}
      {draft.text && !editing && (
        <Text lang={draft.language} className="wk-written">
          {draft.text}
        </Text>
      )}
      {draft.reasons.length > 0 && (
        <div>
          <Text fz="sm" fw={600}>
            {t('assistant.reasons')}
          </Text>
          <ul style={{ margin: 0, paddingInlineStart: '1.2em' }}>
            {draft.reasons.map(({ text, source }) => (
              <li key={`${source} ${text}`}>
                <Text fz="sm" dir="auto" style={{ overflowWrap: 'anywhere' }}>
                  {draft.kind === 'triage' ? text : <q>{text}</q>}
                </Text>
                <Text fz="xs" c="dimmed" component="div" style={{ overflowWrap: 'anywhere' }}>
                  {ofRules ? <RuleSource source={source} /> : <bdi>{sourceWord(t, source)}</bdi>}
                </Text>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Stack>
  )
}

import { Button, Group, Stack, Textarea } from '@mantine/core'
import { writeToCase } from '@wardkeep/contract/cases.ts'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useForm } from '../../forms/use-form.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Section } from '../../layout/section.tsx'
import type { Detail } from './case.tsx'

const refreshes = ['readCase', 'listCases', 'listDrafts'] as const

/** A message, an answer, or what is still unclear: as far as the question may be written to. */
export function WriteForm({ detail: { id, can } }: { detail: Detail }) {
  const { t } = useTranslation()
  const write = useAct('writeToCase', { refreshes, done: t('cases.sent') })
  const answer = useAct('answerCase', { refreshes, done: t('cases.answered') })
  const reopen = useAct('reopenCase', { refreshes, done: t('cases.reopened') })
  const problem = answer.problem ?? reopen.problem ?? write.problem
  const form = useForm({ schema: writeToCase.body, initial: { text: '' }, hints: { text: t('cases.replyHint') }, problem })
  const asksOn = can.includes('reopen')
  if (!asksOn && !can.includes('write')) return null
  // Who may answer says which it is by the button; who asks on says so by writing.
  const main = can.includes('answer') ? answer : asksOn ? reopen : write
  const label = can.includes('answer') ? t('cases.sendAnswer') : asksOn ? t('cases.reopen') : t('cases.send')
  const sending = async (act: { run: typeof write.run }, text: string) => {
    if (await act.run({ params: { id }, body: { text } })) form.set('text', '')
  }
  return (
    <Section title={asksOn ? t('cases.reopenText') : t('cases.write')}>
      <form onSubmit={form.submit(({ text }) => sending(main, text))} noValidate>
        <Stack>
          <ProblemAlert problem={problem} />
          <Textarea {...form.text('text')} label={t('cases.reply')} dir="auto" autosize minRows={3} maxLength={20_000} />
          <Group>
            <Button type="submit" loading={main.busy}>
              {label}
            </Button>
            {main !== write && can.includes('write') && (
              <Button
                variant="default"
                loading={write.busy}
                onClick={() => {
                  const { text } = form.values
                  if (typeof text === 'string' && text !== '') void sending(write, text)
                }}
              >
                {t('cases.send')}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Section>
  )
}

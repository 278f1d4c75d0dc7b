import { Alert, Button, Stack } from '@mantine/core'
import { IconUrgent } from '@tabler/icons-react'
import type { Problem } from '@wardkeep/client'
import type { FormEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Section } from '../../layout/section.tsx'
import { type Hours, QuestionFields, type QuestionValues } from './question-fields.tsx'

type QuestionFormProps = {
  form: QuestionValues
  /** To what the asker agrees. */
  consent: string
  hours?: Hours | undefined
  problem: Problem | undefined
  busy: boolean
  onSubmit: (event: FormEvent<HTMLFormElement>) => void
  /** What else is asked, after the question. */
  children?: ReactNode
}

/** The whole form of a question, with where to turn in an emergency. */
export function QuestionForm({ form, consent, hours, problem, busy, onSubmit, children }: QuestionFormProps) {
  const { t } = useTranslation()
  return (
    <>
      <Alert color="red" icon={<IconUrgent aria-hidden="true" />}>
        {t('cases.form.emergency')}
      </Alert>
      <Section title={t('cases.form.text')}>
        <form onSubmit={onSubmit} noValidate>
          <Stack gap="lg">
            <ProblemAlert problem={problem} />
            <QuestionFields form={form} consent={consent} hours={hours} />
            {children}
            <div>
              <Button type="submit" size="md" loading={busy}>
                {t('cases.form.submit')}
              </Button>
            </div>
          </Stack>
        </form>
      </Section>
    </>
  )
}

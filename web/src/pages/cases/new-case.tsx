import { Alert, Button, Stack } from '@mantine/core'
import { IconUrgent } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { submitCase } from '@wardkeep/contract/cases.ts'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useForm } from '../../forms/use-form.ts'
import { TextLink } from '../../layout/links.tsx'
import { Page } from '../../layout/page.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Section } from '../../layout/section.tsx'
import { QuestionFields } from './question-fields.tsx'

export function NewCasePage() {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const submit = useAct('submitCase', { refreshes: ['listCases'], done: t('cases.form.done') })
  const form = useForm({
    schema: submitCase.body,
    initial: { title: '', text: '', language: i18n.language, urgency: 'routine' },
    problem: submit.problem,
  })
  const send = form.submit(async (body) => {
    const made = await submit.run({ body })
    if (made) await navigate({ to: '/cases/$caseId', params: { caseId: made.id }, replace: true })
  })
  return (
    <Page title={t('cases.ask')} width="reading" back={<TextLink to="/cases">{t('cases.mine')}</TextLink>}>
      <Alert color="red" icon={<IconUrgent aria-hidden="true" />}>
        {t('cases.form.emergency')}
      </Alert>
      <Section title={t('cases.form.text')}>
        <form onSubmit={send} noValidate>
          <Stack gap="lg">
            <ProblemAlert problem={submit.problem} />
            <QuestionFields form={form} consent={t('cases.form.consent')} />
            <div>
              <Button type="submit" size="md" loading={submit.busy}>
                {t('cases.form.submit')}
              </Button>
            </div>
          </Stack>
        </form>
      </Section>
    </Page>
  )
}

import { Checkbox } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { submitCase } from '@wardkeep/contract/cases.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { useForm } from '../../forms/use-form.ts'
import { TextLink } from '../../layout/links.tsx'
import { Page } from '../../layout/page.tsx'
import { usePerson } from '../../session/session.ts'
import { useActingIn, WhomSelect } from '../family/whom-select.tsx'
import { QuestionForm } from './question-form.tsx'

export function NewCasePage() {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const { patientId = '' } = usePerson()
  const others = useActingIn('cases')
  const [whom, setWhom] = useState(patientId)
  const deadlines = useEndpoint('readCaseDeadlines')
  const submit = useAct('submitCase', { refreshes: ['listCases'], done: t('cases.form.done') })
  const form = useForm({
    schema: submitCase.body,
    initial: { title: '', text: '', language: i18n.language, urgency: 'routine' },
    problem: submit.problem,
  })
  const send = form.submit(async (body) => {
    const made = await submit.run({ body: { ...body, ...(whom !== patientId && { patientId: whom }) } })
    if (made) await navigate({ to: '/cases/$caseId', params: { caseId: made.id }, replace: true })
  })
  return (
    <Page title={t('cases.ask')} width="reading" back={<TextLink to="/cases">{t('cases.mine')}</TextLink>}>
      <WhomSelect label={t('cases.whom')} others={others} value={whom} onChange={setWhom} />
      <QuestionForm
        form={form}
        consent={t(whom === patientId ? 'cases.form.consent' : 'cases.form.consentFor')}
        hours={deadlines.data}
        problem={submit.problem}
        busy={submit.busy}
        onSubmit={send}
      >
        <Checkbox
          name="assistant"
          label={t('cases.form.assistant')}
          description={t('cases.form.assistantText')}
          checked={form.values.assistant === true}
          onChange={(event) => form.set('assistant', event.currentTarget.checked || undefined)}
        />
      </QuestionForm>
    </Page>
  )
}

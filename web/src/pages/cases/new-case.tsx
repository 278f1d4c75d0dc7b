import { Alert, Button, Checkbox, NativeSelect, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { IconUrgent } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { submitCase, urgencies } from '@wardkeep/contract/cases.ts'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useForm } from '../../forms/use-form.ts'
import { TextLink } from '../../layout/links.tsx'
import { Page } from '../../layout/page.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Section } from '../../layout/section.tsx'
import { localeOf } from '../../words/dates.ts'

const spoken = ['ar', 'en', 'es', 'he', 'ru']
/** As doctors' profiles write them. */
const specialties = [
  ['General practice', 'general'],
  ['Internal medicine', 'internal'],
  ['Pediatrics', 'pediatrics'],
  ['Dermatology', 'dermatology'],
] as const

export function NewCasePage() {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const submit = useAct('submitCase', { refreshes: ['listCases'], done: t('cases.form.done') })
  const form = useForm({
    schema: submitCase.body,
    initial: { title: '', text: '', language: i18n.language, urgency: 'routine' },
    problem: submit.problem,
  })
  const names = new Intl.DisplayNames([localeOf(i18n.language)], { type: 'language' })
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
            <TextInput {...form.text('title')} label={t('cases.form.title')} dir="auto" maxLength={200} autoComplete="off" />
            <Textarea
              {...form.text('text')}
              label={t('cases.form.text')}
              description={t('cases.form.textHelp')}
              dir="auto"
              autosize
              minRows={5}
              maxLength={20_000}
            />
            <NativeSelect
              label={t('cases.form.language')}
              maw={320}
              value={String(form.values.language ?? '')}
              onChange={(event) => form.set('language', event.currentTarget.value)}
              data={spoken.map((value) => ({ value, label: names.of(value) ?? value }))}
            />
            <NativeSelect
              label={t('cases.form.specialty')}
              maw={320}
              value={String(form.values.specialty ?? '')}
              onChange={(event) => form.set('specialty', event.currentTarget.value)}
              data={[
                { value: '', label: t('cases.form.anySpecialty') },
                ...specialties.map(([value, word]) => ({ value, label: t(`cases.specialties.${word}`) })),
              ]}
            />
            <Radio.Group
              label={t('cases.form.urgency')}
              value={String(form.values.urgency)}
              onChange={(value) => form.set('urgency', value)}
            >
              <Stack gap="xs" mt="xs">
                {urgencies.map((value) => (
                  <Radio key={value} value={value} label={t(`cases.urgency.${value}`)} />
                ))}
              </Stack>
            </Radio.Group>
            <Checkbox
              name="consent"
              label={t('cases.form.consent')}
              checked={form.values.consent === true}
              onChange={(event) => form.set('consent', event.currentTarget.checked || undefined)}
              error={form.fault('consent') && t('cases.form.consentHint')}
            />
            <Checkbox
              name="assistant"
              label={t('cases.form.assistant')}
              description={t('cases.form.assistantText')}
              checked={form.values.assistant === true}
              onChange={(event) => form.set('assistant', event.currentTarget.checked || undefined)}
            />
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

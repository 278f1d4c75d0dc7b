import { Checkbox, NativeSelect, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { urgencies } from '@wardkeep/contract/cases.ts'
import type { TFunction } from 'i18next'
import type { ChangeEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { localeOf } from '../../words/dates.ts'
import { languageName } from '../../words/language-names.ts'

const spoken = ['ar', 'en', 'es', 'he', 'ru']
/** As doctors' profiles write them. */
const specialties = [
  ['General practice', 'general'],
  ['Internal medicine', 'internal'],
  ['Pediatrics', 'pediatrics'],
  ['Dermatology', 'dermatology'],
] as const

/** The binding of a form whose body is a question, whatever else it holds. */
export type QuestionValues = {
  values: Readonly<Record<string, unknown>>
  text: (name: 'title' | 'text') => {
    name: string
    value: string
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => void
    error: string | undefined
    required: boolean
  }
  set: (name: 'language' | 'specialty' | 'urgency' | 'consent', value: unknown) => void
  fault: (field: string) => string | undefined
}

export type Hours = Answer<'readCaseDeadlines'>
type QuestionFieldsProps = {
  form: QuestionValues
  /** To what the asker agrees. */
  consent: string
  /** Within how many hours each urgency is answered, where that is known. */
  hours?: Hours | undefined
}

/** What everybody says who asks. */
export function QuestionFields({ form, consent, hours }: QuestionFieldsProps) {
  const { t, i18n } = useTranslation()
  const locale = localeOf(i18n.language)
  return (
    <>
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
        maw={{ sm: 320 }}
        value={String(form.values.language ?? '')}
        onChange={(event) => form.set('language', event.currentTarget.value)}
        data={spoken.map((value) => ({ value, label: languageName(value, locale) }))}
      />
      <NativeSelect
        label={t('cases.form.specialty')}
        maw={{ sm: 320 }}
        value={String(form.values.specialty ?? '')}
        onChange={(event) => form.set('specialty', event.currentTarget.value)}
        data={[
          { value: '', label: t('cases.form.anySpecialty') },
          ...specialties.map(([value, word]) => ({ value, label: t(`cases.specialties.${word}`) })),
        ]}
      />
      <Radio.Group label={t('cases.form.urgency')} value={String(form.values.urgency)} onChange={(value) => form.set('urgency', value)}>
        <Stack gap="xs" mt="xs">
          {urgencies.map((value) => (
            <Radio key={value} value={value} label={urgencyLabel(t, value, hours?.[value])} />
          ))}
        </Stack>
      </Radio.Group>
      <Checkbox
        name="consent"
        label={consent}
        checked={form.values.consent === true}
        onChange={(event) => form.set('consent', event.currentTarget.checked || undefined)}
        error={form.fault('consent') && t('cases.form.consentHint')}
      />
    </>
  )
}

/** With the time to the answer: whole days as days. */
function urgencyLabel(t: TFunction, urgency: (typeof urgencies)[number], hours: number | undefined): string {
  const word = t(`cases.urgency.${urgency}`)
  if (hours === undefined) return word
  return `${word}, ${hours % 24 === 0 ? t('cases.inDays', { count: hours / 24 }) : t('cases.inHours', { count: hours })}`
}

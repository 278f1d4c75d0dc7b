import { Button, Group, MultiSelect, NativeSelect, NumberInput, Stack, Switch, TextInput } from '@mantine/core'
import type { Problem } from '@wardkeep/client'
import { addVisitType, modalities } from '@wardkeep/contract/visit-types.ts'
import { useTranslation } from 'react-i18next'
import type { Static } from 'typebox'
import { useDirectory } from '../../data/use-directory.ts'
import { faultOfList } from '../../forms/faults.ts'
import { LanguagesInput } from '../../forms/languages-input.tsx'
import { useForm } from '../../forms/use-form.ts'
import { SaveProblem } from '../../layout/save-problem.tsx'
import { localeOf } from '../../words/dates.ts'
import { timeSpan } from '../../words/spans.ts'

type Body = Static<typeof addVisitType.body>
type TypeFormProps = { initial: Body; problem: Problem | undefined; busy: boolean; onSave: (body: Body) => void }

/** Everything that a kind of visit is. */
export function TypeForm({ initial, problem, busy, onSave }: TypeFormProps) {
  const { t, i18n } = useTranslation()
  const form = useForm({ schema: addVisitType.body, initial, problem })
  const { data: doctors = [] } = useDirectory()
  const number = (name: 'minutes' | 'bufferBefore' | 'bufferAfter' | 'horizonDays' | 'dailyCap') => ({
    name,
    label: t(`visitTypes.form.${name}`),
    value: numberIn(form.values[name]),
    error: form.fault(name),
    hideControls: true,
    allowDecimal: false,
    onChange: (value: string | number) => form.set(name, value === '' ? undefined : value),
  })
  const notice = numberIn(form.values.noticeMinutes) || 0
  return (
    <form noValidate onSubmit={form.submit(onSave)}>
      <Stack>
        <SaveProblem problem={problem} sentence={t('visitTypes.conflict')} />
        <TextInput {...form.text('name')} label={t('visitTypes.form.name')} dir="auto" autoComplete="off" data-autofocus />
        <Group grow align="flex-start">
          <NumberInput {...number('minutes')} required />
          <NativeSelect
            label={t('visitTypes.form.modality')}
            value={String(form.values.modality)}
            data={modalities.map((value) => ({ value, label: t(`visitTypes.modality.${value}`) }))}
            onChange={(event) => form.set('modality', event.currentTarget.value)}
          />
        </Group>
        <Group grow align="flex-start">
          <NumberInput {...number('bufferBefore')} />
          <NumberInput {...number('bufferAfter')} />
        </Group>
        <Group grow align="flex-start">
          <NativeSelect
            label={t('visitTypes.form.notice')}
            value={String(notice)}
            data={[...new Set([...notices, notice])]
              .sort((one, other) => one - other)
              .map((value) => ({
                value: String(value),
                label: value === 0 ? t('visitTypes.form.atOnce') : timeSpan(value, localeOf(i18n.language)),
              }))}
            onChange={(event) => form.set('noticeMinutes', Number(event.currentTarget.value))}
          />
          <NumberInput {...number('horizonDays')} required />
        </Group>
        <NumberInput {...number('dailyCap')} description={t('visitTypes.form.dailyCapHelp')} />
        <MultiSelect
          label={t('visitTypes.form.doctors')}
          description={t('visitTypes.form.doctorsHelp')}
          searchable
          clearable
          value={textsIn(form.values.doctorIds)}
          data={doctors.map(({ id, displayName }) => ({ value: id, label: displayName }))}
          error={form.fault('doctorIds')}
          onChange={(ids) => form.set('doctorIds', ids.length === 0 ? undefined : ids)}
        />
        <LanguagesInput
          label={t('visitTypes.form.languages')}
          description={t('visitTypes.form.languagesHelp')}
          value={textsIn(form.values.languages)}
          error={faultOfList(form.fault, 'languages', textsIn(form.values.languages).length)}
          onChange={(tags) => form.set('languages', tags.length === 0 ? undefined : tags)}
        />
        <Switch
          label={t('visitTypes.form.active')}
          checked={form.values.active === true}
          onChange={(event) => form.set('active', event.currentTarget.checked)}
        />
        <div>
          <Button type="submit" loading={busy}>
            {t('visitTypes.save')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

/** Minutes: at once, and what clinics ask for. */
const notices = [0, 60, 120, 240, 720, 1440, 2880, 4320, 10_080]

function numberIn(value: unknown): number | '' {
  return typeof value === 'number' ? value : ''
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

import { NumberInput, Select, TextInput } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { localeOf } from '../../words/dates.ts'
import { RowFrame } from './row-frame.tsx'

export type Rule = Answer<'readAvailability'>['weekly'][number]

type RuleRowProps = {
  rule: Rule
  n: number
  fault: string | undefined
  onChange: (changed: Partial<Rule>) => void
  onRemove: () => void
}

/** One stretch of a weekday. */
export function RuleRow({ rule, n, fault, onChange, onRemove }: RuleRowProps) {
  const { t, i18n } = useTranslation()
  return (
    <RowFrame label={`${t('hours.weekday')} ${n}`} removal={t('hours.remove', { n })} fault={fault} onRemove={onRemove}>
      <Select
        label={t('hours.weekday')}
        w={140}
        allowDeselect={false}
        value={String(rule.weekday)}
        onChange={(value) => onChange({ weekday: Number(value) })}
        data={weekdays(localeOf(i18n.language))}
      />
      <TextInput
        label={t('hours.from')}
        type="time"
        value={rule.from}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextInput label={t('hours.to')} type="time" value={rule.to} onChange={(event) => onChange({ to: event.currentTarget.value })} />
      <NumberInput
        label={t('hours.slot')}
        w={130}
        min={5}
        max={480}
        value={rule.slotMinutes}
        onChange={(value) => onChange({ slotMinutes: Number(value) })}
        hideControls
      />
    </RowFrame>
  )
}

/** ISO weekdays, Monday first; 2024-01-01 was one. */
function weekdays(locale: string): { value: string; label: string }[] {
  const name = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' })
  return [1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: name.format(new Date(Date.UTC(2024, 0, day))) }))
}

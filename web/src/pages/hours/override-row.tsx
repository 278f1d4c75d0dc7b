import { Checkbox, NumberInput, Select, TextInput } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { RowFrame } from './row-frame.tsx'

export type Override = Answer<'readAvailability'>['overrides'][number]

type OverrideRowProps = {
  override: Override
  n: number
  fault: string | undefined
  onChange: (changed: Override) => void
  onRemove: () => void
}

/** What is different on one day. Taking a day off asks for no times; adding time always does. */
export function OverrideRow({ override, n, fault, onChange, onRemove }: OverrideRowProps) {
  const { t } = useTranslation()
  const { date, kind, from, to } = override
  const isWhole = kind === 'remove' && from === undefined && to === undefined
  const kinds = [
    { value: 'remove', label: t('hours.days.off') },
    { value: 'add', label: t('hours.days.more') },
  ]
  return (
    <RowFrame label={`${t('hours.days.day')} ${n}`} removal={t('hours.days.forget', { n })} fault={fault} onRemove={onRemove}>
      <TextInput
        label={t('hours.days.date')}
        type="date"
        w={160}
        value={date}
        onChange={(event) => onChange({ ...override, date: event.currentTarget.value })}
      />
      <Select
        label={t('hours.days.what')}
        w={150}
        allowDeselect={false}
        value={kind}
        data={kinds}
        onChange={(value) =>
          onChange(value === 'add' ? { date, kind: 'add', from: from ?? '09:00', to: to ?? '12:00' } : { date, kind: 'remove' })
        }
      />
      {kind === 'remove' && (
        <Checkbox
          mb={8}
          label={t('hours.days.whole')}
          checked={isWhole}
          onChange={(event) => onChange(event.currentTarget.checked ? { date, kind } : { date, kind, from: '09:00', to: '12:00' })}
        />
      )}
      {!isWhole && (
        <>
          <TextInput
            label={t('hours.from')}
            type="time"
            value={from ?? ''}
            onChange={(event) => onChange({ ...override, from: event.currentTarget.value })}
          />
          <TextInput
            label={t('hours.to')}
            type="time"
            value={to ?? ''}
            onChange={(event) => onChange({ ...override, to: event.currentTarget.value })}
          />
        </>
      )}
      {kind === 'add' && (
        <NumberInput
          label={t('hours.slot')}
          w={130}
          min={5}
          max={480}
          hideControls
          placeholder={t('hours.days.asUsual')}
          value={override.slotMinutes ?? ''}
          onChange={(value) => onChange(withMinutes(override, value))}
        />
      )}
    </RowFrame>
  )
}

function withMinutes({ slotMinutes: _, ...rest }: Override, value: string | number): Override {
  return value === '' ? rest : { ...rest, slotMinutes: Number(value) }
}

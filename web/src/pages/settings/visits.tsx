import { NumberInput, Stack } from '@mantine/core'
import { settingLimits } from '@wardkeep/contract/organisations.ts'
import { useTranslation } from 'react-i18next'

const numbers = ['lateCancelHours', 'holdMinutes', 'reminderHours', 'waitlistMinutes'] as const
type VisitsProps = {
  values: Readonly<Record<string, unknown>>
  fault: (field: string) => string | undefined
  onChange: (name: (typeof numbers)[number], value: unknown) => void
}

/** Until when patients change a visit, how long a chosen time is held, when visits are reminded of, and how long a time is kept for one who waits. */
export function VisitSettings({ values, fault, onChange }: VisitsProps) {
  const { t } = useTranslation()
  return (
    <Stack>
      {numbers.map((name) => {
        const value = values[name]
        const [least, most] = settingLimits[name]
        return (
          <NumberInput
            key={name}
            name={name}
            label={t(`settings.${name}`)}
            value={typeof value === 'number' ? value : ''}
            error={fault(name) && t('settings.between', { least, most })}
            min={0}
            allowDecimal={false}
            hideControls
            onChange={(next) => onChange(name, typeof next === 'number' ? next : undefined)}
          />
        )
      })}
    </Stack>
  )
}

import { NumberInput, Stack, Text } from '@mantine/core'
import { sessionClocks, settingLimits } from '@wardkeep/contract/organisations.ts'
import { useTranslation } from 'react-i18next'

type Clock = (typeof sessionClocks)[number]
type ClocksProps = {
  values: Readonly<Record<string, unknown>>
  fault: (field: string) => string | undefined
  onChange: (name: Clock, seconds: unknown) => void
}

/** The clocks of a session, told in minutes and kept in seconds. */
export function Clocks({ values, fault, onChange }: ClocksProps) {
  const { t } = useTranslation()
  return (
    <Stack>
      <Text>{t('settings.clocksText')}</Text>
      {sessionClocks.map((clock) => {
        const seconds = values[clock]
        return (
          <NumberInput
            key={clock}
            name={clock}
            label={t(`settings.clock.${clock}`)}
            suffix={` ${t('settings.minutes')}`}
            value={typeof seconds === 'number' ? seconds / 60 : ''}
            error={fault(clock) && t('settings.minutesHint')}
            min={0}
            thousandSeparator=","
            hideControls
            onChange={(minutes) => onChange(clock, typeof minutes === 'number' ? Math.round(minutes * 60) : undefined)}
          />
        )
      })}
    </Stack>
  )
}

export function Days({ value, fault, onChange }: { value: unknown; fault: string | undefined; onChange: (days: unknown) => void }) {
  const { t } = useTranslation()
  const [least, most] = settingLimits.reviewDays
  return (
    <NumberInput
      name="reviewDays"
      label={t('settings.reviewDays')}
      description={t('settings.reviewDaysText')}
      value={typeof value === 'number' ? value : ''}
      error={fault && t('settings.reviewDaysHint', { least, most })}
      min={0}
      allowDecimal={false}
      hideControls
      onChange={(days) => onChange(typeof days === 'number' ? days : undefined)}
    />
  )
}

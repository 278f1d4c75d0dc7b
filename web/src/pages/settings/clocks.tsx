import { NumberInput, Stack, Text } from '@mantine/core'
import { sessionClocks, settingLimits } from '@wardkeep/contract/organisations.ts'
import { useTranslation } from 'react-i18next'
import { localeOf } from '../../words/dates.ts'
import { inLargerUnit } from '../../words/spans.ts'

type Clock = (typeof sessionClocks)[number]
type ClocksProps = {
  values: Readonly<Record<string, unknown>>
  fault: (field: string) => string | undefined
  onChange: (name: Clock, seconds: unknown) => void
}

/** The clocks of a session, told in minutes and kept in seconds. */
export function Clocks({ values, fault, onChange }: ClocksProps) {
  const { t, i18n } = useTranslation()
  return (
    <Stack>
      <Text>{t('settings.clocksText')}</Text>
      {sessionClocks.map((clock) => {
        const seconds = values[clock]
        const minutes = typeof seconds === 'number' ? seconds / 60 : undefined
        return (
          <NumberInput
            key={clock}
            name={clock}
            label={t(`settings.clock.${clock}`)}
            description={minutes === undefined ? undefined : inLargerUnit(minutes, localeOf(i18n.language))}
            suffix={` ${t('settings.minutes')}`}
            value={minutes ?? ''}
            error={fault(clock) && t('settings.minutesHint')}
            min={0}
            thousandSeparator=","
            hideControls
            onChange={(chosen) => onChange(clock, typeof chosen === 'number' ? Math.round(chosen * 60) : undefined)}
          />
        )
      })}
    </Stack>
  )
}

type WholeProps = {
  name: 'reviewDays' | 'followUpDays' | 'proxyUntilAge'
  value: unknown
  fault: string | undefined
  onChange: (chosen: unknown) => void
}

/** A whole number between the bounds that the contract has for it. */
export function Whole({ name, value, fault, onChange }: WholeProps) {
  const { t } = useTranslation()
  const [least, most] = settingLimits[name]
  return (
    <NumberInput
      name={name}
      label={t(`settings.${name}`)}
      description={t(`settings.${name}Text`)}
      value={typeof value === 'number' ? value : ''}
      error={fault && t(`settings.${name}Hint`, { least, most })}
      min={0}
      allowDecimal={false}
      hideControls
      onChange={(chosen) => onChange(typeof chosen === 'number' ? chosen : undefined)}
    />
  )
}

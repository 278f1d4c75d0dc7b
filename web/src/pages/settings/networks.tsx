import { TagsInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'

type NetworksProps = {
  value: unknown
  ownAddress: string
  fault: (field: string) => string | undefined
  onChange: (name: 'adminNetworks', value: string[]) => void
}

/** From where administrators act; without a network, from everywhere. */
export function Networks({ value, ownAddress, fault, onChange }: NetworksProps) {
  const { t } = useTranslation()
  const chosen = Array.isArray(value) ? value.map(String) : []
  return (
    <TagsInput
      name="adminNetworks"
      label={t('settings.networksLabel')}
      description={t('settings.networksText', { address: ownAddress })}
      placeholder={chosen.length === 0 ? t('settings.networksEverywhere') : undefined}
      dir="ltr"
      value={chosen}
      error={fault('adminNetworks') ?? chosen.map((_, place) => fault(`adminNetworks.${place}`)).find(Boolean)}
      onChange={(next) => onChange('adminNetworks', next)}
    />
  )
}

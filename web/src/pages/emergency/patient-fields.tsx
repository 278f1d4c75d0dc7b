import { Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import type { Given } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'

/** Who is meant, as typed. Kept in the component alone: it must not stand in an address or a storage. */
export type Meant = { by: 'insuranceId' | 'name'; insuranceId: string; name: string; birthDate: string }
export const nobodyYet: Meant = { by: 'insuranceId', insuranceId: '', name: '', birthDate: '' }

/** What is sent; undefined as long as something is missing. */
export function meantIn({ by, insuranceId, name, birthDate }: Meant): Given<'openBreakGlass'>['body']['patient'] | undefined {
  if (by === 'insuranceId') return insuranceId.trim() === '' ? undefined : { insuranceId: insuranceId.trim() }
  return name.trim() === '' || !/^\d{4}-\d\d-\d\d$/.test(birthDate) ? undefined : { name: name.trim(), birthDate }
}

/** By the whole number, or by name and birth date: what somebody at the desk would be told, and nothing to choose from. */
export function PatientFields({ meant, onChange }: { meant: Meant; onChange: (meant: Meant) => void }) {
  const { t } = useTranslation()
  const field = (name: 'insuranceId' | 'name' | 'birthDate', label: string) => ({
    label,
    value: meant[name],
    autoComplete: 'off',
    spellCheck: false,
    onChange: (event: { currentTarget: { value: string } }) => onChange({ ...meant, [name]: event.currentTarget.value }),
  })
  return (
    <Stack gap="xs">
      <SegmentedControl
        size="xs"
        style={{ alignSelf: 'flex-start' }}
        aria-label={t('emergency.by')}
        value={meant.by}
        onChange={(by) => onChange({ ...meant, by: by === 'name' ? 'name' : 'insuranceId' })}
        data={[
          { value: 'insuranceId', label: t('emergency.byInsurance') },
          { value: 'name', label: t('emergency.byName') },
        ]}
      />
      {meant.by === 'insuranceId' ? (
        <TextInput {...field('insuranceId', t('emergency.insuranceId'))} maxLength={64} dir="ltr" />
      ) : (
        <Group grow align="flex-end" preventGrowOverflow={false} wrap="wrap">
          <TextInput {...field('name', t('emergency.name'))} maxLength={200} dir="auto" miw={180} />
          <TextInput {...field('birthDate', t('emergency.birthDate'))} type="date" miw={150} />
        </Group>
      )}
      <Text fz="sm" c="dimmed">
        {t('emergency.one')}
      </Text>
    </Stack>
  )
}

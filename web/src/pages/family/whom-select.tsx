import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { usePerson } from '../../session/session.ts'

/** Of oneself or of somebody one acts for in matters of visits; nothing where there is nobody to choose. `value`: the patient, '' oneself. */
export function WhomSelect({ label, value, onChange }: { label: string; value: string; onChange: (patientId: string) => void }) {
  const { t } = useTranslation()
  const person = usePerson()
  const acting = useEndpoint('listProxied')
  const others = (acting.data?.items ?? []).filter(({ scopes }) => scopes.includes('book'))
  if (others.length === 0) return null
  return (
    <NativeSelect
      label={label}
      value={value}
      maw={420}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: person.patientId ? t('family.myself') : '–' },
        ...others.map(({ patient }) => ({ value: patient.id, label: patient.displayName })),
      ]}
    />
  )
}

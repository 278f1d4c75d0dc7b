import { NativeSelect } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { usePerson } from '../../session/session.ts'

type Whom = Answer<'listProxied'>['items'][number]['patient']

/** For whom the person acts in matters of visits, or of questions; undefined as long as that is not known. */
export function useActingIn(scope: 'book' | 'cases', wanted = true): Whom[] | undefined {
  const acting = useEndpoint('listProxied', undefined, { enabled: wanted })
  return acting.isError ? [] : acting.data?.items.filter(({ scopes }) => scopes.includes(scope)).map(({ patient }) => patient)
}

/** Of oneself or of one of these; nothing where there are none. `value`: the patient's id, '' where none is chosen. */
export function WhomSelect({
  label,
  others,
  value,
  onChange,
}: {
  label: string
  others: Whom[] | undefined
  value: string
  onChange: (patientId: string) => void
}) {
  const { t } = useTranslation()
  const { patientId } = usePerson()
  if (others === undefined || others.length === 0) return null
  return (
    <NativeSelect
      label={label}
      value={value}
      maw={420}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        ...(value === '' ? [{ value: '', label: '–' }] : []),
        ...(patientId ? [{ value: patientId, label: t('family.myself') }] : []),
        ...others.map(({ id, displayName }) => ({ value: id, label: displayName })),
      ]}
    />
  )
}

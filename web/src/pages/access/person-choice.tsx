import { NativeSelect, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type RoleName, roles } from '@wardkeep/contract/identity.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { useWhole } from '../../data/use-whole.ts'
import { foundBy, PatientChoice } from '../../forms/patient-choice.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'

type PersonProps = { role: RoleName; value: string; onChange: (user: string) => void; error: string | undefined }

/** One account: of a patient by the chart, of anybody else by name. */
export function PersonChoice({ role: first, ...rest }: PersonProps) {
  const { t } = useTranslation()
  const [role, setRole] = useState(first)
  return (
    <>
      <NativeSelect
        label={t('people.role')}
        value={role}
        onChange={(event) => {
          setRole(roles.find((one) => one === event.currentTarget.value) ?? role)
          rest.onChange('')
        }}
        data={roles.map((value) => ({ value, label: t(`frame.role.${value}`) }))}
      />
      {foundBy[role] === 'chart' ? <OfChart {...rest} /> : <ByName role={role} {...rest} />}
    </>
  )
}

/** Everybody of a role; an account that came with the address and is none of them is told by its id. */
function ByName({ role, value, onChange, error }: PersonProps) {
  const { t } = useTranslation()
  const people = useWhole('listUsers', { role }, ({ cursor, ...more }) =>
    client.listUsers({ query: { role, limit: 100, ...(cursor && { cursor }) } }, more),
  )
  return (
    <Loaded query={people} lines={1}>
      {(items) => (
        <NativeSelect
          label={t('access.why.person')}
          value={value}
          error={error}
          onChange={(event) => onChange(event.currentTarget.value)}
          data={[
            { value: '', label: '–' },
            ...(value !== '' && !items.some(({ id }) => id === value) ? [{ value, label: value }] : []),
            ...items.map(({ id, displayName }) => ({ value: id, label: displayName })),
          ]}
        />
      )}
    </Loaded>
  )
}

function OfChart({ value, onChange, error }: Omit<PersonProps, 'role'>) {
  const { t } = useTranslation()
  const [chart, setChart] = useState('')
  const account = useMutation({ mutationFn: (patientId: string) => client.listUsers({ query: { patientId } }) })
  const choose = (patientId: string) => {
    setChart(patientId)
    onChange('')
    // Told with the call, where only the answer to the last choice counts.
    account.mutate(patientId, { onSuccess: ({ items }) => onChange(items[0]?.id ?? '') })
  }
  return (
    <>
      <PatientChoice label={t('access.why.person')} chosen={chart || value} onChosen={choose} error={chart === '' ? error : undefined} />
      <ProblemAlert problem={account.error ?? undefined} />
      {account.data?.items.length === 0 && <Text role="status">{t('access.why.noAccount')}</Text>}
    </>
  )
}

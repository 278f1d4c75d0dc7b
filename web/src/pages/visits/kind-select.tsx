import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'

/** The kinds of visits of a doctor, or where none is named of the clinic; nothing where there are none. An empty choice is a time as the hours are cut. */
export function KindSelect({
  doctorId,
  value,
  onChange,
  label,
  none,
}: {
  doctorId?: string
  value: string
  onChange: (value: string) => void
  label?: string
  none?: string
}) {
  const { t } = useTranslation()
  const kinds = useEndpoint('listVisitTypes', { query: { limit: 100, ...(doctorId && { doctorId }) } })
  const offered = (kinds.data?.items ?? []).filter(({ active }) => active)
  if (offered.length === 0) return null
  return (
    <NativeSelect
      label={label ?? t('visits.book.kind')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: none ?? t('visits.book.anyKind') },
        ...offered.map(({ id, name, minutes, modality }) => ({
          value: id,
          label: t('visits.book.kindOf', { name, minutes, how: t(`visitTypes.modality.${modality}`) }),
        })),
      ]}
    />
  )
}

import { NativeSelect } from '@mantine/core'
import { useDirectory } from '../../data/use-directory.ts'
import { Loaded } from '../../layout/loaded.tsx'

/** One doctor of the directory. */
export function DoctorSelect({ label, value, onChange }: { label: string; value: string; onChange: (doctorId: string) => void }) {
  const doctors = useDirectory()
  return (
    <Loaded query={doctors} lines={1}>
      {(items) => (
        <NativeSelect
          label={label}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          data={[{ value: '', label: '–' }, ...items.map((doctor) => ({ value: doctor.id, label: doctor.displayName }))]}
        />
      )}
    </Loaded>
  )
}

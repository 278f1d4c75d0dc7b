import { CloseButton, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Sought, usePatients } from '../data/use-patients.ts'
import { CalendarDay } from '../layout/date-time.tsx'
import { LoadedPages } from '../layout/loaded.tsx'
import { PersonName } from '../layout/person-name.tsx'
import { EmptyState } from '../layout/states.tsx'

export type FoundPatient = Answer<'listPatients'>['items'][number]

type FoundProps = { empty: ReactNode; noneAction?: ReactNode; children: (patients: FoundPatient[]) => ReactNode }

/** The charts the caller may see, with a field to look for one of them. `empty` is shown where there is none at all, `noneAction` where none was found. */
export function FoundPatients({ empty, noneAction, children }: FoundProps) {
  const { t } = useTranslation()
  const { patients, sought, setSought, searching } = usePatients()
  return (
    <>
      <PatientSearch sought={sought} onChange={setSought} />
      <LoadedPages
        query={patients}
        empty={searching ? <EmptyState title={t('chart.search.none')} text={t('chart.search.noneText')} action={noneAction} /> : empty}
      >
        {children}
      </LoadedPages>
    </>
  )
}

/** One field to look for a patient: by the beginnings of the name, or by the whole insurance number. */
function PatientSearch({ sought, onChange }: { sought: Sought; onChange: (sought: Sought) => void }) {
  const { t } = useTranslation()
  const byName = sought.by === 'name'
  return (
    <Stack gap="xs" px={{ base: 'md', sm: 'lg' }} py="md" role="search" aria-label={t('chart.search.title')}>
      <SegmentedControl
        size="xs"
        style={{ alignSelf: 'flex-start' }}
        aria-label={t('chart.search.by')}
        value={sought.by}
        onChange={(by) => onChange({ ...sought, by: by === 'insuranceId' ? 'insuranceId' : 'name' })}
        data={[
          { value: 'name', label: t('chart.search.name') },
          { value: 'insuranceId', label: t('chart.search.insuranceId') },
        ]}
      />
      <TextInput
        aria-label={byName ? t('chart.search.name') : t('chart.search.insuranceId')}
        placeholder={byName ? t('chart.search.nameHint') : t('chart.search.insuranceIdHint')}
        leftSection={<IconSearch size={18} stroke={1.5} aria-hidden="true" />}
        rightSection={
          sought.text !== '' && <CloseButton aria-label={t('chart.search.clear')} onClick={() => onChange({ ...sought, text: '' })} />
        }
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        maxLength={byName ? 200 : 64}
        value={sought.text}
        onChange={(event) => onChange({ ...sought, text: event.currentTarget.value })}
      />
    </Stack>
  )
}

/** Whom a chart is of; of two with one name the birth date tells which. */
export function Who({ patient }: { patient: FoundPatient }) {
  return (
    <>
      <PersonName>{patient.displayName}</PersonName>
      {patient.birthDate && (
        <>
          {' · '}
          <CalendarDay date={patient.birthDate} />
        </>
      )}
    </>
  )
}

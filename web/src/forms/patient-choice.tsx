import { Button, Group, Input, Text, VisuallyHidden } from '@mantine/core'
import type { RoleName } from '@wardkeep/contract/identity.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Row, Rows } from '../layout/rows.tsx'
import { EmptyState } from '../layout/states.tsx'
import { usePurposeFirst } from '../layout/use-purpose-first.ts'
import { type FoundPatient, FoundPatients, Who } from './found-patients.tsx'

/** How the accounts of a role are told apart where there are too many for a list: by whose chart it is. */
export const foundBy: Partial<Record<RoleName, 'chart'>> = { patient: 'chart' }

type ChoiceProps = { label?: string; chosen: string; onChosen: (id: string) => void; error: string | undefined }

/** One patient, sought by name; an id that came with the address is shown as it is. */
export function PatientChoice({ label, chosen, onChosen, error }: ChoiceProps) {
  const { t } = useTranslation()
  const [patient, setPatient] = useState<FoundPatient>()
  const [looking, setLooking] = useState(false)
  const mayLook = usePurposeFirst()
  return (
    <Input.Wrapper label={label ?? t('access.why.types.patient')} labelElement="div" error={error}>
      <Group justify="space-between" mt="xs">
        <Text style={{ overflowWrap: 'anywhere' }}>{patient ? <Who patient={patient} /> : chosen || '–'}</Text>
        <Button variant="default" size="xs" onClick={async () => setLooking(!looking && (await mayLook()))}>
          {chosen ? t('access.why.another') : t('access.why.choose')}
        </Button>
      </Group>
      {looking && (
        <FoundPatients empty={<EmptyState title={t('access.why.noPatients')} />}>
          {(items) => (
            <Rows>
              {items.map((found) => (
                <Row
                  key={found.id}
                  end={
                    <Button
                      variant="default"
                      size="xs"
                      onClick={() => {
                        setPatient(found)
                        setLooking(false)
                        onChosen(found.id)
                      }}
                    >
                      {t('people.dialog.chartTake')}
                      <VisuallyHidden>: {found.displayName}</VisuallyHidden>
                    </Button>
                  }
                >
                  <Who patient={found} />
                </Row>
              ))}
            </Rows>
          )}
        </FoundPatients>
      )}
    </Input.Wrapper>
  )
}

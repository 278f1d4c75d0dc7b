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

type ChoiceProps = {
  label?: string
  description?: string
  chosen: string
  onChosen: (id: string) => void
  error?: string | undefined
  /** Where nobody is a choice too: what it means, and what the button says before and after somebody is chosen, whom it then takes back. */
  orNobody?: { means: string; choose: string; clear: string }
}

/** One patient, sought by name; an id that came with the address is shown as it is. */
export function PatientChoice({ label, description, chosen, onChosen, error, orNobody }: ChoiceProps) {
  const { t } = useTranslation()
  const [patient, setPatient] = useState<FoundPatient>()
  const [looking, setLooking] = useState(false)
  const mayLook = usePurposeFirst()
  const choose = (found: FoundPatient | undefined) => {
    setPatient(found)
    setLooking(false)
    onChosen(found?.id ?? '')
  }
  return (
    <Input.Wrapper label={label ?? t('access.why.types.patient')} labelElement="div" description={description} error={error}>
      <Group justify="space-between" mt="xs">
        <Text style={{ overflowWrap: 'anywhere' }}>{patient ? <Who patient={patient} /> : chosen || (orNobody?.means ?? '–')}</Text>
        <Button
          variant="default"
          size="xs"
          onClick={async () => (orNobody && chosen !== '' ? choose(undefined) : setLooking(!looking && (await mayLook())))}
        >
          {chosen === '' ? (orNobody?.choose ?? t('access.why.choose')) : (orNobody?.clear ?? t('access.why.another'))}
        </Button>
      </Group>
      {looking && (
        <FoundPatients empty={<EmptyState title={t('access.why.noPatients')} text={orNobody?.means} />}>
          {(items) => (
            <Rows>
              {items.map((found) => (
                <Row
                  key={found.id}
                  end={
                    <Button variant="default" size="xs" onClick={() => choose(found)}>
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

import { Button, Group, Input, Text, VisuallyHidden } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type FoundPatient, FoundPatients, Who } from '../../forms/found-patients.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { usePurposeFirst } from '../../layout/use-purpose-first.ts'

/** The chart that an invited patient will see; without a choice a new one is opened. */
export function ChartChoice({ onChosen }: { onChosen: (patientId: string | undefined) => void }) {
  const { t } = useTranslation()
  const [patient, setPatient] = useState<FoundPatient>()
  const [looking, setLooking] = useState(false)
  const mayLook = usePurposeFirst()
  const choose = (found: FoundPatient | undefined) => {
    setPatient(found)
    setLooking(false)
    onChosen(found?.id)
  }
  return (
    <Input.Wrapper label={t('people.dialog.chart')} labelElement="div" description={t('people.dialog.chartText')}>
      <Group justify="space-between" mt="xs">
        <Text>{patient ? <Who patient={patient} /> : t('people.dialog.chartNew')}</Text>
        <Button variant="default" size="xs" onClick={async () => (patient ? choose(undefined) : setLooking(!looking && (await mayLook())))}>
          {patient ? t('people.dialog.chartClear') : t('people.dialog.chartChoose')}
        </Button>
      </Group>
      {looking && (
        <FoundPatients empty={<EmptyState title={t('people.dialog.noCharts')} text={t('people.dialog.chartNew')} />}>
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
                  <Text>
                    <Who patient={found} />
                  </Text>
                </Row>
              ))}
            </Rows>
          )}
        </FoundPatients>
      )}
    </Input.Wrapper>
  )
}

import { Text } from '@mantine/core'
import { IconUser } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { FoundPatients } from '../../forms/found-patients.tsx'
import { LinkButton } from '../../layout/links.tsx'
import { Page } from '../../layout/page.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { formatDate, localeOf } from '../../words/dates.ts'
import { EmergencyButton, useMayOpen } from '../emergency/emergency-button.tsx'

export function PatientsPage() {
  const { t, i18n } = useTranslation()
  const emergency = useMayOpen() && <EmergencyButton />
  return (
    <Page title={t('chart.patients.title')} lead={t('chart.patients.lead')} width="reading">
      <Section title={t('chart.patients.title')} flush>
        <FoundPatients
          empty={<EmptyState title={t('chart.patients.none')} text={t('chart.patients.noneText')} action={emergency} />}
          noneAction={emergency}
        >
          {(items) => (
            <Rows>
              {items.map((patient) => (
                <Row
                  key={patient.id}
                  start={<IconUser size={22} stroke={1.5} aria-hidden="true" />}
                  end={
                    <LinkButton
                      size="xs"
                      variant="default"
                      to="/patients/$patientId"
                      params={{ patientId: patient.id }}
                      aria-label={`${t('chart.day.openChart')}: ${patient.displayName}`}
                    >
                      {t('chart.day.openChart')}
                    </LinkButton>
                  }
                >
                  <Text fw={600}>
                    <PersonName>{patient.displayName}</PersonName>
                  </Text>
                  {patient.birthDate && (
                    <Text fz="sm" c="dimmed">
                      {t('chart.patients.born', { date: formatDate(patient.birthDate, localeOf(i18n.language)) })}
                    </Text>
                  )}
                </Row>
              ))}
            </Rows>
          )}
        </FoundPatients>
      </Section>
    </Page>
  )
}

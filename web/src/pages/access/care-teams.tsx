import { Button, Group, Text, VisuallyHidden } from '@mantine/core'
import { IconUser } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { LinkButton, TextLink } from '../../layout/links.tsx'
import { LoadedPages } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { DoctorSelect } from './doctor-select.tsx'
import { EndDialog } from './end-dialog.tsx'
import { Fact } from './fact.tsx'

type Assignment = Answer<'listAssignments'>['items'][number]

/** In whose care teams a doctor is. */
export function CareTeamsPage() {
  const { t } = useTranslation()
  const [doctorId, setDoctor] = useState('')
  return (
    <Page
      title={t('access.teams.title')}
      lead={t('access.teams.lead')}
      width="reading"
      back={<TextLink to="/admin/access">{t('access.why.rail')}</TextLink>}
    >
      <DoctorSelect label={t('access.teams.choose')} value={doctorId} onChange={setDoctor} />
      {doctorId !== '' && <Assignments key={doctorId} doctorId={doctorId} />}
    </Page>
  )
}

function Assignments({ doctorId }: { doctorId: string }) {
  const { t } = useTranslation()
  const assignments = usePages('listAssignments', { doctorId }, ({ cursor, ...more }) =>
    client.listAssignments({ params: { id: doctorId }, query: cursor ? { cursor } : {} }, more),
  )
  return (
    <Section title={t('access.team.title')} flush>
      <LoadedPages query={assignments} empty={<EmptyState title={t('access.teams.none')} text={t('access.teams.noneText')} />}>
        {(items) => (
          <Rows>
            {items.map((assignment) => (
              <AssignmentRow key={assignment.id} assignment={assignment} />
            ))}
          </Rows>
        )}
      </LoadedPages>
    </Section>
  )
}

function AssignmentRow({ assignment }: { assignment: Assignment }) {
  const { t } = useTranslation()
  const [ending, setEnding] = useState(false)
  const { patient, id } = assignment
  return (
    <Row
      start={<IconUser size={22} stroke={1.5} aria-hidden="true" />}
      end={
        <Group gap="xs">
          <LinkButton
            size="xs"
            variant="default"
            to="/patients/$patientId"
            params={{ patientId: patient.id }}
            search={{ part: 'team' }}
            aria-label={`${t('access.teams.chart')}: ${patient.displayName}`}
          >
            {t('access.teams.chart')}
          </LinkButton>
          <Button variant="default" size="xs" onClick={() => setEnding(true)}>
            {t('access.team.end')}
            <VisuallyHidden>: {patient.displayName}</VisuallyHidden>
          </Button>
        </Group>
      }
    >
      <Text fw={600}>
        <PersonName>{patient.displayName}</PersonName>
      </Text>
      <Fact reach={assignment} />
      <EndDialog patientId={patient.id} relationId={id} name={patient.displayName} opened={ending} onClose={() => setEnding(false)} />
    </Row>
  )
}

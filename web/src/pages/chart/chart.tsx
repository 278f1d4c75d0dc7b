import { Alert, Stack, Text } from '@mantine/core'
import { IconInfoCircle, IconLock, IconUsers } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { LinkButton, TextLink } from '../../layout/links.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { CareTeam } from '../access/care-team.tsx'
import { EmergencyButton, useMayOpen } from '../emergency/emergency-button.tsx'
import { Proxies } from '../family/proxies.tsx'
import { Timeline } from '../history/timeline.tsx'
import { Trends } from '../history/trends.tsx'
import { AccessLog } from '../journal/access-log.tsx'
import { OldCasesOf } from '../legacy/old-cases-of.tsx'
import { Memberships } from '../partners/memberships.tsx'
import { Details } from './details.tsx'
import { Parts } from './parts.tsx'
import { RecordList } from './record-list.tsx'
import { useFacts } from './use-facts.ts'

const route = getRouteApi('/frame/patients/$patientId')

export function ChartPage() {
  const { t } = useTranslation()
  const { patientId } = route.useParams()
  const patient = useEndpoint('readPatient', { params: { id: patientId } })
  const mayOpen = useMayOpen()
  // The same words whether there is no such chart or it is closed: which of the two is nobody's to know.
  if (patient.error?.code === 'NOT_FOUND' && !patient.data)
    return (
      <Page title={t('chart.page.title')} back={<TextLink to="/patients">{t('chart.patients.title')}</TextLink>}>
        <EmptyState
          icon={IconLock}
          title={t('access.closed.title')}
          text={t('access.closed.text')}
          action={mayOpen && <EmergencyButton patientId={patientId} />}
        >
          {mayOpen && (
            <Text c="dimmed" maw={440}>
              {t('emergency.lead')}
            </Text>
          )}
        </EmptyState>
      </Page>
    )
  return (
    <Loaded query={patient} whole>
      {(found) => <Chart key={found.id} patient={found} />}
    </Loaded>
  )
}

function Chart({ patient }: { patient: Answer<'readPatient'> }) {
  const { t } = useTranslation()
  const { part } = route.useSearch()
  const navigate = route.useNavigate()
  const [records, history] = [patient.can.includes('record.list'), patient.can.includes('history.read')]
  return (
    <Page
      title={<PersonName>{patient.displayName}</PersonName>}
      lead={useFacts(patient).join(' · ')}
      back={
        patient.relation === 'proxy' ? (
          <TextLink to="/family">{t('family.title')}</TextLink>
        ) : (
          <TextLink to="/patients">{t('chart.patients.title')}</TextLink>
        )
      }
      action={
        patient.can.includes('record.write') && (
          <LinkButton to="/patients/$patientId/records/new" params={{ patientId: patient.id }} search={{}}>
            {t('chart.page.write')}
          </LinkButton>
        )
      }
    >
      {patient.relation === 'proxy' && (
        <Alert color="gray" icon={<IconUsers aria-hidden="true" />} mb="lg">
          {t('family.acting.banner', { name: patient.displayName })}
        </Alert>
      )}
      <Parts
        open={part}
        change={(chosen) => navigate({ search: { part: chosen }, replace: true, resetScroll: false })}
        parts={{
          records: records && (
            <Section title={t('chart.page.records')} flush>
              <RecordList patientId={patient.id} title={t('chart.page.noRecords')} />
            </Section>
          ),
          timeline: history && <Timeline patientId={patient.id} />,
          trends: history && <Trends patientId={patient.id} />,
          team: patient.can.includes('care-team.read') && (
            <CareTeam
              patientId={patient.id}
              title={t('access.team.title')}
              mayAssign={patient.can.includes('care-team.manage')}
              empty={<EmptyState title={t('access.team.none')} text={t('access.team.noneText')} />}
            />
          ),
          looked: patient.relation === 'proxy' && <AccessLog patientId={patient.id} />,
          proxies: patient.can.includes('proxy.link') && (
            <Proxies
              patientId={patient.id}
              title={t('family.theirs.title')}
              by="linking"
              empty={<EmptyState title={t('family.theirs.none')} text={t('family.theirs.noneText')} />}
            />
          ),
          earlier: patient.can.includes('legacy.read') && <OldCasesOf patientId={patient.id} />,
          details: (
            <Stack gap="lg">
              <Details patient={patient} />
              {patient.can.includes('membership.read') && (
                <Memberships patientId={patient.id} known={patient.fields.masked.includes('insuranceId') ? '' : patient.insuranceId} />
              )}
              {!records && !history && (
                <Alert color="gray" icon={<IconInfoCircle aria-hidden="true" />}>
                  {t('chart.page.closed')}
                </Alert>
              )}
            </Stack>
          ),
        }}
      />
    </Page>
  )
}

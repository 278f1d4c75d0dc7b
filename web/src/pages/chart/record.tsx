import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { DateTime } from '../../layout/date-time.tsx'
import { LinkButton, TextLink } from '../../layout/links.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { SealBadge } from '../../layout/seal-badge.tsx'
import { Section } from '../../layout/section.tsx'
import { usePerson } from '../../session/session.ts'
import { AddButton, Addenda } from './addenda.tsx'
import { DeleteButton } from './delete-button.tsx'
import { LabelBadge } from './label-badge.tsx'
import { RetractButton } from './retract-button.tsx'
import { RetractionAlert } from './retraction.tsx'
import { Seal } from './seal.tsx'
import { Sections } from './sections.tsx'
import { SignButton } from './sign-button.tsx'

const route = getRouteApi('/frame/records/$recordId')

const colors = { draft: 'amber', signed: 'green', locked: 'green', retracted: 'red' } as const

export function RecordPage() {
  const { recordId } = route.useParams()
  const record = useEndpoint('readRecord', { params: { id: recordId } })
  return (
    <Loaded query={record} whole>
      {(found) => <Record record={found} />}
    </Loaded>
  )
}

function Record({ record }: { record: Answer<'readRecord'> }) {
  const { t } = useTranslation()
  return (
    <Page
      title={<bdi>{record.title}</bdi>}
      back={<WayBack patientId={record.patientId} />}
      width="reading"
      action={
        <Group gap="xs">
          {record.can.includes('update') && (
            <LinkButton variant="default" to="/records/$recordId/edit" params={{ recordId: record.id }}>
              {t('chart.record.edit')}
            </LinkButton>
          )}
          {record.can.includes('delete') && <DeleteButton record={record} />}
          {record.can.includes('sign') && <SignButton record={record} />}
          {record.can.includes('add') && <AddButton recordId={record.id} />}
          {record.can.includes('retract') && <RetractButton recordId={record.id} />}
          {record.state !== 'draft' && (
            <Button variant="default" onClick={() => window.print()}>
              {t('chart.record.print')}
            </Button>
          )}
        </Group>
      }
    >
      {record.retraction && <RetractionAlert retraction={record.retraction} />}
      {record.addsTo && (
        <TextLink to="/records/$recordId" params={{ recordId: record.addsTo }}>
          {t('addendum.original')}
        </TextLink>
      )}
      {record.state === 'draft' ? <SealBadge state="draft" /> : <Seal recordId={record.id} />}
      <Section
        title={t(`chart.types.${record.type}`)}
        aside={
          <Group gap="xs">
            <LabelBadge label={record.confidentiality} />
            <Badge variant="light" color={colors[record.state]}>
              {t(`chart.state.${record.state}`)}
            </Badge>
          </Group>
        }
      >
        <Stack gap="lg">
          <Text c="dimmed" component="div">
            {t('chart.records.by', { name: record.author.displayName })} · <DateTime instant={record.createdAt} />
          </Text>
          <Sections key={record.version} sections={record.sections} />
        </Stack>
      </Section>
      <Addenda ids={record.addenda.map(({ id }) => id)} />
    </Page>
  )
}

/** To one's own records, or to the chart in which this one stands. */
export function WayBack({ patientId }: { patientId: string }) {
  const { t } = useTranslation()
  if (usePerson().patientId === patientId) return <TextLink to="/records">{t('chart.records.title')}</TextLink>
  return (
    <TextLink to="/patients/$patientId" params={{ patientId }} search={{}}>
      {t('chart.page.title')}
    </TextLink>
  )
}

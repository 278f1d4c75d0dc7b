import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { DateTime } from '../../layout/date-time.tsx'
import { LinkButton } from '../../layout/links.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { SealBadge } from '../../layout/seal-badge.tsx'
import { Section } from '../../layout/section.tsx'
import { LabelBadge } from './label-badge.tsx'
import classes from './record.module.css'
import { Seal } from './seal.tsx'
import { SignButton } from './sign-button.tsx'

const route = getRouteApi('/frame/records/$recordId')

export function RecordPage() {
  const { recordId } = route.useParams()
  const record = useEndpoint('readRecord', { params: { id: recordId } })
  return <Loaded query={record}>{(found) => <Record record={found} />}</Loaded>
}

function Record({ record }: { record: Answer<'readRecord'> }) {
  const { t } = useTranslation()
  return (
    <Page
      title={<bdi>{record.title}</bdi>}
      width="reading"
      action={
        <Group gap="xs">
          {record.can.includes('update') && (
            <LinkButton variant="default" to="/records/$recordId/edit" params={{ recordId: record.id }}>
              {t('chart.record.edit')}
            </LinkButton>
          )}
          {record.can.includes('sign') && <SignButton record={record} />}
          {record.state !== 'draft' && (
            <Button variant="default" onClick={() => window.print()}>
              {t('chart.record.print')}
            </Button>
          )}
        </Group>
      }
    >
      {record.state === 'draft' ? <SealBadge state="draft" /> : <Seal recordId={record.id} />}
      <Section
        title={t(`chart.types.${record.type}`)}
        aside={
          <Group gap="xs">
            <LabelBadge label={record.confidentiality} />
            <Badge variant="light" color={record.state === 'draft' ? 'amber' : 'green'}>
              {t(`chart.state.${record.state}`)}
            </Badge>
          </Group>
        }
      >
        <Stack gap="lg">
          <Text c="dimmed" component="div">
            {t('chart.records.by', { name: record.author.displayName })} · <DateTime instant={record.createdAt} />
          </Text>
          {record.sections.map((section, place) => (
            // A section has no identity but its place, and this list never changes.
            <div key={`${record.version}.${place.toString()}`}>
              {section.heading && (
                <Title order={3} dir="auto" mb={4}>
                  {section.heading}
                </Title>
              )}
              <p className={classes.text} dir="auto">
                {section.text}
              </p>
            </div>
          ))}
        </Stack>
      </Section>
    </Page>
  )
}

import { Button, Table, Text } from '@mantine/core'
import { IconGauge } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { DayBars } from './day-bars.tsx'
import { LimitsDialog } from './limits-dialog.tsx'

export type Usage = Answer<'readUsage'>

/** How much is asked of the organisation, by whom, and how much may be. */
export function UsagePage() {
  const { t } = useTranslation()
  const usage = useEndpoint('readUsage')
  return (
    <Page title={t('usage.title')} lead={t('usage.lead')}>
      <Loaded query={usage}>{(found) => <Counts usage={found} />}</Loaded>
    </Page>
  )
}

function Counts({ usage }: { usage: Usage }) {
  const { t } = useTranslation()
  return (
    <>
      <Section title={t('usage.days')}>
        <DayBars days={usage.days} />
        <Text fz="sm" c="dimmed" mt="md">
          {t('usage.total')} {t('usage.requests', { count: usage.total })}
        </Text>
      </Section>
      <Top title={t('usage.users')} none={t('usage.noUsers')} items={usage.users} />
      <Top title={t('usage.keys')} none={t('usage.noKeys')} items={usage.keys} />
      <Limits usage={usage} />
    </>
  )
}

function Top({ title, none, items }: { title: string; none: string; items: Usage['users'] }) {
  const { t } = useTranslation()
  return (
    <Section title={title} flush>
      {items.length === 0 ? (
        <EmptyState icon={IconGauge} title={none} text={t('usage.noneText')} />
      ) : (
        <Rows label={title}>
          {items.map(({ id, name, requests, today }) => (
            <Row key={id} end={<Text fz="sm">{t('usage.requests', { count: requests })}</Text>}>
              <Text fw={600}>
                <PersonName>{name}</PersonName>
              </Text>
              <Text fz="sm" c="dimmed">
                {t('usage.today', { requests: t('usage.requests', { count: today }) })}
              </Text>
            </Row>
          ))}
        </Rows>
      )}
    </Section>
  )
}

function Limits({ usage }: { usage: Usage }) {
  const { t, i18n } = useTranslation()
  const [changing, setChanging] = useState(false)
  const { limits } = usage
  const rows = [
    { of: t('usage.user'), minute: limits.userMinute, day: limits.userDay },
    { of: t('usage.key'), minute: limits.keyMinute, day: limits.keyDay },
    { of: t('usage.tenant'), minute: limits.tenantMinute, day: limits.tenantDay },
  ]
  const number = new Intl.NumberFormat(i18n.language)
  return (
    <Section
      title={t('usage.limits')}
      aside={
        usage.can.includes('limit') && (
          <Button variant="default" size="xs" onClick={() => setChanging(true)}>
            {t('usage.change')}
          </Button>
        )
      }
    >
      <Text fz="sm" c="dimmed" mb="md">
        {t('usage.limitsText')}
      </Text>
      <Table aria-label={t('usage.limits')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('usage.of')}</Table.Th>
            <Table.Th>{t('usage.minute')}</Table.Th>
            <Table.Th>{t('usage.perDay')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ of, minute, day }) => (
            <Table.Tr key={of}>
              <Table.Th scope="row">{of}</Table.Th>
              <Table.Td>{number.format(minute)}</Table.Td>
              <Table.Td>{number.format(day)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <LimitsDialog limits={limits} opened={changing} onClose={() => setChanging(false)} />
    </Section>
  )
}

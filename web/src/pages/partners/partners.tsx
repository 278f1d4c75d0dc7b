import { Badge, Button, Group, Switch, Text } from '@mantine/core'
import { IconBuildingCommunity } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { AddPartner } from './add-partner.tsx'

type Partner = Answer<'listPartners'>['items'][number]

/** With whom members can be checked. */
export function PartnersPage() {
  const { t } = useTranslation()
  const [adding, setAdding] = useState(false)
  const partners = useEndpoint('listPartners')
  return (
    <Page
      title={t('partners.title')}
      lead={t('partners.lead')}
      width="reading"
      action={<Button onClick={() => setAdding(true)}>{t('partners.add')}</Button>}
    >
      <Section title={t('partners.list')} flush>
        <Loaded query={partners}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={IconBuildingCommunity} title={t('partners.none')} text={t('partners.noneText')} />
            ) : (
              <Rows label={t('partners.list')}>
                {items.map((partner) => (
                  <PartnerRow key={partner.id} partner={partner} />
                ))}
              </Rows>
            )
          }
        </Loaded>
      </Section>
      <AddPartner opened={adding} onClose={() => setAdding(false)} />
    </Page>
  )
}

function PartnerRow({ partner: { id, name, active, version, settings } }: { partner: Partner }) {
  const { t } = useTranslation()
  const change = useAct('changePartner', { refreshes: ['listPartners'] })
  const turn = (on: boolean) => {
    if (settings) void change.run({ params: { id }, version, body: { name, url: settings.url, mapping: settings.mapping, active: on } })
  }
  return (
    <Row
      start={<IconBuildingCommunity size={22} stroke={1.5} aria-hidden="true" />}
      end={
        <Switch
          label={t('partners.inUse')}
          aria-label={`${t('partners.inUse')}: ${name}`}
          checked={active}
          disabled={change.busy}
          onChange={(event) => turn(event.currentTarget.checked)}
        />
      }
    >
      <Group gap="xs">
        <Text fw={600}>
          <bdi>{name}</bdi>
        </Text>
        {settings?.hasCredential && <Badge variant="light">{t('partners.credential')}</Badge>}
        {settings?.allowed === false && (
          <Badge variant="light" color="amber">
            {t('partners.blocked')}
          </Badge>
        )}
      </Group>
      <Text fz="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        <bdi dir="ltr">{settings?.url}</bdi>
      </Text>
      <ProblemAlert problem={change.problem} />
    </Row>
  )
}

import { Badge, Group, Text } from '@mantine/core'
import { IconIdBadge2 } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { DateTime } from '../../layout/date-time.tsx'
import { ExactSearch } from '../../layout/exact-search.tsx'
import { LoadedPages } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { OutcomeBadge } from './memberships.tsx'

type Check = Answer<'listMemberChecks'>['items'][number]

/** Every member check of the organisation and of the system before, newest first; those of one number where one is asked for. */
export function MemberChecksPage() {
  const { t } = useTranslation()
  const [number, setNumber] = useState('')
  const checks = usePages('listMemberChecks', { number }, ({ cursor, ...more }) =>
    client.listMemberChecks({ query: { ...(number && { number }), ...(cursor && { cursor }) } }, more),
  )
  return (
    <Page title={t('partners.checks.title')} lead={t('partners.checks.lead')} width="reading">
      <ExactSearch label={t('partners.askedNumber')} submit={t('partners.checks.search')} longest={60} dir="ltr" onSearch={setNumber} />
      <Section title={t('partners.checks.title')} flush>
        <LoadedPages
          query={checks}
          empty={<EmptyState icon={IconIdBadge2} title={t('partners.checks.none')} text={t('partners.checks.noneText')} />}
        >
          {(items) => (
            <Rows label={t('partners.checks.title')}>
              {items.map((check) => (
                <CheckRow key={check.id} check={check} />
              ))}
            </Rows>
          )}
        </LoadedPages>
      </Section>
    </Page>
  )
}

/** People by their ids alone, as in the journal. */
function CheckRow({ check: { at, partner, vendorId, outcome, origin, patientId, byUser } }: { check: Check }) {
  const { t } = useTranslation()
  const people = [
    [t('partners.checks.patient'), patientId],
    [t('partners.checks.by'), byUser],
  ] as const
  return (
    <Row end={origin === 'imported' && <Badge variant="light">{t('partners.checks.imported')}</Badge>}>
      <Group gap="xs">
        <OutcomeBadge outcome={outcome} name={partner?.name ?? vendorId ?? t('partners.checks.before')} />
        <Text fz="sm" c="dimmed">
          <DateTime instant={at} />
        </Text>
      </Group>
      {people.map(
        ([word, id]) =>
          id && (
            <Text key={word} fz="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {word} <bdi>{id}</bdi>
            </Text>
          ),
      )}
    </Row>
  )
}

import { Group, SegmentedControl, Text } from '@mantine/core'
import { IconMessageQuestion } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { usePages } from '../../data/use-pages.ts'
import { DateTime } from '../../layout/date-time.tsx'
import { LinkButton, TextLink } from '../../layout/links.tsx'
import { LoadedPages } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { usePerson } from '../../session/session.ts'
import { useActingIn, WhomSelect } from '../family/whom-select.tsx'
import { CaseBadges } from './case-badges.tsx'

type Item = Answer<'listCases'>['items'][number]
const standings = ['open', 'over'] as const

/** A patient's questions, or a doctor's queue. */
export function CasesPage() {
  const { t } = useTranslation()
  const { doctorId, patientId = '' } = usePerson()
  const asks = doctorId === undefined
  const others = useActingIn('cases', asks)
  const [whose, setWhose] = useState(patientId)
  const [standing, setStanding] = useState<(typeof standings)[number]>('open')
  const query = { standing, ...(whose !== patientId && { patientId: whose }) }
  const cases = usePages('listCases', query, ({ cursor, ...more }) =>
    client.listCases({ query: { ...query, ...(cursor && { cursor }) } }, more),
  )
  const about = useEndpoint('about')
  return (
    <Page
      title={asks ? t('cases.mine') : t('cases.queue')}
      lead={asks ? t('cases.mineLead') : t('cases.queueLead')}
      width="reading"
      action={
        asks && (
          <Group gap="md">
            {about.data?.anonymousCases && <TextLink to="/cases/claim">{t('receipts.claimDoor')}</TextLink>}
            <LinkButton to="/cases/new">{t('cases.ask')}</LinkButton>
          </Group>
        )
      }
    >
      <WhomSelect label={t('cases.whose')} others={others} value={whose} onChange={setWhose} />
      <SegmentedControl
        style={{ alignSelf: 'flex-start' }}
        aria-label={t('cases.filter')}
        value={standing}
        onChange={(chosen) => setStanding(standings.find((known) => known === chosen) ?? standing)}
        data={standings.map((value) => ({ value, label: t(`cases.standing.${value}`) }))}
      />
      <Section title={t(`cases.standing.${standing}`)} flush>
        <LoadedPages
          query={cases}
          empty={
            <EmptyState
              icon={IconMessageQuestion}
              title={t(`cases.none.${standing}`)}
              text={asks ? t('cases.noneMine') : t('cases.noneQueue')}
            />
          }
        >
          {(items) => (
            <Rows label={t('cases.rail')}>
              {items.map((item) => (
                <CaseRow key={item.id} item={item} asks={asks} />
              ))}
            </Rows>
          )}
        </LoadedPages>
      </Section>
    </Page>
  )
}

function CaseRow({ item, asks }: { item: Item; asks: boolean }) {
  const { t } = useTranslation()
  const whom = asks ? item.assignee : item.patient
  return (
    <Row start={<IconMessageQuestion size={22} stroke={1.5} aria-hidden="true" />} end={<CaseBadges item={item} />}>
      <Text fw={600} component="div">
        <TextLink to="/cases/$caseId" params={{ caseId: item.id }}>
          <bdi>{item.title}</bdi>
        </TextLink>
      </Text>
      {whom && (
        <Text fz="sm">
          <PersonName>{whom.displayName}</PersonName>
        </Text>
      )}
      <Text fz="sm" c="dimmed" component="div">
        {t('cases.due')} <DateTime instant={item.dueAt} />
      </Text>
    </Row>
  )
}

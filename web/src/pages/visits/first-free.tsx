import { Group, Text } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { ClinicTime } from '../../layout/date-time.tsx'
import { LinkButton } from '../../layout/links.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'

type Sought = { language?: string; specialty?: string; visitTypeId?: string }
type Hit = Answer<'searchFree'>['items'][number]
const most = 3

/** Who of those who are sought is free first, whichever doctor it is. */
export function FirstFree({ sought }: { sought: Sought }) {
  const { t } = useTranslation()
  const free = useEndpoint('searchFree', { query: { ...sought, limit: most } })
  return (
    <Section title={t('visits.find.soonest')} flush>
      <Loaded query={free}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('visits.find.noFree')} text={t('visits.find.noneText')} />
          ) : (
            <Rows label={t('visits.find.soonest')}>
              {items.map((hit) => (
                <HitRow key={hit.doctor.id} hit={hit} kind={sought.visitTypeId} />
              ))}
            </Rows>
          )
        }
      </Loaded>
    </Section>
  )
}

function HitRow({ hit: { doctor, start, end, timeZone }, kind }: { hit: Hit; kind: string | undefined }) {
  const { t } = useTranslation()
  return (
    <Row
      start={<IconClock size={22} stroke={1.5} aria-hidden="true" />}
      end={
        <LinkButton
          to="/doctors/$doctorId/book"
          params={{ doctorId: doctor.id }}
          search={kind ? { kind } : {}}
          aria-label={t('visits.find.soonestWith', { name: doctor.displayName })}
        >
          {t('visits.find.book')}
        </LinkButton>
      }
    >
      <Text fw={600}>
        <ClinicTime instant={start} end={end} clinicZone={timeZone} />
      </Text>
      <Group gap="xs" fz="sm" c="dimmed">
        <PersonName>{doctor.displayName}</PersonName>
      </Group>
    </Row>
  )
}

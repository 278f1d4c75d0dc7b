import { Button, Group, Text } from '@mantine/core'
import { IconArrowsExchange } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { useAct } from '../../data/use-act.ts'
import { usePages } from '../../data/use-pages.ts'
import { DateTime } from '../../layout/date-time.tsx'
import { LoadedPages } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { CancelDialog } from '../visits/visit-row.tsx'
import { GiveDialog } from './give-dialog.tsx'

type Handover = Answer<'listHandovers'>['items'][number]

/** Booked visits whose doctor will be away: each goes to another doctor, or is cancelled. */
export function HandoversPage() {
  const { t } = useTranslation()
  const waiting = usePages('listHandovers', {}, ({ cursor, ...more }) => client.listHandovers({ query: cursor ? { cursor } : {} }, more))
  return (
    <Page title={t('away.handovers.title')} lead={t('away.handovers.lead')} width="reading">
      <Section title={t('away.handovers.title')} flush>
        <LoadedPages query={waiting} empty={<EmptyState title={t('away.handovers.none')} text={t('away.handovers.noneText')} />}>
          {(items) => (
            <Rows>
              {items.map((handover) => (
                <HandoverRow key={handover.appointment.id} handover={handover} />
              ))}
            </Rows>
          )}
        </LoadedPages>
      </Section>
    </Page>
  )
}

function HandoverRow({ handover: { appointment, standIn } }: { handover: Handover }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState<'give' | 'cancel'>()
  const give = useAct('handOver', {
    refreshes: ['listHandovers', 'listAppointments'],
    done: (visit) => t('away.handovers.done', { name: visit.doctor.displayName }),
  })
  const close = () => {
    setAsking(undefined)
    give.clear()
  }
  return (
    <Row
      start={<IconArrowsExchange size={22} stroke={1.5} aria-hidden="true" />}
      end={
        <Group gap="xs">
          {standIn?.free && (
            <Button size="xs" loading={give.busy} onClick={() => give.run({ params: { id: appointment.id }, body: {} })}>
              <bdi>{t('away.handovers.giveTo', { name: standIn.displayName })}</bdi>
            </Button>
          )}
          <Button size="xs" variant="default" onClick={() => setAsking('give')}>
            {t('away.handovers.other')}
          </Button>
          {appointment.can.includes('cancel') && (
            <Button size="xs" variant="default" onClick={() => setAsking('cancel')}>
              {t('visits.list.cancel')}
            </Button>
          )}
        </Group>
      }
    >
      <Text fw={600} component="div">
        <DateTime instant={appointment.start} end={appointment.end} clinicZone={appointment.timeZone} />
      </Text>
      <Text>
        <PersonName>{appointment.patient.displayName}</PersonName>
      </Text>
      <Text fz="sm" c="dimmed">
        <bdi>{t('away.handovers.with', { name: appointment.doctor.displayName })}</bdi>
      </Text>
      <Text fz="sm" fw={standIn?.free ? 400 : 600}>
        <bdi>
          {standIn === undefined
            ? t('away.handovers.nobody')
            : t(standIn.free ? 'away.handovers.free' : 'away.handovers.taken', { name: standIn.displayName })}
        </bdi>
      </Text>
      <ProblemAlert problem={give.problem} />
      {asking === 'give' && <GiveDialog visit={appointment} onClose={close} />}
      {asking === 'cancel' && <CancelDialog visit={appointment} onClose={close} />}
    </Row>
  )
}

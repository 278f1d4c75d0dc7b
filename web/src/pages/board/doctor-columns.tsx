import { Badge, Button, Group, Text, VisuallyHidden } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DateTime } from '../../layout/date-time.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { Section } from '../../layout/section.tsx'
import { CancelDialog, statusTones } from '../visits/visit-row.tsx'
import { VisitSteps } from '../visits/visit-steps.tsx'
import classes from './doctor-columns.module.css'

type Visit = Answer<'readAppointment'>

/** A column for every doctor who has a visit; one below the other on a phone. */
export function DoctorColumns({ visits }: { visits: readonly Visit[] }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<Visit>()
  return (
    <div className={classes.columns}>
      {[...Map.groupBy(visits, (visit) => visit.doctor.id)].map(([id, own]) => (
        <Section
          key={id}
          flush
          title={<PersonName>{own[0]?.doctor.displayName ?? ''}</PersonName>}
          aside={
            <Text fz="sm" c="dimmed">
              {t('board.visits', { count: own.length })}
            </Text>
          }
        >
          <ul className={classes.visits}>
            {own.map((visit) => (
              <VisitCard key={visit.id} visit={visit} onCancel={() => setAsked(visit)} />
            ))}
          </ul>
        </Section>
      ))}
      {asked && <CancelDialog visit={asked} onClose={() => setAsked(undefined)} />}
    </div>
  )
}

function VisitCard({ visit, onCancel }: { visit: Visit; onCancel: () => void }) {
  const { t } = useTranslation()
  return (
    <li className={classes.visit} data-closed={visit.status === 'cancelled' || undefined}>
      <Group justify="space-between" gap="xs">
        <Text component="div" fw={600}>
          <DateTime instant={visit.start} end={visit.end} shape="time" clinicZone={visit.timeZone} />
        </Text>
        <Badge size="md" color={statusTones[visit.status]}>
          {t(`visits.status.${visit.status}`)}
        </Badge>
      </Group>
      <Group justify="space-between" gap="xs" mt={4}>
        <Text className={classes.patient}>
          <PersonName>{visit.patient.displayName}</PersonName>
        </Text>
        {visit.can.includes('cancel') && (
          <Button variant="subtle" size="compact-sm" me={-8} onClick={onCancel}>
            {t('visits.list.cancel')}
            <VisuallyHidden>: {visit.patient.displayName}</VisuallyHidden>
          </Button>
        )}
      </Group>
      {visit.room && (
        <Text fz="sm" c="dimmed">
          <bdi>{visit.room.name}</bdi>
        </Text>
      )}
      <Group gap="xs" mt={4}>
        <VisitSteps visit={visit} />
      </Group>
      {visit.cancellation && (
        <Text fz="sm" c="dimmed">
          {t(`visits.reasons.${visit.cancellation.reason}`)}
        </Text>
      )}
    </li>
  )
}

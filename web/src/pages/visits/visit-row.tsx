import { Badge, Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core'
import { IconCalendarEvent } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { ClinicTime } from '../../layout/date-time.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Row } from '../../layout/rows.tsx'
import { MoveDialog } from './move-dialog.tsx'

export type Visit = Answer<'readAppointment'>

export const statusTones = {
  booked: 'teal',
  arrived: 'teal',
  'checked-in': 'teal',
  fulfilled: 'green',
  cancelled: 'gray',
  noshow: 'amber',
} as const
const reasons = ['patient-request', 'doctor-unavailable', 'clinic-closed', 'other'] as const

type VisitRowProps = { visit: Visit; person: string; shape?: 'visit' | 'time'; children?: ReactNode }

/** One visit: when, with whom, how it stands, and what may be done with it. `shape` is `time` where the day stands above. */
export function VisitRow({ visit, person, shape = 'visit', children }: VisitRowProps) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const [moving, setMoving] = useState(false)
  return (
    <Row start={<IconCalendarEvent size={22} stroke={1.5} aria-hidden="true" />}>
      <Group gap="xs">
        <Text fw={600} component="div">
          <ClinicTime instant={visit.start} end={visit.end} shape={shape} clinicZone={visit.timeZone} />
        </Text>
        <Badge variant="light" color={statusTones[visit.status]}>
          {t(`visits.status.${visit.status}`)}
        </Badge>
      </Group>
      <Text>
        <PersonName>{person}</PersonName>
      </Text>
      {visit.reason && (
        <Text fz="sm" c="dimmed">
          <bdi>{visit.reason}</bdi>
        </Text>
      )}
      {visit.cancellation && (
        <Text fz="sm" c="dimmed">
          {t(`visits.reasons.${visit.cancellation.reason}`)}
        </Text>
      )}
      <Group gap="xs" mt="xs">
        {children}
        {visit.can.includes('reschedule') && (
          <Button variant="default" size="xs" onClick={() => setMoving(true)}>
            {t('visits.move.move')}
          </Button>
        )}
        {visit.can.includes('cancel') && (
          <Button variant="default" size="xs" onClick={() => setAsking(true)}>
            {t('visits.list.cancel')}
          </Button>
        )}
      </Group>
      {moving && <MoveDialog visit={visit} onClose={() => setMoving(false)} />}
      {asking && <CancelDialog visit={visit} onClose={() => setAsking(false)} />}
    </Row>
  )
}

export function CancelDialog({ visit, onClose }: { visit: Visit; onClose: () => void }) {
  const { t } = useTranslation()
  const [reason, setReason] = useState<(typeof reasons)[number]>('patient-request')
  const [note, setNote] = useState('')
  const cancel = useAct('cancelAppointment', { refreshes: ['listAppointments', 'readSlots'], done: t('visits.list.cancelled') })
  const submit = async () => {
    if (await cancel.run({ params: { id: visit.id }, body: { reason, ...(note && { note }) } })) onClose()
  }
  return (
    <Modal opened onClose={onClose} title={t('visits.list.cancelTitle')} closeButtonProps={{ 'aria-label': t('visits.list.keep') }}>
      <Stack>
        <Text>{t('visits.list.cancelText')}</Text>
        <ProblemAlert problem={cancel.problem} />
        <Select
          label={t('visits.list.why')}
          allowDeselect={false}
          value={reason}
          onChange={(value) => setReason(reasons.find((code) => code === value) ?? 'other')}
          data={reasons.map((value) => ({ value, label: t(`visits.reasons.${value}`) }))}
        />
        <Textarea
          label={t('visits.list.note')}
          value={note}
          maxLength={2000}
          dir="auto"
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('visits.list.keep')}
          </Button>
          <Button color="red" loading={cancel.busy} onClick={submit}>
            {t('visits.list.cancel')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

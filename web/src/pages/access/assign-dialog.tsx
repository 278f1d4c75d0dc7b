import { Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core'
import { assignmentCauses } from '@wardkeep/contract/care-team.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { DoctorSelect } from './doctor-select.tsx'

type AssignProps = { patientId: string; opened: boolean; onClose: () => void }

export function AssignDialog({ patientId, opened, onClose }: AssignProps) {
  const { t } = useTranslation()
  return (
    <Modal opened={opened} onClose={onClose} title={t('access.team.assign')} closeButtonProps={{ 'aria-label': t('access.team.cancel') }}>
      {opened && <AssignForm patientId={patientId} onClose={onClose} />}
    </Modal>
  )
}

function AssignForm({ patientId, onClose }: Omit<AssignProps, 'opened'>) {
  const { t } = useTranslation()
  const [doctorId, setDoctor] = useState('')
  const [cause, setCause] = useState<(typeof assignmentCauses)[number]>('treating')
  const [day, setDay] = useState('')
  const assign = useAct('assignDoctor', {
    refreshes: ['readCareTeam', 'listAssignments'],
    done: ({ doctor }) => t('access.team.assigned', { name: doctor.displayName }),
  })
  const save = async () => {
    const until = day === '' ? {} : { until: endOf(day) }
    if (await assign.run({ params: { id: patientId }, body: { doctorId, cause, ...until } })) onClose()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Stack>
        <ProblemAlert problem={assign.problem} />
        <DoctorSelect label={t('access.team.doctor')} value={doctorId} onChange={setDoctor} />
        <NativeSelect
          label={t('access.team.cause')}
          value={cause}
          onChange={(event) => setCause(assignmentCauses.find((one) => one === event.currentTarget.value) ?? cause)}
          data={assignmentCauses.map((value) => ({ value, label: t(`access.causes.${value}`) }))}
        />
        <TextInput label={t('access.team.until')} type="date" value={day} onChange={(event) => setDay(event.currentTarget.value)} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('access.team.cancel')}
          </Button>
          <Button type="submit" disabled={doctorId === ''} loading={assign.busy}>
            {t('access.team.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** The end of a day on the viewer's clock. */
function endOf(day: string): string {
  const end = new Date(`${day}T00:00:00`)
  end.setDate(end.getDate() + 1)
  return end.toISOString()
}

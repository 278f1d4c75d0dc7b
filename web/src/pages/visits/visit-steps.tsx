import { Button, VisuallyHidden } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'

type Visit = Answer<'readAppointment'>
const refreshes = { refreshes: ['listAppointments', 'readSlots'] } as const
const given = ({ id }: Visit) => ({ params: { id }, body: {} })

/** What may be noted of a visit next: that the patient came, is ready, was seen, or did not come. */
export function VisitSteps({ visit }: { visit: Visit }) {
  const { t } = useTranslation()
  const arrival = useAct('recordArrival', refreshes)
  const ready = useAct('checkIn', refreshes)
  const seen = useAct('completeAppointment', refreshes)
  const missed = useAct('recordNoShow', refreshes)
  const steps = [
    { name: 'arrive', act: arrival, run: () => arrival.run(given(visit)) },
    { name: 'check-in', act: ready, run: () => ready.run(given(visit)) },
    { name: 'complete', act: seen, run: () => seen.run(given(visit)) },
    { name: 'no-show', act: missed, run: () => missed.run(given(visit)) },
  ] as const
  const problem = steps.map(({ act }) => act.problem).find((one) => one !== undefined)
  return (
    <>
      {steps
        .filter(({ name }) => visit.can.includes(name))
        .map(({ name, act, run }) => (
          <Button key={name} size="xs" variant={name === 'no-show' ? 'subtle' : 'default'} loading={act.busy} onClick={run}>
            {t(`board.steps.${name}`)}
            <VisuallyHidden>: {visit.patient.displayName}</VisuallyHidden>
          </Button>
        ))}
      <ProblemAlert problem={problem} />
    </>
  )
}

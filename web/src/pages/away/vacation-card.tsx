import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { LinkButton } from '../../layout/links.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { SaveProblem } from '../../layout/save-problem.tsx'
import { Section } from '../../layout/section.tsx'
import { usePerson } from '../../session/session.ts'
import { faultAt } from '../../words/reasons.ts'
import { useFitDoctors } from './fit-doctors.ts'

type Vacation = Answer<'readVacation'>

/** When the doctor who is signed in is away, and who stands in. */
export function VacationCard() {
  const { t } = useTranslation()
  const vacation = useEndpoint('readVacation', { params: { id: 'me' } })
  return (
    <Section title={t('away.title')}>
      <Loaded query={vacation} lines={2}>
        {(found) => (
          <Stack>
            <Text>{t('away.lead')}</Text>
            {found.active && <Waiting />}
            <VacationForm key={found.version} stored={found} />
          </Stack>
        )}
      </Loaded>
    </Section>
  )
}

function VacationForm({ stored }: { stored: Vacation }) {
  const { t } = useTranslation()
  const [from, setFrom] = useState(dayIn(stored.from) ?? today())
  const [until, setUntil] = useState(dayIn(stored.until) ?? '')
  const [standIn, setStandIn] = useState(stored.standInDoctorId ?? '')
  const refreshes = ['readVacation', 'listHandovers', 'listDoctors', 'readDoctor'] as const
  const save = useAct('setVacation', { refreshes, done: ({ active }) => t(active ? 'away.saved' : 'away.ended') })
  const fault = (field: string) => faultAt(save.problem, field, t)
  const say = (body: Parameters<typeof save.run>[0]['body']) => save.run({ params: { id: 'me' }, version: stored.version, body })
  return (
    <Stack>
      <SaveProblem problem={save.problem} sentence={t('away.conflict')} />
      <Group align="flex-start">
        <TextInput
          type="date"
          label={t('away.first')}
          value={from}
          error={fault('from')}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('away.last')}
          description={t('away.lastHelp')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={until}
          min={from}
          error={fault('until')}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      </Group>
      <StandInSelect value={standIn} onChange={setStandIn} />
      <Group>
        <Button
          loading={save.busy}
          onClick={() =>
            say({ active: true, ...(from && { from }), ...(until && { until }), ...(standIn && { standInDoctorId: standIn }) })
          }
        >
          {t('away.save')}
        </Button>
        {stored.active && (
          <Button variant="default" loading={save.busy} onClick={() => say({ active: false })}>
            {t('away.end')}
          </Button>
        )}
      </Group>
    </Stack>
  )
}

function StandInSelect({ value, onChange }: { value: string; onChange: (doctorId: string) => void }) {
  const { t } = useTranslation()
  const { doctorId } = usePerson()
  const others = useFitDoctors(doctorId)
  return (
    <NativeSelect
      label={t('away.standIn')}
      description={t('away.standInHelp')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      maw={420}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[{ value: '', label: t('away.nobody') }, ...others.map(({ id, displayName }) => ({ value: id, label: displayName }))]}
    />
  )
}

/** How many booked visits lie in the vacation, and the way to them. */
function Waiting() {
  const { t } = useTranslation()
  const waiting = useEndpoint('listHandovers', { query: { limit: 100 } })
  const count = waiting.data?.items.length ?? 0
  if (count === 0) return null
  return (
    <Group justify="space-between" role="status">
      <Text fw={600}>{waiting.data?.next ? t('away.waitingMany') : t('away.waiting', { count })}</Text>
      <LinkButton variant="default" to="/handovers">
        {t('away.seeWaiting')}
      </LinkButton>
    </Group>
  )
}

/** The day of a date or an instant, for a field that takes days. */
function dayIn(text: string | undefined): string | undefined {
  return text?.slice(0, 10)
}

function today(): string {
  return new Intl.DateTimeFormat('en-CA').format(new Date())
}

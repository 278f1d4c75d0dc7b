import { Button, Chip, Group, Modal, NativeSelect, Stack, Text, TextInput, VisuallyHidden } from '@mantine/core'
import { dayParts } from '@wardkeep/contract/waitlist.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { localeOf } from '../../words/dates.ts'
import { faultAt } from '../../words/reasons.ts'
import { KindSelect } from '../visits/kind-select.tsx'
import { dayNames } from './day-names.ts'

type Of = { doctorId: string; patientId?: string; visitTypeId?: string; name?: string }

/** Asks to be offered what becomes free with a doctor; where `name` is given, the button says it to who cannot see the row. */
export function WaitButton({ name, ...of }: Of) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setAsking(true)}>
        {t('waitlist.ask')}
        {name && <VisuallyHidden>: {name}</VisuallyHidden>}
      </Button>
      {asking && <JoinDialog {...of} onClose={() => setAsking(false)} />}
    </>
  )
}

const whole = ['1', '2', '3', '4', '5', '6', '7']

function JoinDialog({ doctorId, patientId, visitTypeId = '', onClose }: Of & { onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const [from, setFrom] = useState(dayAhead(0))
  const [until, setUntil] = useState(dayAhead(30))
  const [days, setDays] = useState(whole)
  const [part, setPart] = useState('')
  const [kind, setKind] = useState(visitTypeId)
  const join = useAct('joinWaitlist', { refreshes: ['listWaitlist'], done: t('waitlist.joined') })
  const fault = (field: string) => faultAt(join.problem, field, t)
  const wanted = dayParts.find((one) => one === part)
  const submit = async () => {
    const weekdays = days.map(Number).sort()
    const body = {
      doctorId,
      from,
      until,
      weekdays,
      ...(wanted && { part: wanted }),
      ...(patientId && { patientId }),
      ...(kind && { visitTypeId: kind }),
    }
    if (await join.run({ body })) onClose()
  }
  return (
    <Modal opened onClose={onClose} title={t('waitlist.title')} closeButtonProps={{ 'aria-label': t('waitlist.keep') }}>
      <Stack>
        <Text>{t('waitlist.lead')}</Text>
        <ProblemAlert problem={join.problem} />
        <KindSelect doctorId={doctorId} value={kind} onChange={setKind} />
        <Group grow>
          <TextInput
            type="date"
            label={t('waitlist.from')}
            value={from}
            error={fault('from')}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label={t('waitlist.until')}
            value={until}
            min={from}
            error={fault('until')}
            onChange={(event) => setUntil(event.currentTarget.value)}
          />
        </Group>
        <fieldset style={bare}>
          <Text component="legend" fw={500} fz="sm" mb={4}>
            {t('waitlist.days')}
          </Text>
          <Chip.Group multiple value={days} onChange={setDays}>
            <Group gap={6}>
              {dayNames(localeOf(i18n.language)).map((label, place) => (
                <Chip key={label} value={String(place + 1)} size="sm">
                  {label}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </fieldset>
        <NativeSelect
          label={t('waitlist.part')}
          value={part}
          onChange={(event) => setPart(event.currentTarget.value)}
          data={[{ value: '', label: t('waitlist.any') }, ...dayParts.map((value) => ({ value, label: t(`waitlist.parts.${value}`) }))]}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('waitlist.keep')}
          </Button>
          <Button loading={join.busy} disabled={days.length === 0} onClick={submit}>
            {t('waitlist.join')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

const bare = { border: 0, padding: 0, margin: 0, minWidth: 0 }

function dayAhead(days: number): string {
  return new Intl.DateTimeFormat('en-CA').format(new Date(Date.now() + days * 86_400_000))
}

import { Button, Group, Modal, NumberInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import { useAct } from '../../data/use-act.ts'
import { SaveProblem } from '../../layout/save-problem.tsx'
import { calendarReason } from '../hours/reasons.ts'

type Hours = Answer<'readAvailability'>

/** A stretch of one day: `YYYY-MM-DD`, and `HH:MM` on the doctor's own clock. */
export type Stretch = { date: string; from: string; to: string }

/** Opens hours, each week from that day on or on that day alone. Dragging fills it in; it can be written by hand as well. */
export function OpenDialog({ hours, stretch, onClose }: { hours: Hours; stretch: Stretch; onClose: () => void }) {
  const { t } = useTranslation()
  const [{ date, from, to }, setWanted] = useState(stretch)
  const [repeat, setRepeat] = useState<'once' | 'weekly'>('weekly')
  const [slotMinutes, setSlotMinutes] = useState(hours.weekly[0]?.slotMinutes ?? 30)
  const save = useAct('setAvailability', { refreshes: ['readAvailability', 'readSlots'], done: t('calendar.open.done') })
  const fault = save.problem?.errors[0]
  const change = (part: Partial<Stretch>) => setWanted((before) => ({ ...before, ...part }))
  const submit = async () => {
    const { timeZone, weekly, overrides } = hours
    const body =
      repeat === 'once'
        ? { timeZone, weekly, overrides: [...overrides, { date, kind: 'add' as const, from, to, slotMinutes }] }
        : { timeZone, weekly: [...weekly, { weekday: Temporal.PlainDate.from(date).dayOfWeek, from, to, slotMinutes, validFrom: date }] }
    if (await save.run({ params: { id: 'me' }, version: hours.version, body })) onClose()
  }
  return (
    <Modal opened onClose={onClose} title={t('calendar.open.title')} closeButtonProps={{ 'aria-label': t('calendar.week.close') }}>
      <Stack>
        <SaveProblem problem={save.problem} sentence={t('hours.conflict')} />
        {fault && (
          <Text c="red" fz="sm" role="alert">
            {calendarReason(fault.reason, t)}
          </Text>
        )}
        <TextInput
          label={t('calendar.open.date')}
          type="date"
          value={date}
          onChange={(event) => change({ date: event.currentTarget.value })}
        />
        <Group grow>
          <TextInput label={t('hours.from')} type="time" value={from} onChange={(event) => change({ from: event.currentTarget.value })} />
          <TextInput label={t('hours.to')} type="time" value={to} onChange={(event) => change({ to: event.currentTarget.value })} />
        </Group>
        <SegmentedControl
          aria-label={t('calendar.open.repeat')}
          value={repeat}
          onChange={(value) => setRepeat(value === 'once' ? 'once' : 'weekly')}
          data={(['weekly', 'once'] as const).map((value) => ({ value, label: t(`calendar.open.${value}`) }))}
        />
        <NumberInput
          label={t('hours.slot')}
          min={5}
          max={480}
          hideControls
          value={slotMinutes}
          onChange={(value) => setSlotMinutes(Number(value))}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('calendar.week.close')}
          </Button>
          <Button loading={save.busy} disabled={date === '' || from >= to} onClick={submit}>
            {t('calendar.open.submit')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

import { Alert, Button, Group, List, NativeSelect, NumberInput, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { DateTime } from '../../layout/date-time.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { localeOf, zoneName } from '../../words/dates.ts'

type Doctor = Answer<'readDoctor'>
type Visit = Answer<'bookAppointment'>
/** Why one visit of a series cannot be booked. */
const told = ['SLOT_TAKEN', 'OUTSIDE_HOURS', 'TOO_SOON', 'BEYOND_HORIZON', 'DAY_FULL'] as const
const refreshes = { refreshes: ['readSlots', 'listAppointments', 'listDoctors'] } as const

/** What staff may book beside the free slots: a room, several weeks, and, with a reason, a time outside the rules. */
export function OtherTimeForm({ doctor, patientId, onBooked }: { doctor: Doctor; patientId: string; onBooked: (visit: Visit) => void }) {
  const { t, i18n } = useTranslation()
  const rooms = useEndpoint('listRooms')
  const [day, setDay] = useState('')
  const [time, setTime] = useState('')
  const [minutes, setMinutes] = useState(30)
  const [weeks, setWeeks] = useState('0')
  const [count, setCount] = useState(4)
  const [roomId, setRoom] = useState('')
  const [why, setWhy] = useState('')
  const one = useAct('bookAppointment', refreshes)
  const series = useAct('bookSeries', refreshes)
  const slot = slotIn(day, time, minutes, doctor.timeZone)
  const conflicts = series.problem?.code === 'SERIES_CONFLICTS' ? series.problem.errors : []

  const submit = async (leaveOut = false) => {
    if (!slot) return
    const body = { doctorId: doctor.id, patientId, ...slot, ...(roomId && { roomId }), ...(why && { override: { reason: why } }) }
    if (weeks === '0') {
      series.clear()
      const visit = await one.run({ body })
      if (visit) onBooked(visit)
      return
    }
    one.clear()
    const made = await series.run({ body: { ...body, everyDays: 7 * Number(weeks), count, ...(leaveOut && { leaveOut: true as const }) } })
    const [first] = made?.items ?? []
    if (first) onBooked(first)
  }
  return (
    <Stack gap="md">
      <Group align="flex-end">
        <TextInput type="date" label={t('board.other.day')} value={day} onChange={(event) => setDay(event.currentTarget.value)} />
        <TextInput type="time" label={t('board.other.time')} value={time} onChange={(event) => setTime(event.currentTarget.value)} />
        <NumberInput
          label={t('board.other.minutes')}
          value={minutes}
          min={5}
          max={480}
          step={5}
          w={110}
          onChange={(value) => setMinutes(Number(value))}
        />
      </Group>
      <Text fz="sm" c="dimmed">
        {t('visits.book.zone', { zone: zoneName(doctor.timeZone, localeOf(i18n.language)) })}
      </Text>
      <Group align="flex-end">
        <NativeSelect label={t('board.other.repeat')} value={weeks} onChange={(event) => setWeeks(event.currentTarget.value)}>
          <option value="0">{t('board.other.once')}</option>
          {[1, 2, 4].map((every) => (
            <option key={every} value={every}>
              {t('board.other.weeks', { count: every })}
            </option>
          ))}
        </NativeSelect>
        {weeks !== '0' && (
          <NumberInput
            label={t('board.other.times')}
            value={count}
            min={2}
            max={52}
            w={110}
            onChange={(value) => setCount(Number(value))}
          />
        )}
        <NativeSelect label={t('board.other.room')} value={roomId} onChange={(event) => setRoom(event.currentTarget.value)}>
          <option value="">{t('board.other.noRoom')}</option>
          {(rooms.data?.items ?? [])
            .filter(({ active }) => active)
            .map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
        </NativeSelect>
      </Group>
      <Textarea
        label={t('board.other.why')}
        description={t('board.other.whyHelp')}
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
        maxLength={500}
        dir="auto"
        autosize
      />
      <ProblemAlert problem={one.problem ?? (conflicts.length > 0 ? undefined : series.problem)} />
      {conflicts.length > 0 && (
        <Alert color="amber" role="alert" title={t('board.other.conflicts')}>
          <List size="sm" mb="sm">
            {conflicts.map(({ field, reason }) => (
              <List.Item key={field}>
                <DateTime instant={field} clinicZone={doctor.timeZone} /> ·{' '}
                {t(`problems.code.${told.find((code) => code === reason) ?? 'UNKNOWN'}`)}
              </List.Item>
            ))}
          </List>
          {conflicts.length < count && (
            <Button size="xs" variant="default" loading={series.busy} onClick={() => submit(true)}>
              {t('board.other.leaveOut')}
            </Button>
          )}
        </Alert>
      )}
      <div>
        <Button disabled={!slot} loading={one.busy || series.busy} onClick={() => submit()}>
          {t('board.other.submit')}
        </Button>
      </div>
    </Stack>
  )
}

/** On the doctor's wall clock; nothing where a field is still empty. */
function slotIn(day: string, time: string, minutes: number, timeZone: string): { start: string; end: string } | undefined {
  if (day === '' || time === '' || !(minutes >= 5)) return undefined
  const start = Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(timeZone).toInstant()
  return { start: start.toString(), end: start.add({ minutes }).toString() }
}

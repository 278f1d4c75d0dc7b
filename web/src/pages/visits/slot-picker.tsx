import { Button, Chip, Group, Stack, Text } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { LinkButton } from '../../layout/links.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { workspaceOf } from '../../layout/workspaces.ts'
import { usePerson } from '../../session/session.ts'
import { localeOf, sameClock, viewerZone, zoneName } from '../../words/dates.ts'
import { WaitButton } from '../waitlist/wait-button.tsx'
import classes from './booking.module.css'

export type Slot = Answer<'readSlots'>['items'][number]

const days = 28

/** The free times of a doctor in the coming four weeks: a day, then a time, on the clinic's clock. */
export function SlotPicker({
  doctorId,
  visitTypeId,
  chosen,
  onChosen,
}: {
  doctorId: string
  visitTypeId: string | undefined
  chosen: Slot | undefined
  onChosen: (slot: Slot | undefined) => void
}) {
  const { t } = useTranslation()
  const query = useMemo(() => ({ ...windowFrom(new Date()), ...(visitTypeId && { visitTypeId }) }), [visitTypeId])
  const { role } = usePerson()
  const choosesDoctors = workspaceOf(role).some(({ to }) => to === '/doctors')
  const slots = useEndpoint('readSlots', { params: { id: doctorId }, query })
  return (
    <Loaded query={slots}>
      {({ items, timeZone, none, standIn }) =>
        items.length === 0 ? (
          <EmptyState
            title={t('visits.book.none')}
            text={`${none ? t(`visits.book.why.${none}`) : ''} ${t(choosesDoctors ? 'visits.book.noneText' : 'visits.book.noneDesk')}`.trim()}
            action={
              choosesDoctors && (
                <Group justify="center">
                  {standIn && (
                    <LinkButton to="/doctors/$doctorId/book" params={{ doctorId: standIn.id }}>
                      <PersonName>{t('away.see', { name: standIn.displayName })}</PersonName>
                    </LinkButton>
                  )}
                  <WaitButton doctorId={doctorId} {...(visitTypeId && { visitTypeId })} />
                  <LinkButton to="/doctors">{t('visits.book.other')}</LinkButton>
                </Group>
              )
            }
          />
        ) : (
          <Times items={items} timeZone={timeZone} chosen={chosen} onChosen={onChosen} />
        )
      }
    </Loaded>
  )
}

function Times({
  items,
  timeZone,
  chosen,
  onChosen,
}: {
  items: Slot[]
  timeZone: string
  chosen: Slot | undefined
  onChosen: (slot: Slot | undefined) => void
}) {
  const { t, i18n } = useTranslation()
  const locale = localeOf(i18n.language)
  const byDay = useMemo(() => Map.groupBy(items, (slot) => dayOf(slot.start, timeZone)), [items, timeZone])
  const [first = ''] = byDay.keys()
  const [picked, setPicked] = useState('')
  const day = byDay.has(picked) ? picked : first
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone })
  const name = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone })
  return (
    <Stack gap="md">
      <fieldset style={bare}>
        <Text component="legend" fw={600} mb={8}>
          {t('visits.book.day')}
        </Text>
        <Chip.Group
          value={day}
          onChange={(value) => {
            setPicked(value)
            onChosen(undefined)
          }}
        >
          <div className={classes.days}>
            {[...byDay].map(([key, slots]) => (
              <Chip key={key} value={key} radius="md">
                {name.format(new Date(slots[0]?.start ?? 0))}
              </Chip>
            ))}
          </div>
        </Chip.Group>
      </fieldset>
      <fieldset style={bare}>
        <Text component="legend" fw={600} mb={8}>
          {t('visits.book.time')}
        </Text>
        <div className={classes.times}>
          {(byDay.get(day) ?? []).map((slot) => (
            <Button
              key={slot.start}
              variant={slot.start === chosen?.start ? 'filled' : 'default'}
              aria-pressed={slot.start === chosen?.start}
              px={4}
              onClick={() => onChosen(slot)}
            >
              {time.format(new Date(slot.start))}
            </Button>
          ))}
        </div>
      </fieldset>
      {!sameClock(items[0]?.start ?? new Date().toISOString(), viewerZone(), timeZone) && (
        <Text fz="sm" c="dimmed">
          {t('visits.book.zone', { zone: zoneName(timeZone, locale) })}
        </Text>
      )}
    </Stack>
  )
}

const bare = { border: 0, padding: 0, margin: 0, minWidth: 0 }

function dayOf(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(instant))
}

function windowFrom(now: Date): { from: string; to: string } {
  return { from: now.toISOString(), to: new Date(now.getTime() + days * 86_400_000).toISOString() }
}

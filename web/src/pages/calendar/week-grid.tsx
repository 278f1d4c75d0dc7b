import FullCalendar, { type CalendarRef, type DatesSetInfo, type EventDisplayInfo, type EventInput } from '@fullcalendar/react'
import interaction from '@fullcalendar/react/interaction'
import hebrew from '@fullcalendar/react/locales/he'
import theme from '@fullcalendar/react/themes/forma'
import timeGrid from '@fullcalendar/react/timegrid'
import '@fullcalendar/react/skeleton.css'
import '@fullcalendar/react/themes/forma/theme.css'
import type { Answer } from '@wardkeep/client'
import { type Ref, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import { PersonName } from '../../layout/person-name.tsx'
import { localeOf } from '../../words/dates.ts'
import type { Visit } from '../visits/visit-row.tsx'
import type { Dropped } from './drop-dialog.tsx'
import type { Stretch } from './open-dialog.tsx'
import { openHoursIn, shownHours } from './open-hours.ts'
import classes from './week.module.css'

/** The days on the screen: as instants, as dates of the doctor's zone (`last` exclusive), and in words. */
export type Shown = { from: string; to: string; first: string; last: string; title: string }

type WeekGridProps = {
  calendar: Ref<CalendarRef>
  initialView: string
  hours: Answer<'readAvailability'>
  visits: readonly Visit[]
  shown: Shown | undefined
  onShown: (shown: Shown) => void
  onOpened: (visitId: string) => void
  /** A stretch of a day that was dragged over. */
  onStretch: (stretch: Stretch) => void
  onDropped: (dropped: Dropped) => void
}

/** Visits on the clock of the doctor's own zone, over the hours that are open. */
export function WeekGrid({ calendar, initialView, hours, visits, shown, onShown, onOpened, onStretch, onDropped }: WeekGridProps) {
  const { t, i18n } = useTranslation()
  const locale = localeOf(i18n.language)
  const { timeZone } = hours
  const [first, last] = [shown?.first, shown?.last]
  // The calendar takes every option that is not the same object for a change, and draws anew.
  const open = useMemo(() => (first && last ? openHoursIn(hours.weekly, hours.overrides, first, last) : []), [hours, first, last])
  // A visit lands on one of the doctor's own slots, or it would be refused.
  const step = Math.min(30, ...hours.weekly.map(({ slotMinutes }) => slotMinutes))
  const snap = useMemo(() => ({ minutes: step }), [step])
  const events = useMemo(() => visits.map(eventOf), [visits])
  const { from, to } = useMemo(
    () =>
      shownHours(
        open,
        visits.map((visit) => clocksOf(visit, timeZone)),
      ),
    [open, visits, timeZone],
  )
  return (
    <section className={classes.grid} aria-label={t('calendar.week.grid', { range: shown?.title ?? '' })}>
      <FullCalendar
        key={`${i18n.language} ${timeZone}`}
        ref={calendar}
        plugins={plugins}
        initialView={initialView}
        headerToolbar={false}
        locales={locales}
        locale={locale}
        direction={i18n.dir()}
        timeZone={timeZone}
        now={now}
        nowIndicator
        allDaySlot={false}
        height="auto"
        slotMinTime={from}
        slotMaxTime={to}
        slotDuration="00:30"
        slotHeaderFormat={clock}
        eventTimeFormat={clock}
        displayEventEnd={false}
        titleFormat={title}
        dayHeaderFormat={dayName}
        businessHours={open.length === 0 ? closed : open}
        events={events}
        eventInteractive
        eventClick={({ event }) => onOpened(event.id)}
        eventContent={Booked}
        editable
        eventDurationEditable={false}
        snapDuration={snap}
        eventDrop={({ event, revert }) => {
          const visit = visits.find(({ id }) => id === event.id)
          if (visit === undefined || event.start === null || event.end === null) return revert()
          onDropped({ visit, start: event.start.toISOString(), end: event.end.toISOString(), back: revert })
        }}
        selectable
        selectMirror
        unselectAuto
        selectAllow={({ startStr, endStr }) => endStr.slice(0, 10) === startStr.slice(0, 10) && Date.parse(endStr) > Date.now()}
        select={({ startStr, endStr, view }) => {
          view.calendar.unselect()
          onStretch({ date: startStr.slice(0, 10), from: startStr.slice(11, 16), to: endStr.slice(11, 16) })
        }}
        datesSet={(days) => onShown(shownIn(days))}
      />
    </section>
  )
}

const plugins = [timeGrid, interaction, theme]
const locales = [hebrew]
const clock = { hour: 'numeric', minute: '2-digit' } as const
const title = { day: 'numeric', month: 'short', year: 'numeric' } as const
/** For the calendar, no hours at all would mean every hour. */
const closed = { daysOfWeek: [], startTime: '00:00', endTime: '00:00' }
const dayName = { weekday: 'short', day: 'numeric', month: 'numeric' } as const
const now = () => Temporal.Now.instant().toString()

function shownIn({ startStr, endStr, view }: DatesSetInfo): Shown {
  return {
    from: Temporal.Instant.from(startStr).toString(),
    to: Temporal.Instant.from(endStr).toString(),
    first: startStr.slice(0, 10),
    last: endStr.slice(0, 10),
    title: view.title,
  }
}

function Booked({ event, timeText }: EventDisplayInfo) {
  return (
    <span className={classes.visit}>
      <span className={classes.time}>{timeText}</span>
      <PersonName>{event.title}</PersonName>
    </span>
  )
}

function eventOf(visit: Visit): EventInput {
  return {
    id: visit.id,
    title: visit.patient.displayName,
    start: visit.start,
    end: visit.end,
    editable: visit.can.includes('reschedule'),
    className: classes[visit.status] ?? '',
  }
}

function clocksOf({ start, end }: Visit, timeZone: string): { from: string; to: string } {
  return { from: clockOf(start, timeZone), to: clockOf(end, timeZone) }
}

function clockOf(instant: string, timeZone: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainTime().toString().slice(0, 5)
}

// What leaves for a calendar leaves our keeping: whoever sees it learns when, and nothing of who, with whom or why. [F51]
import ical, { ICalCalendarMethod, ICalEventClass, ICalEventStatus, ICalEventTransparency } from 'ical-generator'

/** A booked time as a calendar may know it. */
export type Entry = { id: string; start: Date; end: Date; cancelled: boolean; version: number }
/** `publicUrl` is where the entries lead. */
export type Sheet = { language: string; publicUrl: string; now: Date }

/** RFC 5545 text of one entry: PUBLISH, or CANCEL, which takes it out of a calendar again. */
export function fileOf(entry: Entry, sheet: Sheet): string {
  return written([entry], entry.cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH, sheet)
}

/** RFC 5545 text of many, to be read again each hour. A cancelled one says so: of one that is merely missing, calendars keep what they had. */
export function feedOf(entries: readonly Entry[], sheet: Sheet): string {
  return written(entries, ICalCalendarMethod.PUBLISH, sheet, refreshSeconds)
}

const refreshSeconds = 3600

type Words = { one: string; many: string }
const words: Readonly<Record<string, Words>> = {
  en: { one: 'Appointment', many: 'Appointments' },
  he: { one: 'תור', many: 'תורים' },
  ar: { one: 'موعد', many: 'مواعيد' },
  ru: { one: 'Приём', many: 'Приёмы' },
}
const english: Words = { one: 'Appointment', many: 'Appointments' }

function written(entries: readonly Entry[], method: ICalCalendarMethod, { language, publicUrl, now }: Sheet, ttl?: number): string {
  const tag = language.toLowerCase().split('-', 1)[0] ?? ''
  const said = (Object.hasOwn(words, tag) ? words[tag] : undefined) ?? english
  const { origin, hostname } = new URL(publicUrl)
  const calendar = ical({
    prodId: { company: 'Wardkeep', product: 'Calendar', language: said === english ? 'EN' : tag.toUpperCase() },
    method,
    ...(ttl === undefined ? {} : { name: said.many, ttl }),
  })
  for (const { id, start, end, cancelled, version } of entries) {
    calendar.createEvent({
      // The same for as long as the visit is kept; of two with one UID, the higher SEQUENCE counts.
      id,
      sequence: version,
      // Instants in UTC are what was booked: no table of time zones can make them say another time than ours.
      start,
      end,
      stamp: now,
      summary: said.one,
      class: ICalEventClass.PRIVATE,
      status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      transparency: cancelled ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
      // RFC 5546 asks for one; nobody reads what is sent there.
      organizer: { name: said.many, email: `noreply@${hostname}` },
      url: origin,
    })
  }
  return `${calendar.toString()}\r\n`
}

/** One row of weekly hours. Minutes count from midnight on the wall clock, `toMinute` 1440 is the end of the day; the dates are inclusive. */
export type Hours = {
  /** ISO 8601: 1 is Monday. */
  weekday: number
  fromMinute: number
  toMinute: number
  slotMinutes: number
  validFrom: string | null
  validUntil: string | null
}

/** What is different on one date: time that is added to the weekly hours, or taken from them. */
export type Override = {
  /** `YYYY-MM-DD` in the doctor's time zone. */
  date: string
  kind: 'add' | 'remove'
  fromMinute: number
  toMinute: number
  /** Of added time; null: the shortest of the weekly hours, or half an hour. */
  slotMinutes: number | null
}

/** Half-open: a slot ends when the next may start. */
export type Slot = { start: Date; end: Date }

/** When a doctor is on vacation: half-open; without an end until further notice. */
export type Away = { from: Date; until: Date | undefined }

/** When a doctor works: on the wall clock of their time zone, and never while they are `away` or the clinic is `closed`. */
export type Calendar = {
  hours: readonly Hours[]
  overrides: readonly Override[]
  timeZone: string
  away: Away | undefined
  closed: readonly Slot[]
}

/** What stands in a doctor's calendar: taken times with what is kept free around them, and the starts of the visits of the kind that is asked for. */
export type Taken = { busy: readonly Slot[]; starts: readonly Date[] }

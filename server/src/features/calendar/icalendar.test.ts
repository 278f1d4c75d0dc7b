import fc from 'fast-check'
import ICAL from 'ical.js'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { type Entry, feedOf, fileOf } from './icalendar.ts'

const now = new Date('2026-10-20T06:00:00Z')
const sheet = { language: 'he', publicUrl: 'https://clinic.example', now }
const entry: Entry = {
  id: '01890000-0000-7000-8000-000000000001',
  start: new Date('2026-10-25T07:00:00Z'),
  end: new Date('2026-10-25T07:30:00Z'),
  cancelled: false,
  version: 1,
}

const zones = [
  'Asia/Jerusalem',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
]

test('[F51 part] nine o’clock in the doctor’s zone is nine o’clock for an independent parser on every day of ten years, the clock changes included', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 3650 }), fc.integer({ min: 0, max: 95 }), (zone, days, quarter) => {
      const day = Temporal.PlainDate.from('2022-01-01').add({ days })
      const wall = day.toPlainDateTime(Temporal.PlainTime.from({ hour: Math.floor(quarter / 4), minute: (quarter % 4) * 15 }))
      const booked = wall.toZonedDateTime(zone)
      const [start, end] = [new Date(booked.epochMilliseconds), new Date(booked.epochMilliseconds + 1_800_000)]
      const event = eventsIn(feedOf([{ ...entry, start, end }], sheet))[0]
      const read = event?.startDate.toJSDate() ?? new Date(0)
      const shown = Temporal.Instant.fromEpochMilliseconds(read.getTime()).toZonedDateTimeISO(zone)
      expect(shown.equals(booked)).toBe(true)
      expect(shown.toPlainTime().equals(booked.toPlainTime())).toBe(true)
      expect(event?.endDate.toJSDate()).toEqual(end)
    }),
    { numRuns: 500 },
  )
})

test('across each change of the clock in Jerusalem and Berlin, the visits before and after it keep their hour', () => {
  for (const zone of ['Asia/Jerusalem', 'Europe/Berlin']) {
    for (let change = Temporal.ZonedDateTime.from(`2026-01-01T00:00[${zone}]`), n = 0; n < 10; n += 1) {
      change = change.getTimeZoneTransition('next') ?? change
      const around = [-1, 0, 1].map((days) => change.toPlainDate().add({ days }).toZonedDateTime({ timeZone: zone, plainTime: '09:00' }))
      const entries = around.map((at, place) => ({
        ...entry,
        id: String(place),
        start: new Date(at.epochMilliseconds),
        end: new Date(at.epochMilliseconds + 900_000),
      }))
      const hours = eventsIn(feedOf(entries, sheet)).map(({ startDate }) =>
        Temporal.Instant.fromEpochMilliseconds(startDate.toJSDate().getTime()).toZonedDateTimeISO(zone).toPlainTime().toString(),
      )
      expect(hours).toEqual(['09:00:00', '09:00:00', '09:00:00'])
    }
  }
})

test('[F51 part] a file says when, and else only that it is private: a stable id, a rising number, and CANCEL once the visit is cancelled', () => {
  const [before] = eventsIn(fileOf(entry, sheet))
  const text = fileOf({ ...entry, cancelled: true, version: 2 }, sheet)
  const [after] = eventsIn(text)
  // An instant, on whatever clock the reading machine runs.
  expect(text).toMatch(/\r\nDTSTART:20261025T070000Z\r\nDTEND:20261025T073000Z\r\n/)
  expect(after?.uid).toBe(before?.uid)
  expect(after?.sequence).toBeGreaterThan(before?.sequence ?? 9)
  expect([methodOf(fileOf(entry, sheet)), methodOf(text)]).toEqual(['PUBLISH', 'CANCEL'])
  expect(after?.component.getFirstPropertyValue('status')).toBe('CANCELLED')
  expect(before?.component.getFirstPropertyValue('class')).toBe('PRIVATE')
  expect(before?.summary).toBe('תור')
  expect(
    before?.component
      .getAllProperties()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(properties)
})

/** All that an entry may say. A new name here is a reviewed change. */
const properties = ['class', 'dtend', 'dtstamp', 'dtstart', 'organizer', 'sequence', 'status', 'summary', 'transp', 'uid', 'url']

test('lines end in CRLF and are folded at 75 octets without cutting a character, and the parser reads back what was written', () => {
  const language = fc.constantFrom('en', 'he', 'ar', 'ru', 'ru-RU', 'fr', 'constructor')
  const host = fc.integer({ min: 1, max: 60 }).map((letters) => `https://${'k'.repeat(letters)}.clinic.example`)
  fc.assert(
    fc.property(language, host, fc.array(fc.uuid(), { maxLength: 5 }), fc.nat(), (spoken, publicUrl, ids, version) => {
      const text = feedOf(
        ids.map((id) => ({ ...entry, id, version })),
        { language: spoken, publicUrl, now },
      )
      expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
      const lines = text.split('\r\n')
      for (const line of lines) {
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
        expect(line).not.toMatch(/[\r\n\uFFFD]/)
      }
      const read = eventsIn(text)
      expect(read.map(({ uid }) => uid)).toEqual(ids)
      for (const event of read) {
        expect(event.sequence).toBe(version)
        expect(event.component.getFirstPropertyValue('url')).toBe(publicUrl)
        expect(event.summary).toMatch(/^(Appointment|תור|موعد|Приём)$/)
      }
    }),
  )
})

function eventsIn(text: string) {
  return new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((component) => new ICAL.Event(component))
}

function methodOf(text: string): unknown {
  return new ICAL.Component(ICAL.parse(text)).getFirstPropertyValue('method')
}

import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { drAna, max, paul, pia, rita } from '../../../tests/people.ts'
import { booked, doctorOf, freeTime, freeTimes, patientOf } from './visits.fixture.ts'

describe('a visit is booked', () => {
  test('by a patient for themselves, with their own words kept byte for byte, and it leaves one event', async () => {
    const clinic = await openClinic()
    const time = await freeTime(clinic)
    const reason = '  “עין” <b>&amp;</b> é e\u0301 🩺\r\n\tagain  '
    const client = await clinic.as(pia)
    const visit = await client.bookAppointment({ body: { ...time, reason } })
    expect(visit).toEqual({
      id: expect.any(String),
      patient: { id: patientOf(clinic, pia), displayName: pia.displayName },
      doctor: { id: doctorOf(clinic, drAna), displayName: drAna.displayName },
      start: time.start,
      end: time.end,
      timeZone: 'Asia/Jerusalem',
      status: 'booked',
      reason,
      version: 1,
      can: ['cancel', 'reschedule'],
      // Two hours before.
      changeUntil: new Date(Date.parse(time.start) - 7_200_000).toISOString(),
    })
    expect(await client.readAppointment({ params: { id: visit.id } })).toEqual(visit)
    expect((await freeTimes(clinic)).map(({ start }) => start)).not.toContain(time.start)
    expect(await clinic.events('appointment.booked')).toMatchObject([
      {
        outcome: 'allowed',
        actor_id: clinic.who(pia).userId,
        patient_ids: [patientOf(clinic, pia)],
        resource_type: 'appointment',
        resource_id: visit.id,
        resource_version: 1,
        rule: 'patient:appointment.book:self',
      },
    ])
  })

  test('[B288 part] the patient’s words stand in no row in the clear', async () => {
    const clinic = await openClinic()
    await booked(clinic, pia, drAna, { reason: 'marzipan in the left ear' })
    const [row] = await clinic.sql(
      `select a::text as text, encode(a.details, 'escape') as details from appointments a where booked_by is not null`,
    )
    expect(JSON.stringify(row)).not.toContain('marzipan')
  })

  test('by reception and by who runs the organisation, who say for whom; reception is not told the patient’s words', async () => {
    const clinic = await openClinic()
    const time = await freeTime(clinic)
    const desk = await clinic.as(rita)
    await expect(desk.bookAppointment({ body: time })).rejects.toMatchObject({ status: 400, errors: [{ field: 'patientId' }] })
    const visit = await desk.bookAppointment({ body: { ...time, patientId: patientOf(clinic, paul), reason: 'a sore knee' } })
    expect(visit).toMatchObject({ patient: { displayName: paul.displayName }, can: ['cancel', 'reschedule'] })
    expect(visit).not.toHaveProperty('reason')
    const params = { id: visit.id }
    for (const reader of [paul, drAna, max])
      expect(await (await clinic.as(reader)).readAppointment({ params })).toMatchObject({ reason: 'a sore knee' })
    expect((await booked(clinic, max, drAna, { patientId: patientOf(clinic, paul) })).patient.displayName).toBe(paul.displayName)
  })

  test('by no patient for another, and by no doctor', async () => {
    const clinic = await openClinic()
    const time = await freeTime(clinic)
    await expect((await clinic.as(pia)).bookAppointment({ body: { ...time, patientId: patientOf(clinic, paul) } })).rejects.toMatchObject({
      status: 404,
    })
    await expect((await clinic.as(drAna)).bookAppointment({ body: { ...time, patientId: patientOf(clinic, pia) } })).rejects.toMatchObject({
      status: 403,
    })
    expect(await clinic.events('appointment.booked')).toMatchObject([{ outcome: 'denied' }, { outcome: 'denied' }])
  })
})

describe('a time is refused', () => {
  test('that is taken, past, too far ahead, or not one of the doctor’s slots; nothing is left of it but the event', async () => {
    const clinic = await openClinic()
    const client = await clinic.as(pia)
    const time = await freeTime(clinic)
    const book = (start: string, end: string) => client.bookAppointment({ body: { ...time, start, end } })
    const days = (text: string, count: number) => new Date(new Date(text).getTime() + count * 86_400_000).toISOString()
    const minutes = (text: string, count: number) => days(text, count / 1440)
    await book(time.start, time.end)
    const [{ count } = {}] = await clinic.sql('select count(*)::integer from appointments')
    await expect(book(time.start, time.end)).rejects.toMatchObject({ status: 409, code: 'SLOT_TAKEN' })
    await expect(book(days(time.start, -21), days(time.end, -21))).rejects.toMatchObject({ status: 422, code: 'TOO_SOON' })
    await expect(book(days(time.start, 371), days(time.end, 371))).rejects.toMatchObject({ status: 422, code: 'BEYOND_HORIZON' })
    await expect(book(minutes(time.start, 10), minutes(time.end, 10))).rejects.toMatchObject({ status: 422, code: 'OUTSIDE_HOURS' })
    await expect(book(time.start, minutes(time.end, 30))).rejects.toMatchObject({ status: 422, code: 'OUTSIDE_HOURS' })
    await expect(book(time.end, time.start)).rejects.toMatchObject({ status: 422, code: 'OUTSIDE_HOURS' })
    await clinic.sql('update doctors set vacation_from = now()')
    await expect(book(minutes(time.start, 30), minutes(time.end, 30))).rejects.toMatchObject({ status: 422, code: 'OUTSIDE_HOURS' })
    expect(await clinic.sql('select count(*)::integer from appointments')).toEqual([{ count }])
    expect((await clinic.events('appointment.booked')).map((event) => [event.outcome, event.reason])).toEqual([
      ['allowed', null],
      ['failed', 'SLOT_TAKEN'],
      ['failed', 'TOO_SOON'],
      ['failed', 'BEYOND_HORIZON'],
      ['failed', 'OUTSIDE_HOURS'],
      ['failed', 'OUTSIDE_HOURS'],
      ['failed', 'OUTSIDE_HOURS'],
      ['failed', 'OUTSIDE_HOURS'],
    ])
  })

  test('that is no time, or comes with what is not known here, by its field', async () => {
    const clinic = await openClinic()
    const time = await freeTime(clinic)
    const post = async (body: unknown) => {
      const headers = { authorization: `Bearer ${await clinic.token(pia)}`, 'content-type': 'application/json' }
      const reply = await fetch(`${clinic.url}/api/appointments`, { method: 'POST', headers, body: JSON.stringify(body) })
      return [reply.status, [...(await reply.text()).matchAll(/"field":"([^"]*)"/g)].map(([, field]) => field)]
    }
    expect(await post({ ...time, start: 'tomorrow' })).toEqual([400, ['start']])
    expect(await post({ ...time, end: '2016-12-31T23:59:60-25:00' })).toEqual([400, ['end']])
    expect(await post({ ...time, start: '0000-01-01T00:00:00Z' })).toEqual([400, ['start']])
    expect(await post({ ...time, reason: 'x'.repeat(2001) })).toEqual([400, ['reason']])
    expect(await post({ ...time, reason: 'a\u0000b' })).toEqual([400, ['reason']])
    expect(await post({ ...time, override: true })).toEqual([400, ['override']])
    expect(await post({ start: time.start, end: time.end })).toEqual([400, ['doctorId']])
    expect(await post({ ...time, doctorId: randomUUID() })).toEqual([404, []])
  })
})

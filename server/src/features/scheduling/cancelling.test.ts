import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { drAna, drIdan, paul, pia, rita } from '../../../tests/people.ts'
import { booked, freeTimes, patientOf, wait } from './visits.fixture.ts'

describe('[F44 part] a visit is cancelled', () => {
  test('with its reason, by whom and when; its time is free again, and it leaves one event', async () => {
    const clinic = await openClinic()
    const visit = await booked(clinic)
    const client = await clinic.as(pia)
    const cancelled = await client.cancelAppointment({ params: { id: visit.id }, body: { reason: 'patient-request', note: ' “כן” <i>\n' } })
    expect(cancelled).toEqual({
      ...visit,
      status: 'cancelled',
      version: 2,
      can: [],
      cancellation: { reason: 'patient-request', note: ' “כן” <i>\n', by: pia.displayName, at: expect.any(String) },
    })
    expect(await client.readAppointment({ params: { id: visit.id } })).toEqual(cancelled)
    expect((await freeTimes(clinic)).map(({ start }) => start)).toContain(visit.start)
    expect(await clinic.events('appointment.cancelled')).toMatchObject([
      {
        outcome: 'allowed',
        patient_ids: [patientOf(clinic, pia)],
        resource_id: visit.id,
        resource_version: 2,
        rule: 'patient:appointment.cancel:self',
      },
    ])
  })

  test('once, and the second time changes nothing', async () => {
    const clinic = await openClinic()
    const params = { id: (await booked(clinic)).id }
    await (await clinic.as(rita)).cancelAppointment({ params, body: { reason: 'clinic-closed' } })
    for (const person of [pia, drAna, rita]) {
      await expect((await clinic.as(person)).cancelAppointment({ params, body: { reason: 'other' } })).rejects.toMatchObject({
        status: 409,
        code: 'APPOINTMENT_CLOSED',
      })
    }
    expect(await clinic.sql(`select reason from appointment_changes where appointment_id = $1`, [params.id])).toEqual([
      { reason: 'clinic-closed' },
    ])
  })

  test('by its patient until two hours before, by its doctor until it is over', async () => {
    const clinic = await openClinic()
    const visit = await booked(clinic)
    const params = { id: visit.id }
    const body = { reason: 'other' } as const
    wait(clinic, visit.start, 110)
    expect((await (await clinic.as(pia)).readAppointment({ params })).can).toEqual([])
    await expect((await clinic.as(pia)).cancelAppointment({ params, body })).rejects.toMatchObject({
      status: 422,
      code: 'TOO_LATE_TO_CANCEL',
    })
    expect((await (await clinic.as(drAna)).readAppointment({ params })).can).toEqual(['cancel', 'reschedule', 'arrive'])
    wait(clinic, visit.end, -1)
    expect((await (await clinic.as(drAna)).readAppointment({ params })).can).toEqual(['arrive', 'no-show'])
    await expect((await clinic.as(drAna)).cancelAppointment({ params, body })).rejects.toMatchObject({ code: 'TOO_LATE_TO_CANCEL' })
  })

  test('by nobody whose visit it is not: for them it does not exist', async () => {
    const clinic = await openClinic()
    const visit = await booked(clinic)
    for (const person of [paul, drIdan]) {
      for (const id of [visit.id, randomUUID()]) {
        await expect((await clinic.as(person)).cancelAppointment({ params: { id }, body: { reason: 'other' } })).rejects.toMatchObject({
          status: 404,
          code: 'NOT_FOUND',
        })
      }
    }
    expect((await (await clinic.as(pia)).readAppointment({ params: { id: visit.id } })).status).toBe('booked')
  })

  test('with a coded reason or not at all', async () => {
    const clinic = await openClinic()
    const visit = await booked(clinic)
    const headers = { authorization: `Bearer ${await clinic.token(pia)}`, 'content-type': 'application/json' }
    const url = `${clinic.url}/api/appointments/${visit.id}/cancellation`
    for (const body of ['{}', '{"reason":"bored"}']) expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(400)
  })
})

describe('a visit gives reach to a chart', () => {
  test('[C20 part][F31 part] a doctor sees the patient from booking on, and from cancelling on no more', async () => {
    const clinic = await openClinic()
    const doctor = await clinic.as(drIdan)
    const params = { id: patientOf(clinic, paul) }
    await expect(doctor.readPatient({ params })).rejects.toMatchObject({ status: 404 })

    const visit = await booked(clinic, paul, drIdan, { reason: 'a cough' })
    expect((await doctor.readPatient({ params })).displayName).toBe(paul.displayName)
    expect(await doctor.readAppointment({ params: { id: visit.id } })).toMatchObject({
      patient: { displayName: paul.displayName },
      reason: 'a cough',
    })

    const body = { reason: 'patient-request', note: 'it went away' } as const
    await (await clinic.as(paul)).cancelAppointment({ params: { id: visit.id }, body })
    await expect(doctor.readPatient({ params })).rejects.toMatchObject({ status: 404 })
    const left = await doctor.readAppointment({ params: { id: visit.id } })
    expect(left).toMatchObject({ status: 'cancelled', patient: { displayName: '—' }, cancellation: { reason: 'patient-request', by: '—' } })
    expect(JSON.stringify(left)).not.toMatch(/cough|went away/)
    expect((await doctor.listAppointments()).items).toEqual([left])
  })

  test('one visit that is cancelled takes nothing from another that stands', async () => {
    const clinic = await openClinic()
    const [first] = [await booked(clinic, paul, drIdan), await booked(clinic, paul, drIdan)]
    const doctor = await clinic.as(drIdan)
    const cancelled = await doctor.cancelAppointment({ params: { id: first.id }, body: { reason: 'doctor-unavailable' } })
    expect(cancelled).toMatchObject({ patient: { displayName: paul.displayName }, cancellation: { by: drIdan.displayName } })
    expect((await doctor.readPatient({ params: { id: patientOf(clinic, paul) } })).displayName).toBe(paul.displayName)
  })

  test('until ninety days after it', async () => {
    const clinic = await openClinic()
    const visit = await booked(clinic, paul, drIdan)
    const params = { id: patientOf(clinic, paul) }
    wait(clinic, visit.end, -(90 * 1440 - 10))
    expect((await (await clinic.as(drIdan)).readPatient({ params })).displayName).toBe(paul.displayName)
    wait(clinic, visit.end, -(90 * 1440 + 1))
    await expect((await clinic.as(drIdan)).readPatient({ params })).rejects.toMatchObject({ status: 404 })
    expect((await (await clinic.as(drIdan)).listAppointments()).items).toMatchObject([{ id: visit.id, patient: { displayName: '—' } }])
  })
})

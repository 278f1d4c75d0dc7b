// How late a patient may change a visit, and how long a chosen time is held, is what the organisation says, from the next request on.
import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { paul, pia, rita } from '../../../tests/people.ts'
import { changeSettings } from '../../../tests/settings.fixture.ts'
import { booked, freeTimes, wait } from './visits.fixture.ts'

test('[F44 part] the late-cancel rule of the organisation binds patients, for what is booked already too, in cancelling, in moving and in what is offered; staff it does not', async () => {
  const clinic = await openClinic()
  const visit = await booked(clinic)
  const params = { id: visit.id }
  const late = { status: 422, code: 'TOO_LATE_TO_CANCEL' }
  const hoursLeft = (of: { start: string; changeUntil: string }) => (Date.parse(of.start) - Date.parse(of.changeUntil)) / 3_600_000
  expect(hoursLeft(visit)).toBe(2)

  await changeSettings(clinic, { lateCancelHours: 12 })
  wait(clinic, visit.start, 12 * 60 - 5)
  const patient = await clinic.as(pia)
  const now = await patient.readAppointment({ params })
  expect([hoursLeft(now), now.can]).toEqual([12, []])
  const [other] = (await freeTimes(clinic)).slice(-1)
  const time = { start: other?.start ?? '', end: other?.end ?? '' }
  await expect(patient.cancelAppointment({ params, body: { reason: 'other' } })).rejects.toMatchObject(late)
  await expect(patient.rescheduleAppointment({ params, body: time })).rejects.toMatchObject(late)
  expect((await (await clinic.as(rita)).readAppointment({ params })).can).toContain('cancel')

  await changeSettings(clinic, { lateCancelHours: 0 })
  wait(clinic, visit.start, 1)
  expect((await (await clinic.as(pia)).readAppointment({ params })).can).toContain('cancel')
  wait(clinic, visit.start, -1)
  await expect((await clinic.as(pia)).cancelAppointment({ params, body: { reason: 'other' } })).rejects.toMatchObject(late)
  const desk = await clinic.as(rita)
  expect((await desk.cancelAppointment({ params, body: { reason: 'patient-request' } })).status).toBe('cancelled')
})

test('[F42 part] a time is held for as long as the organisation says, and whoever holds too many is told to wait as long', async () => {
  const clinic = await openClinic()
  const [one, other] = [await clinic.as(pia), await clinic.as(paul)]
  const [first, second, third, fourth, fifth] = await freeTimes(clinic)
  if (!first || !second || !third || !fourth || !fifth) throw new Error('the cast has hours on six days a week')
  await changeSettings(clinic, { holdMinutes: 2 })
  const held = await one.holdSlot({ body: first })
  expect([held.seconds, Date.parse(held.expiresAt) - clinic.clock.now().getTime()]).toEqual([120, expect.closeTo(120_000, -5)])
  await one.holdSlot({ body: second })
  await one.holdSlot({ body: third })
  const tooMany = await one.holdSlot({ body: fourth }).catch((cause: unknown) => cause)
  expect(tooMany).toMatchObject({ code: 'TOO_MANY_HOLDS', retryAfter: 120 })

  await changeSettings(clinic, { holdMinutes: 15 })
  clinic.clock.pass(121)
  await other.bookAppointment({ body: first })
  const longer = await one.holdSlot({ body: fifth })
  expect(longer.seconds).toBe(900)
  clinic.clock.pass(890)
  await expect((await clinic.as(paul)).bookAppointment({ body: fifth })).rejects.toMatchObject({ code: 'SLOT_TAKEN' })
  const beyond = `update holds set expires_at = made_at + interval '15 minutes 1 second' where id = $1`
  await expect(clinic.sql(beyond, [longer.id])).rejects.toThrow(/lasts_a_quarter_of_an_hour/)
})

import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, drIdan, drOtto, hanna, max, mira, pia, rita } from '../../../tests/people.ts'
import { call, consultation } from './visit-types.fixture.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

describe('kinds of visits', () => {
  test('are added and changed by who runs the organisation, and seen by everybody of it who has to do with visits', async () => {
    const clinic = await openClinic()
    const admin = await clinic.as(max)
    const made = await admin.addVisitType({ body: { ...consultation, dailyCap: 4, languages: ['he', 'en'] } })
    expect(made).toEqual({ ...consultation, id: made.id, dailyCap: 4, languages: ['he', 'en'], version: 1 })
    for (const person of [pia, drAna, rita, max]) expect((await (await clinic.as(person)).listVisitTypes()).items).toEqual([made])
    expect((await (await clinic.as(hanna)).listVisitTypes()).items).toEqual([])
    for (const person of [pia, drAna, rita, aud]) {
      const client = await clinic.as(person)
      await expect(client.addVisitType({ body: call })).rejects.toMatchObject({ status: 403, code: 'FORBIDDEN' })
      const params = { id: made.id }
      await expect(client.changeVisitType({ params, version: 1, body: call })).rejects.toMatchObject({ status: 403 })
    }
    await expect((await clinic.as(aud)).listVisitTypes()).rejects.toMatchObject({ status: 403 })
    for (const id of [made.id, randomUUID()]) {
      const change = (await clinic.as(mira)).changeVisitType({ params: { id }, version: 1, body: call })
      await expect(change).rejects.toMatchObject({ status: 404, code: 'NOT_FOUND' })
    }
  })

  test('change by the version that was seen; one that is offered no longer is shown to who manages them alone', async () => {
    const clinic = await openClinic()
    const admin = await clinic.as(max)
    const { id } = await admin.addVisitType({ body: consultation })
    const off = { ...consultation, active: false, minutes: 45 }
    const answers = await Promise.allSettled([1, 2, 3].map(() => admin.changeVisitType({ params: { id }, version: 1, body: off })))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.code] : []))).toEqual([
      'VERSION_CONFLICT',
      'VERSION_CONFLICT',
    ])
    expect((await admin.listVisitTypes()).items).toEqual([{ ...off, id, version: 2 }])
    expect((await (await clinic.as(pia)).listVisitTypes()).items).toEqual([])
    expect(await clinic.events('visit-type.changed')).toMatchObject([
      expect.objectContaining({ resource_id: id }),
      expect.objectContaining({ resource_id: id }),
      expect.objectContaining({ resource_id: id }),
    ])
  })

  test('are offered by every doctor or by those who are named, of the own organisation alone', async () => {
    const clinic = await openClinic()
    const [admin, patient] = [await clinic.as(max), await clinic.as(pia)]
    const [ana, idan, otto] = [drAna, drIdan, drOtto].map((person) => clinic.who(person).doctorId ?? '')
    if (!ana || !idan || !otto) throw new Error('the cast has doctors')
    const ofAll = await admin.addVisitType({ body: call })
    const ofAna = await admin.addVisitType({ body: { ...consultation, doctorIds: [ana.toUpperCase()] } })
    expect(ofAna.doctorIds).toEqual([ana])
    const offered = async (doctorId: string) => (await patient.listVisitTypes({ query: { doctorId } })).items.map(({ id }) => id)
    expect(await offered(ana)).toEqual([ofAll.id, ofAna.id])
    expect(await offered(idan)).toEqual([ofAll.id])
    for (const doctorIds of [[otto], [ana, randomUUID()]]) {
      await expect(admin.addVisitType({ body: { ...call, doctorIds } })).rejects.toMatchObject({ status: 404 })
      const change = admin.changeVisitType({ params: { id: ofAll.id }, version: 1, body: { ...call, doctorIds } })
      await expect(change).rejects.toMatchObject({ status: 404 })
    }
    expect((await admin.listVisitTypes()).items.map(({ version }) => version)).toEqual([1, 1])
    const slots = (visitTypeId: string) => patient.readSlots({ params: { id: idan }, query: { ...ahead(clinic, 0, 14), visitTypeId } })
    await expect(slots(ofAna.id)).rejects.toMatchObject({ status: 422, code: 'NOT_OFFERED' })
    await expect(slots(randomUUID())).rejects.toMatchObject({ status: 404, code: 'NOT_FOUND' })
    await admin.changeVisitType({ params: { id: ofAll.id }, version: 1, body: { ...call, active: false } })
    await expect(slots(ofAll.id)).rejects.toMatchObject({ status: 422, code: 'NOT_OFFERED' })
  })

  test.each([
    ['minutes', { minutes: 4 }],
    ['minutes', { minutes: 481 }],
    ['bufferAfter', { bufferAfter: 241 }],
    ['noticeMinutes', { noticeMinutes: -1 }],
    ['horizonDays', { horizonDays: 366 }],
    ['dailyCap', { dailyCap: 0 }],
    ['name', { name: '' }],
  ])('one whose %s is out of bounds is refused by that field', async (field, wrong) => {
    const clinic = await openClinic()
    await expect((await clinic.as(max)).addVisitType({ body: { ...consultation, ...wrong } })).rejects.toMatchObject({
      status: 400,
      errors: [{ field }],
    })
  })
})

describe('[F45 part] the slots of a kind of visit', () => {
  test('last as long as it does, lie within one stretch of hours, and keep its notice and its horizon', async () => {
    const clinic = await openClinic()
    const { slots } = await world(clinic)
    const { id } = await (await clinic.as(max)).addVisitType({ body: { ...consultation, horizonDays: 10 } })
    const { items } = await slots(id, 0, 40)
    const now = clinic.clock.now().getTime()
    const starts = items.map(({ start }) => new Date(start).getTime())
    expect(new Set(items.map(({ start, end }) => (Date.parse(end) - Date.parse(start)) / minuteMs))).toEqual(new Set([60]))
    expect(Math.min(...starts)).toBeGreaterThanOrEqual(now + dayMs)
    expect(Math.max(...starts)).toBeLessThanOrEqual(now + 10 * dayMs)
    const wall = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Jerusalem', hour: '2-digit', minute: '2-digit' })
    const times = new Set(items.map(({ start }) => wall.format(new Date(start))))
    expect([times.has('09:00'), times.has('09:30'), times.has('16:00'), times.has('16:30')]).toEqual([true, true, true, false])
    expect(await slots(id, 0, 0.9)).toMatchObject({ items: [] })
    expect((await slots(id, 11, 20)).none).toBe('beyond-horizon')
  })

  test('keep its buffers free of what is booked, and end with the day’s last visit of its kind', async () => {
    const clinic = await openClinic()
    const { slots, patient, doctorId } = await world(clinic)
    const admin = await clinic.as(max)
    const buffered = await admin.addVisitType({ body: { ...call, minutes: 30, bufferBefore: 20, bufferAfter: 40 } })
    const capped = await admin.addVisitType({ body: { ...call, minutes: 30, dailyCap: 2 } })
    const { items } = await slots(undefined, 1, 8)
    const booked = items[6] ?? items[0] ?? { start: '', end: '' }
    const near = (free: { items: { start: string }[] }) =>
      free.items.map(({ start }) => (Date.parse(start) - Date.parse(booked.start)) / minuteMs).filter((minutes) => Math.abs(minutes) <= 120)
    const before = near(await slots(buffered.id, 1, 8))
    const visit = await patient.bookAppointment({ body: { doctorId, ...booked } })
    // Half an hour before starts too near to end forty minutes early; half an hour after starts within twenty minutes of its end.
    expect(near(await slots(buffered.id, 1, 8))).toEqual(before.filter((minutes) => minutes <= -90 || minutes >= 60))

    const ofDay = async () => (await slots(capped.id, 1, 8)).items.filter(({ start }) => sameDate(start, booked.start))
    const makeTyped = (id: string) => clinic.sql('update appointments set visit_type_id = $1 where id = $2', [capped.id, id])
    await makeTyped(visit.id)
    const [next] = await ofDay()
    const second = await patient.bookAppointment({ body: { doctorId, start: next?.start ?? '', end: next?.end ?? '' } })
    expect((await ofDay()).length).toBeGreaterThan(0)
    await makeTyped(second.id)
    expect(await ofDay()).toEqual([])
    await patient.cancelAppointment({ params: { id: second.id }, body: { reason: 'patient-request' } })
    expect((await ofDay()).length).toBeGreaterThan(0)
  })
})

function sameDate(one: string, other: string): boolean {
  const date = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jerusalem' })
  return date.format(new Date(one)) === date.format(new Date(other))
}

function ahead(clinic: Clinic, first: number, last: number): { from: string; to: string } {
  const now = clinic.clock.now().getTime()
  return { from: new Date(now + first * dayMs).toISOString(), to: new Date(now + last * dayMs).toISOString() }
}

async function world(clinic: Clinic) {
  const patient = await clinic.as(pia)
  const doctorId = clinic.who(drAna).doctorId ?? ''
  const slots = (visitTypeId: string | undefined, first: number, last: number) =>
    patient.readSlots({ params: { id: doctorId }, query: { ...ahead(clinic, first, last), ...(visitTypeId && { visitTypeId }) } })
  return { patient, doctorId, slots }
}

import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { drAna, drIdan, drOtto, hanna, max, paul, pia, rita } from '../../../tests/people.ts'
import { booked, doctorOf, outcomes, patientOf } from './visits.fixture.ts'

test('[F52] booked visits in a vacation are flagged for handover, to the doctor, reception and who runs the clinic, and no others', async () => {
  const clinic = await openClinic()
  const inside = await booked(clinic, pia)
  const cancelled = await booked(clinic, paul)
  await (await clinic.as(paul)).cancelAppointment({ params: { id: cancelled.id }, body: { reason: 'other' } })
  await away(clinic, { from: inside.start, until: inside.end })
  for (const person of [drAna, rita, max]) {
    const { items } = await (await clinic.as(person)).listHandovers({ query: {} })
    expect(
      items.map(({ appointment, standIn }) => [appointment.id, standIn?.free]),
      person.key,
    ).toEqual([[inside.id, true]])
  }
  expect((await (await clinic.as(drIdan)).listHandovers({ query: {} })).items).toEqual([])
  await expect((await clinic.as(pia)).listHandovers({ query: {} })).rejects.toMatchObject({ status: 403 })
  await away(clinic, { active: false }, 2)
  expect((await (await clinic.as(rita)).listHandovers({ query: {} })).items).toEqual([])
})

test('[F52] handing over books the same time with the stand-in, with the patient’s words, moves the reach to the chart, and tells the patient', async () => {
  const clinic = await openClinic()
  const visit = await booked(clinic, pia, drAna, { reason: 'Cough since Sunday' })
  await away(clinic, { from: visit.start })
  const handed = await (await clinic.as(drAna)).handOver({ params: { id: visit.id }, body: {} })
  expect(handed).toMatchObject({ start: visit.start, end: visit.end, status: 'booked', doctor: { id: doctorOf(clinic, drIdan) } })
  const patient = await clinic.as(pia)
  expect(await patient.readAppointment({ params: { id: handed.id } })).toMatchObject({ status: 'booked', reason: 'Cough since Sunday' })
  expect(await patient.readAppointment({ params: { id: visit.id } })).toMatchObject({
    status: 'cancelled',
    cancellation: { reason: 'doctor-unavailable', by: drAna.displayName },
  })
  expect(await (await clinic.as(drIdan)).readPatient({ params: { id: patientOf(clinic, pia) } })).toMatchObject({
    displayName: pia.displayName,
  })
  const [mail] = (await patient.listMailbox({ query: {} })).items
  expect(mail).toMatchObject({ template: 'visit-changed', link: '/visits', language: 'he' })
  expect(`${mail?.subject} ${mail?.text}`).not.toMatch(/Ana|Idan|Levi|Barak|General|Cough|\d{2}:\d{2}/)
  expect(await clinic.events('appointment.handed-over')).toMatchObject([
    { outcome: 'allowed', patient_ids: [patientOf(clinic, pia)], change: expect.any(Buffer) },
  ])
  expect((await (await clinic.as(rita)).listHandovers({ query: {} })).items).toEqual([])
})

test('a visit stays where it is when the other doctor is taken, away, of another subject, of another organisation, or nobody', async () => {
  const clinic = await openClinic()
  const desk = await clinic.as(rita)
  const visit = await booked(clinic)
  const give = (doctorId?: string) => desk.handOver({ params: { id: visit.id }, body: doctorId ? { doctorId } : {} })
  await expect(give()).rejects.toMatchObject({ code: 'STAND_IN_MISSING' })
  await away(clinic, { from: visit.start })
  await expect(give(doctorOf(clinic, drOtto))).rejects.toMatchObject({ code: 'STAND_IN_UNFIT' })
  const { start, end } = visit
  await desk.bookAppointment({ body: { doctorId: doctorOf(clinic, drIdan), start, end, patientId: patientOf(clinic, paul) } })
  expect((await desk.listHandovers({ query: {} })).items).toMatchObject([{ standIn: { free: false } }])
  await expect(give()).rejects.toMatchObject({ status: 409, code: 'SLOT_TAKEN' })
  const idan = { params: { id: doctorOf(clinic, drIdan) }, version: 1, body: { active: true } }
  await (await clinic.as(max)).setVacation(idan)
  await expect(give(doctorOf(clinic, drIdan))).rejects.toMatchObject({ code: 'STAND_IN_UNFIT' })
  expect(await desk.readAppointment({ params: { id: visit.id } })).toMatchObject({
    status: 'booked',
    doctor: { id: doctorOf(clinic, drAna) },
  })
  await expect((await clinic.as(hanna)).handOver({ params: { id: visit.id }, body: {} })).rejects.toMatchObject({ status: 403 })
  await expect((await clinic.as(drOtto)).handOver({ params: { id: visit.id }, body: {} })).rejects.toMatchObject({ status: 404 })
})

test('[F52 part] a visit is handed over only within the hours of who stands in, wherever their slots begin', async () => {
  const clinic = await openClinic()
  const visit = await booked(clinic)
  await away(clinic, { from: visit.start })
  const [idan, desk] = await Promise.all([drIdan, rita].map((person) => clinic.as(person)))
  const work = (version: number, days: readonly number[]) => {
    const weekly = days.map((weekday) => ({ weekday, from: '00:00', to: '24:00', slotMinutes: 95 }))
    return idan?.setAvailability({ params: { id: 'me' }, body: { timeZone: 'Asia/Jerusalem', weekly }, version })
  }
  const free = async () => (await desk?.listHandovers({ query: {} }))?.items.map(({ standIn }) => standIn?.free)
  const give = () => desk?.handOver({ params: { id: visit.id }, body: {} })
  await work(1, [])
  expect(await free()).toEqual([false])
  await expect(give()).rejects.toMatchObject({ status: 422, code: 'STAND_IN_UNFIT' })
  await work(2, [1, 2, 3, 4, 5, 6, 7])
  expect(await free()).toEqual([true])
  expect(await give()).toMatchObject({ start: visit.start, doctor: { id: doctorOf(clinic, drIdan) } })
})

test('of four who hand one visit over at once, one does', async () => {
  const clinic = await openClinic({ poolSize: 8 })
  const visit = await booked(clinic)
  await away(clinic, { from: visit.start })
  const clients = await Promise.all([drAna, rita, max, rita].map((person) => clinic.as(person)))
  const calls = clients.map((client) => client.handOver({ params: { id: visit.id }, body: {} }))
  expect(await outcomes(calls)).toEqual({ done: 1, refused: { APPOINTMENT_CLOSED: 3 } })
  expect(
    await clinic.sql(`select count(*)::integer as n from appointments where status = 'booked' and lower(during) = $1`, [visit.start]),
  ).toEqual([{ n: 1 }])
})

async function away(clinic: Clinic, span: { active?: boolean; from?: string; until?: string }, version = 1): Promise<void> {
  const body = { active: true, standInDoctorId: doctorOf(clinic, drIdan), ...span }
  await (await clinic.as(max)).setVacation({ params: { id: doctorOf(clinic, drAna) }, version, body })
}

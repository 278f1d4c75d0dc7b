import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { drAna, drIdan, max, pia, rita } from '../../../tests/people.ts'
import { booked, doctorOf, freeTimes, patientOf } from './visits.fixture.ts'

test('[F52] a vacation binds holds, what was held before it, series, moving a visit and the search for the first free time', async () => {
  const clinic = await openClinic()
  const [patient, desk, office] = await Promise.all([clinic.as(pia), clinic.as(rita), clinic.as(max)])
  const visit = await booked(clinic, pia)
  const [held, free] = await freeTimes(clinic)
  if (!held || !free) throw new Error('Dr Ana works')
  const hold = await patient.holdSlot({ body: held })
  const id = doctorOf(clinic, drAna)
  await office.setVacation({ params: { id }, version: 1, body: { active: true } })

  const refused = { status: 422, code: 'OUTSIDE_HOURS' }
  await expect(patient.holdSlot({ body: free })).rejects.toMatchObject(refused)
  await expect(patient.bookAppointment({ body: { holdId: hold.id } })).rejects.toMatchObject(refused)
  const { start, end } = free
  await expect(patient.rescheduleAppointment({ params: { id: visit.id }, body: { start, end } })).rejects.toMatchObject(refused)
  const series = { ...free, patientId: patientOf(clinic, pia), everyDays: 7, count: 2 }
  await expect(desk.bookSeries({ body: series })).rejects.toMatchObject({
    code: 'SERIES_CONFLICTS',
    errors: [{ reason: 'OUTSIDE_HOURS' }, {}],
  })
  const { items } = await patient.searchFree({ query: {} })
  expect(items.map(({ doctor }) => doctor.id)).toEqual([doctorOf(clinic, drIdan)])
})

test('[F52] who runs the calendar sets a vacation aside for a reason, and the visit is then handed over like the rest', async () => {
  const clinic = await openClinic()
  const desk = await clinic.as(rita)
  const [free] = await freeTimes(clinic)
  if (!free) throw new Error('Dr Ana works')
  await (await clinic.as(drAna)).setVacation({ params: { id: 'me' }, version: 1, body: { active: true } })
  const body = { ...free, patientId: patientOf(clinic, pia), override: { reason: 'She comes in for this one' } }
  const visit = await desk.bookAppointment({ body })
  expect((await desk.listHandovers({ query: {} })).items.map(({ appointment }) => appointment.id)).toEqual([visit.id])
})

test('[F52] a visit that changes hands keeps its kind and what its kind keeps free around it', async () => {
  const clinic = await openClinic()
  const [patient, office, ana] = await Promise.all([clinic.as(pia), clinic.as(max), clinic.as(drAna)])
  const kind = { name: 'Long talk', minutes: 30, bufferBefore: 0, bufferAfter: 30, modality: 'in-person', noticeMinutes: 0 } as const
  const { id: visitTypeId } = await office.addVisitType({ body: { ...kind, horizonDays: 60, active: true } })
  const [free] = await freeTimes(clinic)
  if (!free) throw new Error('Dr Ana works')
  const visit = await patient.bookAppointment({ body: { ...free, visitTypeId } })
  await ana.setVacation({ params: { id: 'me' }, version: 1, body: { active: true, standInDoctorId: doctorOf(clinic, drIdan) } })
  const handed = await ana.handOver({ params: { id: visit.id }, body: {} })
  expect(handed.visitType).toEqual({ id: visitTypeId, name: kind.name })
  const [taken] = await clinic.sql('select upper(during) as until from occupancies where holder_id = $1', [handed.id])
  expect(taken?.until).toEqual(new Date(Date.parse(free.end) + 30 * 60_000))
})

import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { drAna, max, paul, pia, rita } from '../../../tests/people.ts'
import { booked, freeTime, outcomes, patientOf } from './visits.fixture.ts'

test('[F41] of fifty who book one slot at once, exactly one gets it', async () => {
  const clinic = await openClinic()
  const time = await freeTime(clinic)
  const crowd = await everyone(clinic)
  const calls = Array.from({ length: 50 }, (_, place) => crowd[place % crowd.length]?.(time))
  expect(await outcomes(calls.flatMap((call) => (call ? [call] : [])))).toEqual({ done: 1, refused: { SLOT_TAKEN: 49 } })
  expect(await standing(clinic, time.start)).toEqual([{ visits: 1, relations: 1 }])
  expect((await clinic.events('appointment.booked')).map((event) => event.outcome).sort()).toEqual(['allowed', ...Array(49).fill('failed')])
})

test('of eight who cancel one visit at once, exactly one does', async () => {
  const clinic = await openClinic()
  const visit = await booked(clinic)
  const clients = await Promise.all([pia, drAna, rita, max].map((person) => clinic.as(person)))
  const given = { params: { id: visit.id }, body: { reason: 'other' } } as const
  const calls = [...clients, ...clients].map((client) => client.cancelAppointment(given))
  expect(await outcomes(calls)).toEqual({ done: 1, refused: { APPOINTMENT_CLOSED: 7 } })
  expect(await clinic.sql('select count(*)::integer from appointment_changes')).toEqual([{ count: 1 }])
})

test('a slot that a cancellation frees is booked once, also by those who ask while it is being freed', async () => {
  const clinic = await openClinic()
  const visit = await booked(clinic)
  const time = { doctorId: visit.doctor.id, start: visit.start, end: visit.end }
  const crowd = await everyone(clinic)
  const cancelling = (await clinic.as(pia)).cancelAppointment({ params: { id: visit.id }, body: { reason: 'patient-request' } })
  const early = outcomes([...crowd, ...crowd, ...crowd].map((book) => book(time)))
  await cancelling
  const late = await outcomes([...crowd, ...crowd, ...crowd].map((book) => book(time)))
  expect((await early).done + late.done).toBe(1)
  expect(await standing(clinic, time.start)).toEqual([{ visits: 1, relations: 1 }])
})

/** The two patients for themselves, and the desk and the office for either. */
async function everyone(clinic: Clinic) {
  const [first, second, desk, office] = await Promise.all([pia, paul, rita, max].map((person) => clinic.as(person)))
  type Time = { doctorId: string; start: string; end: string }
  return [
    (time: Time) => first?.bookAppointment({ body: time }),
    (time: Time) => second?.bookAppointment({ body: time }),
    (time: Time) => desk?.bookAppointment({ body: { ...time, patientId: patientOf(clinic, pia) } }),
    (time: Time) => office?.bookAppointment({ body: { ...time, patientId: patientOf(clinic, paul) } }),
  ].map((book) => async (time: Time) => book(time))
}

/** Visits of a time that stand, and relations that live because of them. */
function standing(clinic: Clinic, start: string) {
  return clinic.sql(
    `select count(distinct a.id)::integer as visits, count(distinct r.id)::integer as relations
     from appointments a join care_relations r on r.tenant_id = a.tenant_id and r.source_id = a.id and r.during @> now()
     where a.status = 'booked' and lower(a.during) = $1 and a.booked_by is not null`,
    [start],
  )
}

import { describe, expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { drAna, drIdan, max, type Person, paul, pia, rita } from '../../../tests/people.ts'
import { beganVisit, booked, freeTimes, outcomes, patientOf, wait } from './visits.fixture.ts'

describe('[F43] a visit is moved', () => {
  test('to a free time: the new one says what it replaces, the old one is closed, and the words of the patient go with it', async () => {
    const clinic = await openClinic()
    const old = await booked(clinic, pia, drAna, { reason: 'a cough' })
    const [time] = await times(clinic)
    const moved = await move(clinic, pia, old.id, time)
    expect(moved).toMatchObject({
      start: time.start,
      status: 'booked',
      replaces: old.id,
      reason: 'a cough',
      version: 1,
      can: ['cancel', 'reschedule'],
    })
    const closed = await (await clinic.as(pia)).readAppointment({ params: { id: old.id } })
    expect(closed).toMatchObject({ status: 'cancelled', version: 2, can: [], cancellation: { reason: 'rescheduled', by: pia.displayName } })
    expect((await freeTimes(clinic)).map(({ start }) => start)).toContain(old.start)
    expect(await clinic.events('appointment.rescheduled')).toMatchObject([
      { outcome: 'allowed', resource_id: moved.id, patient_ids: [patientOf(clinic, pia)], rule: 'patient:appointment.reschedule:self' },
    ])
    await expect(move(clinic, pia, old.id, time)).rejects.toMatchObject({ status: 409, code: 'APPOINTMENT_CLOSED' })
  })

  test('or stays where it was: a time that is lost, off the hours or past costs nothing', async () => {
    const clinic = await openClinic()
    const old = await booked(clinic)
    const [time, far] = await times(clinic)
    await (await clinic.as(paul)).bookAppointment({ body: time })
    await expect(move(clinic, pia, old.id, time)).rejects.toMatchObject({ status: 409, code: 'SLOT_TAKEN' })
    await expect(move(clinic, pia, old.id, { start: far.start, end: old.end })).rejects.toMatchObject({ code: 'OUTSIDE_HOURS' })
    await expect(move(clinic, pia, old.id, past(far))).rejects.toMatchObject({ code: 'TOO_SOON' })
    expect(await (await clinic.as(pia)).readAppointment({ params: { id: old.id } })).toEqual(old)
    expect(await clinic.sql('select from appointment_changes')).toEqual([])
    expect(await clinic.sql('select from occupancies where holder_id = $1', [old.id])).toHaveLength(1)
  })

  test('to a time that its holder held, and to none of another doctor', async () => {
    const clinic = await openClinic()
    const old = await booked(clinic)
    const [time] = await times(clinic)
    const holder = await clinic.as(pia)
    const { id: elsewhere } = await holder.holdSlot({ body: (await freeTimes(clinic, pia, drIdan))[3] ?? time })
    const params = { id: old.id }
    await expect(holder.rescheduleAppointment({ params, body: { holdId: elsewhere } })).rejects.toMatchObject({
      errors: [{ field: 'holdId' }],
    })
    const { id: holdId } = await holder.holdSlot({ body: time })
    await expect(move(clinic, rita, old.id, time)).rejects.toMatchObject({ code: 'SLOT_TAKEN' })
    expect(await holder.rescheduleAppointment({ params, body: { holdId } })).toMatchObject({ start: time.start, replaces: old.id })
  })

  test('by its patient in time, by desk, clinic and doctor also later, by nobody once the patient is there', async () => {
    const clinic = await openClinic()
    const old = await booked(clinic, paul, drIdan)
    const [time] = await times(clinic, drIdan)
    wait(clinic, old.start, 100)
    await expect(move(clinic, paul, old.id, time)).rejects.toMatchObject({ status: 422, code: 'TOO_LATE_TO_CANCEL' })
    await expect(move(clinic, drAna, old.id, time)).rejects.toMatchObject({ status: 404 })
    const moved = await move(clinic, drIdan, old.id, time)
    expect(moved).toMatchObject({ patient: { displayName: paul.displayName } })
    const there = await beganVisit(clinic, drIdan, paul, 5)
    await (await clinic.as(rita)).recordArrival({ params: { id: there }, body: {} })
    await expect(move(clinic, max, there, time)).rejects.toMatchObject({ status: 409, code: 'OUT_OF_TURN' })
  })

  test('and who sees the chart because of it goes with it', async () => {
    const clinic = await openClinic()
    const old = await booked(clinic, paul, drIdan)
    const [, time] = await times(clinic, drIdan)
    const moved = await move(clinic, drIdan, old.id, time)
    const relations = await clinic.sql(
      `select source_id, ended_at is null as open, upper(during) as until from care_relations where source_id = any ($1::uuid[]) order by id`,
      [[old.id, moved.id]],
    )
    const until = new Date(new Date(moved.end).getTime() + 90 * 86_400_000)
    expect(relations).toMatchObject([
      { source_id: old.id, open: false },
      { source_id: moved.id, open: true, until },
    ])
    const doctor = await clinic.as(drIdan)
    expect((await doctor.readPatient({ params: { id: patientOf(clinic, paul) } })).displayName).toBe(paul.displayName)
    await doctor.cancelAppointment({ params: { id: moved.id }, body: { reason: 'other' } })
    await expect(doctor.readPatient({ params: { id: patientOf(clinic, paul) } })).rejects.toMatchObject({ status: 404 })
  })

  test('sent again under its key to the same new visit, and with another time it is refused', async () => {
    const clinic = await openClinic()
    const old = await booked(clinic)
    const [time, other] = await times(clinic)
    const client = await clinic.as(pia)
    const ask = ({ start, end }: Time) =>
      client.rescheduleAppointment({ params: { id: old.id }, body: { start, end } }, { idempotencyKey: 'k' })
    const moved = await Promise.all([ask(time), ask(time), ask(time)])
    expect(new Set(moved.map(({ id }) => id)).size).toBe(1)
    await expect(ask(other)).rejects.toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' })
  })
})

describe('[F43][F41 part] of all who move at once', () => {
  test('one visit to several times, one move wins and the others change nothing', async () => {
    const clinic = await openClinic()
    const old = await booked(clinic)
    const free = await times(clinic)
    const calls = free.slice(0, 8).map((time, place) => move(clinic, [pia, rita, max, drAna][place % 4] ?? pia, old.id, time))
    expect(await outcomes(calls)).toEqual({ done: 1, refused: { APPOINTMENT_CLOSED: 7 } })
    expect(await standing(clinic)).toEqual([{ visits: 1, taken: 1, open: 1 }])
  })

  test('several visits to one time, one gets it and every other stands where it was', async () => {
    const clinic = await openClinic()
    const free = await times(clinic)
    const aim = free.at(-1) ?? free[0]
    const visits = await Promise.all(free.slice(0, 6).map(async (time) => (await clinic.as(pia)).bookAppointment({ body: time })))
    const moved = await outcomes(visits.map(({ id }) => move(clinic, rita, id, aim)))
    expect(moved).toEqual({ done: 1, refused: { SLOT_TAKEN: 5 } })
    expect(await standing(clinic)).toEqual([{ visits: 6, taken: 6, open: 6 }])
  })

  test('visits that would change places find each other’s time taken, and no one waits for ever', async () => {
    const clinic = await openClinic()
    const [one, other] = await times(clinic)
    const first = await (await clinic.as(pia)).bookAppointment({ body: one })
    const second = await (await clinic.as(paul)).bookAppointment({ body: other })
    const calls = [1, 2, 3].flatMap(() => [move(clinic, pia, first.id, other), move(clinic, paul, second.id, one)])
    expect(await outcomes(calls)).toEqual({ done: 0, refused: { SLOT_TAKEN: 6 } })
    expect(await standing(clinic)).toEqual([{ visits: 2, taken: 2, open: 2 }])
  })

  test('or cancel what another moves: one of both, and never a visit too many', async () => {
    const clinic = await openClinic()
    const free = await times(clinic)
    for (const time of free.slice(0, 4)) {
      const old = await booked(clinic)
      const cancelling = (await clinic.as(rita)).cancelAppointment({ params: { id: old.id }, body: { reason: 'other' } })
      expect((await outcomes([cancelling, move(clinic, pia, old.id, time)])).done).toBe(1)
    }
    const [row] = await standing(clinic)
    expect(row?.visits).toBe(row?.taken)
    expect(row?.visits).toBe(row?.open)
  })
})

type Time = { doctorId: string; start: string; end: string }

/** Free times from the fourth on, so that a first booking takes none of them. */
async function times(clinic: Clinic, doctor: Person = drAna): Promise<[Time, Time, ...Time[]]> {
  const [one, other, ...more] = (await freeTimes(clinic, pia, doctor)).slice(3, 16)
  if (one === undefined || other === undefined) throw new Error('the cast has hours on six days a week')
  return [one, other, ...more]
}

async function move(clinic: Clinic, by: Person, id: string, { start, end }: { start: string; end: string }) {
  return (await clinic.as(by)).rescheduleAppointment({ params: { id }, body: { start, end } })
}

function past({ start, end }: Time) {
  const early = (text: string) => new Date(new Date(text).getTime() - 28 * 86_400_000).toISOString()
  return { start: early(start), end: early(end) }
}

/** Visits that stand, what is taken for them, and the charts that they open. */
function standing(clinic: Clinic) {
  return clinic.sql(
    `select count(distinct a.id)::integer as visits, count(distinct o.holder_id)::integer as taken, count(distinct r.id)::integer as open
     from appointments a left join occupancies o on o.holder_id = a.id
     left join care_relations r on r.source_id = a.id and r.ended_at is null and r.during @> now()
     where a.status = 'booked' and a.booked_by is not null`,
  )
}

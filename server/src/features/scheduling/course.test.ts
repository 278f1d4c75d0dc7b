import type { Client } from '@wardkeep/client'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, drIdan, drOtto, max, type Person, paul, pia, rita } from '../../../tests/people.ts'
import { beganVisit, booked, freeTimes, outcomes, patientOf, wait } from './visits.fixture.ts'

const acts = {
  arrive: (client: Client, id: string) => client.recordArrival({ params: { id }, body: {} }),
  'check-in': (client: Client, id: string) => client.checkIn({ params: { id }, body: {} }),
  complete: (client: Client, id: string) => client.completeAppointment({ params: { id }, body: {} }),
  'no-show': (client: Client, id: string) => client.recordNoShow({ params: { id }, body: {} }),
  cancel: (client: Client, id: string) => client.cancelAppointment({ params: { id }, body: { reason: 'other' } }),
}
type Act = keyof typeof acts
const named: Act[] = ['arrive', 'check-in', 'complete', 'no-show', 'cancel']

describe('[F44] a visit goes its course', () => {
  test('from the desk to the doctor, each step a row that says who and when, under seal, and one event', async () => {
    const clinic = await openClinic()
    const id = await beganVisit(clinic, drIdan, paul, 10)
    const read = async (by: Person) => (await clinic.as(by)).readAppointment({ params: { id } })
    expect((await read(rita)).can).toEqual(['cancel', 'reschedule', 'arrive', 'no-show'])
    expect(await acts.arrive(await clinic.as(rita), id)).toMatchObject({ status: 'arrived', version: 2, can: ['cancel', 'check-in'] })
    expect(await acts['check-in'](await clinic.as(rita), id)).toMatchObject({ status: 'checked-in', version: 3, can: ['cancel'] })
    expect((await read(drIdan)).can).toEqual(['cancel', 'complete'])
    expect(await acts.complete(await clinic.as(drIdan), id)).toMatchObject({ status: 'fulfilled', version: 4, can: [] })
    expect((await read(paul)).status).toBe('fulfilled')
    const rows = await clinic.sql('select status, by_user from appointment_changes where appointment_id = $1 order by at', [id])
    const [desk, doctor] = [clinic.who(rita).userId, clinic.who(drIdan).userId]
    expect(rows.map(({ status, by_user }) => [status, by_user])).toEqual([
      ['arrived', desk],
      ['checked-in', desk],
      ['fulfilled', doctor],
    ])
    for (const action of ['appointment.arrived', 'appointment.checked-in', 'appointment.completed']) {
      const about = { outcome: 'allowed', resource_id: id, patient_ids: [patientOf(clinic, paul)] }
      expect(await clinic.events(action), action).toMatchObject([about])
    }
    expect((await (await clinic.as(drIdan)).readPatient({ params: { id: patientOf(clinic, paul) } })).displayName).toBe(paul.displayName)
  })

  test('or nobody comes: the chart that it opened closes at once, and the rest of its time is free', async () => {
    const clinic = await openClinic()
    const visit = await booked(clinic, paul, drIdan)
    const chart = async () => (await clinic.as(drIdan)).readPatient({ params: { id: patientOf(clinic, paul) } })
    wait(clinic, visit.start, 1)
    await expect(acts['no-show'](await clinic.as(rita), visit.id)).rejects.toMatchObject({ status: 422, code: 'TOO_EARLY' })
    wait(clinic, visit.start, -5)
    await chart()
    expect(await acts['no-show'](await clinic.as(rita), visit.id)).toMatchObject({ status: 'noshow', can: [] })
    await expect(chart()).rejects.toMatchObject({ status: 404 })
    expect(await clinic.sql('select from occupancies where holder_id = $1', [visit.id])).toEqual([])
    expect((await (await clinic.as(paul)).readAppointment({ params: { id: visit.id } })).status).toBe('noshow')
  })

  test('by the hands of those who may: patients note nothing, the desk completes nothing, and what is another’s does not exist', async () => {
    const clinic = await openClinic()
    const id = await beganVisit(clinic, drIdan, paul, 10)
    const answer = async (person: Person, act: Act) =>
      acts[act](await clinic.as(person), id).then(
        () => 201,
        (cause: unknown) => Object(cause).status,
      )
    for (const act of ['arrive', 'check-in', 'complete', 'no-show'] as const) {
      expect([await answer(paul, act), await answer(aud, act)], act).toEqual([403, 403])
      expect([await answer(drAna, act), await answer(drOtto, act)], act).toEqual([404, 404])
    }
    expect([await answer(drIdan, 'arrive'), await answer(max, 'check-in'), await answer(rita, 'complete')]).toEqual([201, 201, 403])
    expect(await answer(max, 'complete')).toBe(201)
  })

  test('whatever is tried in whatever order and by whom, exactly as the drawing says', async () => {
    const clinic = await openClinic()
    const [desk, doctor, patient] = await Promise.all([rita, drIdan, paul].map((person) => clinic.as(person)))
    if (!desk || !doctor || !patient) throw new Error('the cast is signed in')
    const clients = { desk, doctor, patient }
    const drawing: Record<string, Partial<Record<Act, string>>> = {
      booked: { arrive: 'arrived', 'no-show': 'noshow', cancel: 'cancelled' },
      arrived: { 'check-in': 'checked-in', cancel: 'cancelled' },
      'checked-in': { complete: 'fulfilled', cancel: 'cancelled' },
    }
    const may: Record<keyof typeof clients, Act[]> = { desk: ['arrive', 'check-in', 'no-show', 'cancel'], doctor: named, patient: [] }
    let minutes = 20
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...named), fc.constantFrom('desk', 'doctor', 'patient')), { minLength: 1, maxLength: 9 }),
        async (tries) => {
          const id = await beganVisit(clinic, drIdan, paul, minutes)
          // A visit that is over is cancelled by nobody any more, and a patient was to give notice.
          const isOver = minutes >= 30
          minutes += 32
          let state = 'booked'
          let version = 1
          for (const [act, who] of tries) {
            const next = may[who].includes(act) && !(act === 'cancel' && isOver) ? drawing[state]?.[act] : undefined
            const done = await acts[act](clients[who], id).catch(() => undefined)
            expect(done?.status).toBe(next)
            if (next === undefined) continue
            state = next
            version += 1
          }
          expect(await desk.readAppointment({ params: { id } })).toMatchObject({ status: state, version })
          const [row] = await clinic.sql('select count(*)::integer as n from appointment_changes where appointment_id = $1', [id])
          expect(row?.n).toBe(version - 1)
          const kept = await clinic.sql('select from occupancies where holder_id = $1', [id])
          expect(kept.length).toBe(state === 'noshow' || state === 'cancelled' ? 0 : 1)
        },
      ),
      { numRuns: 40 },
    )
  })

  test('and of all who try one step at once, exactly one takes it', async () => {
    const clinic = await openClinic()
    const clients = await Promise.all([rita, max, drIdan].map((person) => clinic.as(person)))
    const id = await beganVisit(clinic, drIdan, paul, 10)
    for (const [act, refused] of [
      ['arrive', 'OUT_OF_TURN'],
      ['check-in', 'OUT_OF_TURN'],
    ] as const) {
      expect(await outcomes([...clients, ...clients, ...clients].map((client) => acts[act](client, id)))).toEqual({
        done: 1,
        refused: { [refused]: 8 },
      })
    }
    const ending = await outcomes([max, drIdan, max, drIdan].map(async (person) => acts.complete(await clinic.as(person), id)))
    expect(ending).toEqual({ done: 1, refused: { APPOINTMENT_CLOSED: 3 } })
    const missed = await beganVisit(clinic, drIdan, paul, 50)
    const mixed = await outcomes(clients.flatMap((client) => [acts['no-show'](client, missed), acts.arrive(client, missed)]))
    expect(mixed.done).toBe(1)
    expect(await clinic.sql('select from appointment_changes where appointment_id = $1', [missed])).toHaveLength(1)
  })
})

test('[F53] patient, doctor and clinic each list exactly the visits that are theirs to see, whatever became of them', async () => {
  const clinic = await openClinic()
  await booked(clinic, pia, drAna)
  await booked(clinic, paul, drIdan)
  const [moved] = [await booked(clinic, paul, drAna)]
  await (await clinic.as(paul)).cancelAppointment({ params: { id: moved.id }, body: { reason: 'other' } })
  await beganVisit(clinic, drIdan, pia, 60)
  const all = (await clinic.sql('select id, patient_id, doctor_id, tenant_id from appointments order by id')).map((row) => ({
    ...row,
    id: String(row.id),
  }))
  const listed = async (person: Person) =>
    (await (await clinic.as(person)).listAppointments({ query: { limit: 100 } })).items.map(({ id }) => id).sort()
  const where = (holds: (row: Record<string, unknown>) => boolean) => all.filter(holds).map(({ id }) => id)
  for (const person of [pia, paul]) expect(await listed(person)).toEqual(where((row) => row.patient_id === clinic.who(person).patientId))
  for (const person of [drAna, drIdan, drOtto])
    expect(await listed(person)).toEqual(where((row) => row.doctor_id === clinic.who(person).doctorId))
  for (const person of [max, rita]) expect(await listed(person)).toEqual(where((row) => row.tenant_id === clinic.who(person).tenantId))
  await expect(listed(aud)).rejects.toMatchObject({ status: 403 })
  expect((await freeTimes(clinic)).length).toBeGreaterThan(0)
})

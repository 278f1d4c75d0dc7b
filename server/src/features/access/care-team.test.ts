import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, drIdan, drOtto, hanna, max, mira, type Person, paul, pia, rita } from '../../../tests/people.ts'

const chartOf = (clinic: Clinic, person: Person) => clinic.who(person).patientId ?? ''
const doctorOf = (clinic: Clinic, person: Person) => clinic.who(person).doctorId ?? ''

/** Max puts a doctor into Pia's care team. */
async function assigned(clinic: Clinic, doctor: Person = drIdan, more: { from?: string; until?: string } = {}) {
  const body = { doctorId: doctorOf(clinic, doctor), cause: 'treating' as const, ...more }
  return (await clinic.as(max)).assignDoctor({ params: { id: chartOf(clinic, pia) }, body })
}

async function ended(clinic: Clinic, relationId: string) {
  return (await clinic.as(max)).endAssignment({ params: { id: chartOf(clinic, pia), relationId }, body: { ending: 'handed-over' } })
}

async function reads(clinic: Clinic, person: Person): Promise<number> {
  const headers = { authorization: `Bearer ${await clinic.token(person)}` }
  return (await fetch(`${clinic.url}/api/patients/${chartOf(clinic, pia)}`, { headers })).status
}

const later = (clinic: Clinic, seconds: number) => new Date(clinic.clock.now().getTime() + seconds * 1000).toISOString()

describe('[B199] a doctor sees the patients that are assigned to them, while they are', () => {
  test('[V8.3.2] the chart and everything in it opens with the assignment and closes with its end, on the next request', async () => {
    const clinic = await openClinic()
    const idan = await clinic.as(drIdan)
    const id = chartOf(clinic, pia)
    const all = () =>
      Promise.all(
        [
          idan.readPatient({ params: { id } }),
          idan.readHistory({ params: { id }, query: {} }),
          idan.readTrends({ params: { id } }),
          idan.listRecords({ query: { patientId: id } }),
          idan.readCareTeam({ params: { id }, query: {} }),
        ].map((asked) =>
          asked.then(
            () => 200,
            (problem: unknown) => Object(problem).status,
          ),
        ),
      )
    expect(await all()).toEqual([404, 404, 404, 404, 404])
    const place = await assigned(clinic)
    expect(place).toMatchObject({
      source: 'care-team',
      state: 'live',
      cause: 'treating',
      can: ['end'],
      doctor: { displayName: drIdan.displayName },
    })
    expect(await all()).toEqual([200, 200, 200, 200, 200])
    expect((await idan.listPatients({ query: {} })).items.map((patient) => patient.id)).toEqual([id])
    expect(await ended(clinic, place.id)).toMatchObject({ state: 'ended', can: [] })
    expect(await all()).toEqual([404, 404, 404, 404, 404])
    expect((await idan.listPatients({ query: {} })).items).toEqual([])
  })

  test('no read that begins after the answer to the ending is served, however many are under way', async () => {
    const clinic = await openClinic()
    const otherProcess = await clinic.another()
    const headers = { authorization: `Bearer ${await clinic.token(drIdan)}` }
    const id = chartOf(clinic, pia)
    for (let round = 0; round < 8; round += 1) {
      const place = await assigned(clinic)
      const seen: { begun: number; status: number }[] = []
      let over = false
      const reader = async (url: string) => {
        while (!over) {
          const begun = performance.now()
          const answer = await fetch(`${url}/api/patients/${id}`, { headers })
          await answer.arrayBuffer()
          seen.push({ begun, status: answer.status })
        }
      }
      const readers = [clinic.url, otherProcess, clinic.url, otherProcess, clinic.url, otherProcess].map(reader)
      await expect.poll(() => seen.filter(({ status }) => status === 200).length).toBeGreaterThan(12)
      await ended(clinic, place.id)
      const answered = performance.now()
      await expect.poll(() => seen.filter(({ begun }) => begun > answered).length).toBeGreaterThan(6)
      over = true
      await Promise.all(readers)
      expect(seen.filter(({ begun, status }) => begun > answered && status !== 404)).toEqual([])
    }
  })

  test('an ending holds although the clock of the process that reads is behind', async () => {
    const clinic = await openClinic()
    const place = await assigned(clinic)
    const { tenantId, userId, role, doctorId = '' } = clinic.who(drIdan)
    const behind = async () => {
      const context = {
        tenant: tenantId,
        user: userId,
        role,
        doctor: doctorId,
        now: new Date(clinic.clock.now().getTime() - 10_000).toISOString(),
      }
      return (await clinic.sqlAsApp(context, 'select from patients where id = $1', [chartOf(clinic, pia)])).length
    }
    clinic.clock.pass(60)
    const before = await behind()
    await ended(clinic, place.id)
    expect([before, await behind()]).toEqual([1, 0])
  })

  test('an assignment for later opens when it begins and closes when it is over, by itself', async () => {
    const clinic = await openClinic()
    const place = await assigned(clinic, drIdan, { from: later(clinic, 60), until: later(clinic, 120) })
    expect(place.state).toBe('coming')
    const now = [await reads(clinic, drIdan)]
    clinic.clock.pass(61)
    now.push(await reads(clinic, drIdan))
    clinic.clock.pass(60)
    now.push(await reads(clinic, drIdan))
    expect(now).toEqual([404, 200, 404])
    await expect(ended(clinic, place.id)).rejects.toMatchObject({ status: 409, code: 'ASSIGNMENT_ENDED' })
  })
})

test('a doctor has one place in a care team: of ten who assign at once one does, and again once it has ended', async () => {
  const clinic = await openClinic()
  const tries = await Promise.allSettled(Array.from({ length: 10 }, () => assigned(clinic)))
  const made = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const refused = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
  expect(made).toHaveLength(1)
  expect(refused).toEqual(Array.from({ length: 9 }, () => 'ALREADY_ASSIGNED'))
  const endings = await Promise.allSettled(Array.from({ length: 5 }, () => ended(clinic, made[0]?.id ?? '')))
  expect(endings.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  await expect(assigned(clinic)).resolves.toMatchObject({ state: 'live' })
})

test('nobody but who runs the organisation assigns or ends, and what is foreign or missing is answered alike', async () => {
  const clinic = await openClinic()
  const place = await assigned(clinic)
  const body = { doctorId: doctorOf(clinic, drIdan), cause: 'treating' as const }
  for (const person of [pia, drAna, drIdan, rita, aud]) {
    const client = await clinic.as(person)
    await expect(client.assignDoctor({ params: { id: chartOf(clinic, paul) }, body })).rejects.toMatchObject({ status: 403 })
    const params = { id: chartOf(clinic, pia), relationId: place.id }
    await expect(client.endAssignment({ params, body: { ending: 'other' } })).rejects.toMatchObject({ status: 403 })
  }
  const client = await clinic.as(max)
  const otherClient = await clinic.as(mira)
  const missing = { status: 404, code: 'NOT_FOUND' }
  for (const doctorId of [doctorOf(clinic, drOtto), randomUUID()])
    await expect(client.assignDoctor({ params: { id: chartOf(clinic, pia) }, body: { ...body, doctorId } })).rejects.toMatchObject(missing)
  for (const id of [chartOf(clinic, hanna), randomUUID()])
    await expect(client.assignDoctor({ params: { id }, body })).rejects.toMatchObject(missing)
  for (const id of [chartOf(clinic, pia), chartOf(clinic, hanna)])
    await expect(otherClient.endAssignment({ params: { id, relationId: place.id }, body: { ending: 'other' } })).rejects.toMatchObject(
      missing,
    )
  await expect(assigned(clinic, drAna, { from: later(clinic, -60) })).rejects.toMatchObject({ status: 400 })
  await expect(assigned(clinic, drAna, { until: later(clinic, -60) })).rejects.toMatchObject({ status: 400 })
})

test('a visit and a place in the team stand beside each other, each with its time, and a visit is not ended by hand', async () => {
  const clinic = await openClinic()
  const { start, end, doctorId } = await freeTime(clinic)
  const visit = await (await clinic.as(pia)).bookAppointment({ body: { doctorId, start, end } })
  const place = await assigned(clinic, drAna)
  const { items } = await (await clinic.as(pia)).readCareTeam({ params: { id: chartOf(clinic, pia) }, query: {} })
  const until = new Date(new Date(end).getTime() + 90 * 86_400_000).toISOString()
  expect(items).toEqual([
    expect.objectContaining({ source: 'appointment', sourceId: visit.id, until, state: 'live', can: [] }),
    expect.objectContaining({ source: 'care-team', id: place.id, state: 'live', can: [] }),
  ])
  expect(items.every((item) => item.doctor.displayName === drAna.displayName)).toBe(true)
  const byHand = { params: { id: chartOf(clinic, pia), relationId: items[0]?.id ?? '' }, body: { ending: 'other' as const } }
  await expect((await clinic.as(max)).endAssignment(byHand)).rejects.toMatchObject({ status: 404 })
  await ended(clinic, place.id)
  expect(await reads(clinic, drAna)).toBe(200)
  await (await clinic.as(pia)).cancelAppointment({ params: { id: visit.id }, body: { reason: 'patient-request' } })
  expect(await reads(clinic, drAna)).toBe(404)
})

test('the events of a care team name the patient, and the list of a doctor’s assignments names every patient it showed', async () => {
  const clinic = await openClinic()
  const place = await assigned(clinic)
  const client = await clinic.as(max)
  await client.assignDoctor({ params: { id: chartOf(clinic, paul) }, body: { doctorId: doctorOf(clinic, drIdan), cause: 'consulting' } })
  const { items } = await client.listAssignments({ params: { id: doctorOf(clinic, drIdan) }, query: {} })
  expect(items.map((item) => item.patient)).toEqual([
    { id: chartOf(clinic, pia), displayName: pia.displayName },
    { id: chartOf(clinic, paul), displayName: paul.displayName },
  ])
  await ended(clinic, place.id)
  const told = (await clinic.events()).filter((event) => String(event.action).startsWith('care-team.'))
  expect(told.map((event) => [event.action, event.outcome, event.patient_ids])).toEqual([
    ['care-team.assigned', 'allowed', [chartOf(clinic, pia)]],
    ['care-team.assigned', 'allowed', [chartOf(clinic, paul)]],
    ['care-team.listed', 'allowed', expect.arrayContaining([chartOf(clinic, pia), chartOf(clinic, paul)])],
    ['care-team.ended', 'allowed', [chartOf(clinic, pia)]],
  ])
})

test('under the runtime role no doctor, patient or receptionist opens a chart to a doctor by hand, nor prolongs what stands', async () => {
  const clinic = await openClinic()
  const place = await assigned(clinic, drIdan, { until: later(clinic, 3600) })
  const at = clinic.clock.now().toISOString()
  const contexts: [Person, Record<string, string>][] = [
    [drIdan, { doctor: doctorOf(clinic, drIdan) }],
    [paul, { patient: chartOf(clinic, paul) }],
    [rita, {}],
    [aud, {}],
  ]
  for (const [person, more] of contexts) {
    const { tenantId, userId, role } = clinic.who(person)
    const context = { tenant: tenantId, user: userId, role, now: at, ...more }
    const insert = clinic.sqlAsApp(
      context,
      `insert into care_relations (tenant_id, id, patient_id, doctor_id, source, source_id, during)
       values (ctx_tenant(), $1, $2, $3, 'care-team', $1, tstzrange(ctx_now(), null)) returning id`,
      [randomUUID(), chartOf(clinic, pia), doctorOf(clinic, drIdan)],
    )
    await expect(insert, person.key).rejects.toMatchObject({ code: '42501' })
    const prolong = await clinic
      .sqlAsApp(context, `update care_relations set during = tstzrange(lower(during), null) where id = $1 returning id`, [place.id])
      .catch((cause: unknown) => Object(cause).code)
    expect(['42501', []], person.key).toContainEqual(prolong)
  }
})

async function freeTime(clinic: Clinic) {
  const now = clinic.clock.now().getTime()
  const query = { from: new Date(now + 86_400_000).toISOString(), to: new Date(now + 10 * 86_400_000).toISOString() }
  const { items } = await (await clinic.as(pia)).readSlots({ params: { id: doctorOf(clinic, drAna) }, query })
  const [first] = items
  if (first === undefined) throw new Error('the cast has hours on six days a week')
  return { ...first, doctorId: doctorOf(clinic, drAna) }
}

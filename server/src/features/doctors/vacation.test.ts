import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { drAna, drIdan, drOtto, max, paul, pia, rita } from '../../../tests/people.ts'
import { newId } from '../../platform/ids.ts'
import { note } from '../records/records.fixture.ts'
import { booked, doctorOf, freeTime, freeTimes, outcomes } from '../scheduling/visits.fixture.ts'
import { addDoctor } from './roster-actions.ts'

const day = 86_400_000

test('[F52][A72] a vacation hides the slots of its days and of no others, and the directory says until when and whom to see instead', async () => {
  const clinic = await openClinic()
  const [ana, patient] = await Promise.all([clinic.as(drAna), clinic.as(pia)])
  const before = await freeTimes(clinic)
  const [from, until] = [dayAhead(clinic, 3), dayAhead(clinic, 6)]
  const standInDoctorId = doctorOf(clinic, drIdan)
  const said = { active: true, from, until, standInDoctorId }
  expect(await ana.setVacation({ params: { id: 'me' }, version: 1, body: said })).toEqual({ ...said, version: 2 })
  expect(await ana.readVacation({ params: { id: 'me' } })).toEqual({ ...said, version: 2 })
  const after = await freeTimes(clinic)
  expect(after).toEqual(before.filter(({ start }) => dateOf(start) < from || dateOf(start) > until))
  expect(after.length).toBeGreaterThan(0)
  expect(after.length).toBeLessThan(before.length)
  const hidden = before.findLast(({ start }) => dateOf(start) >= from && dateOf(start) <= until)
  if (hidden === undefined) throw new Error('Dr Ana works on one of those days')
  await expect(patient.bookAppointment({ body: hidden })).rejects.toMatchObject({ status: 422, code: 'OUTSIDE_HOURS' })
  const known = await patient.readDoctor({ params: { id: doctorOf(clinic, drAna) } })
  expect(known).toMatchObject({ vacation: false, away: { standIn: { id: standInDoctorId, displayName: drIdan.displayName } } })
  const within = { from: new Date(`${from}T06:00:00Z`).toISOString(), to: new Date(`${until}T18:00:00Z`).toISOString() }
  expect(await patient.readSlots({ params: { id: doctorOf(clinic, drAna) }, query: within })).toMatchObject({
    items: [],
    none: 'vacation',
    standIn: { id: standInDoctorId },
  })
  clinic.clock.pass((4 * day) / 1000)
  expect((await (await clinic.as(pia)).listDoctors({ query: {} })).items.find(({ id }) => id === doctorOf(clinic, drAna))).toMatchObject({
    vacation: true,
    away: { until: expect.any(String) },
  })
  clinic.clock.pass((5 * day) / 1000)
  expect(await (await clinic.as(drAna)).readVacation({ params: { id: 'me' } })).toEqual({ active: false, version: 2 })
  expect(await (await clinic.as(pia)).readDoctor({ params: { id: doctorOf(clinic, drAna) } })).not.toHaveProperty('away')
})

test('who ends a vacation early is bookable again at once, and who has seen an older version is told', async () => {
  const clinic = await openClinic()
  const [ana, office] = await Promise.all([clinic.as(drAna), clinic.as(max)])
  const before = await freeTimes(clinic)
  await ana.setVacation({ params: { id: 'me' }, version: 1, body: { active: true } })
  expect(await freeTimes(clinic)).toEqual([])
  const id = doctorOf(clinic, drAna)
  const back = { params: { id }, body: { active: false } }
  await expect(office.setVacation({ ...back, version: 1 })).rejects.toMatchObject({ status: 412, code: 'VERSION_CONFLICT' })
  expect(await office.setVacation({ ...back, version: 2 })).toEqual({ active: false, version: 3 })
  expect(await freeTimes(clinic)).toEqual(before)
  expect((await clinic.events('doctor.vacation-set')).map((event) => event.outcome)).toEqual(['allowed', 'failed', 'allowed'])
})

test.each([
  ['until', { from: '2030-01-05', until: '2030-01-04' }],
  ['until', { until: '2020-01-05' }],
  ['until', { until: '2199-01-05' }],
  ['from', { from: '2199-01-05' }],
  ['from', { from: '2030-02-30' }],
])('a span that makes no sense is refused at its field: %s of %j', async (field, span) => {
  const clinic = await openClinic()
  const ana = await clinic.as(drAna)
  const refused = ana.setVacation({ params: { id: 'me' }, version: 1, body: { active: true, ...span } })
  await expect(refused).rejects.toMatchObject({ status: 400, errors: expect.arrayContaining([expect.objectContaining({ field })]) })
})

test('[F52] stand-ins never send patients in a circle, however long, unless the vacations do not meet', async () => {
  const clinic = await openClinic()
  const office = await clinic.as(max)
  const [a, b, c] = [doctorOf(clinic, drAna), doctorOf(clinic, drIdan), await thirdDoctor(clinic)]
  const say = (id: string, standInDoctorId: string, from: number, until: number, version = 1) =>
    office.setVacation({
      params: { id },
      version,
      body: { active: true, from: dayAhead(clinic, from), until: dayAhead(clinic, until), standInDoctorId },
    })
  await expect(say(a, a, 1, 2)).rejects.toMatchObject({ status: 409, code: 'STAND_IN_LOOP' })
  await say(a, b, 2, 9)
  await expect(say(b, a, 5, 6)).rejects.toMatchObject({ status: 409, code: 'STAND_IN_LOOP' })
  await say(b, c, 5, 6)
  await expect(say(c, a, 6, 20)).rejects.toMatchObject({ status: 409, code: 'STAND_IN_LOOP' })
  await say(c, a, 7, 20)
  const when = { from: at(clinic, 5), to: at(clinic, 5.4) }
  expect(await office.readSlots({ params: { id: a }, query: when })).toMatchObject({ none: 'vacation', standIn: { id: c } })
  await expect(say(a, doctorOf(clinic, drOtto), 2, 9, 2)).rejects.toMatchObject({ status: 422, code: 'STAND_IN_UNFIT' })
  await clinic.sql(`update doctors set specialties = '{Dermatology}' where id = $1`, [b])
  await expect(say(a, b, 2, 9, 2)).rejects.toMatchObject({ status: 422, code: 'STAND_IN_UNFIT' })
})

test('[F52] of two who name each other as stand-in at once, one is refused', async () => {
  const clinic = await openClinic({ poolSize: 8 })
  const [ana, idan] = await Promise.all([clinic.as(drAna), clinic.as(drIdan)])
  const [a, b] = [doctorOf(clinic, drAna), doctorOf(clinic, drIdan)]
  const settled = await raced(clinic, `select pg_advisory_xact_lock(hashtextextended('wardkeep vacations ' || $1, 0))`, tenantOf(clinic), [
    () => ana.setVacation({ params: { id: 'me' }, version: 1, body: { active: true, standInDoctorId: b } }),
    () => idan.setVacation({ params: { id: 'me' }, version: 1, body: { active: true, standInDoctorId: a } }),
  ])
  expect(await outcomes(settled)).toEqual({ done: 1, refused: { STAND_IN_LOOP: 1 } })
})

test('[F52][A72] a booking under way keeps a vacation waiting, and the visit is then flagged; one that comes after it is refused', async () => {
  const clinic = await openClinic({ poolSize: 8 })
  const [ana, patient, other, desk] = await Promise.all([drAna, pia, paul, rita].map((person) => clinic.as(person)))
  const [one, two] = await freeTimes(clinic)
  if (!ana || !patient || !other || !desk || !one || !two) throw new Error('the cast works and is signed in')
  const settled = await raced(clinic, 'select from patients where id = $1 for update', clinic.who(pia).patientId ?? '', [
    () => patient.bookAppointment({ body: one }),
    () => ana.setVacation({ params: { id: 'me' }, version: 1, body: { active: true } }),
    () => other.bookAppointment({ body: two }),
  ])
  expect(await outcomes(settled)).toEqual({ done: 2, refused: { OUTSIDE_HOURS: 1 } })
  const { items } = await desk.listHandovers({ query: {} })
  expect(items.map(({ appointment }) => appointment.start)).toContain(one.start)
  expect(items.map(({ appointment }) => appointment.start)).not.toContain(two.start)
})

test('[A72] who is away keeps the charts in their care: reads, writes and signs', async () => {
  const clinic = await openClinic()
  await booked(clinic)
  const ana = await clinic.as(drAna)
  await ana.setVacation({ params: { id: 'me' }, version: 1, body: { active: true } })
  const patientId = clinic.who(pia).patientId ?? ''
  expect(await ana.readPatient({ params: { id: patientId } })).toMatchObject({ id: patientId })
  const draft = await ana.createRecord({ body: { patientId, ...note } })
  expect(await ana.signRecord({ params: { id: draft.id }, body: {} })).toMatchObject({ version: expect.any(Number) })
  await expect(freeTime(clinic)).rejects.toThrow()
})

/** Holds a lock until all of the calls wait, in their order, then lets go. */
async function raced(clinic: Clinic, lock: string, key: string, calls: (() => Promise<unknown>)[]): Promise<Promise<unknown>[]> {
  await clinic.sql('begin')
  await clinic.sql(lock, [key])
  const begun: Promise<unknown>[] = []
  for (const call of calls) {
    const one = call()
    one.catch(() => {})
    begun.push(one)
    await expect.poll(() => waiting(clinic), { timeout: 10_000 }).toBe(begun.length)
  }
  await clinic.sql('commit')
  return begun
}

async function waiting(clinic: Clinic): Promise<unknown> {
  const [row] = await clinic.sqlAsApp(
    {},
    `select count(*)::integer as sessions from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return row?.sessions
}

async function thirdDoctor(clinic: Clinic): Promise<string> {
  const now = clinic.clock.now()
  const [id, tenantId] = [newId(now), tenantOf(clinic)]
  const specialties = ['General practice']
  const one = { id, tenantId, displayName: 'Dr Third', languages: ['en'], specialties, timeZone: 'Asia/Jerusalem', hours: [], now }
  await clinic.asSystem(drAna, (tx) => addDoctor(tx, clinic.keep, one))
  return id
}

function tenantOf(clinic: Clinic): string {
  return clinic.who(drAna).tenantId
}

function at(clinic: Clinic, days: number): string {
  return new Date(clinic.clock.now().getTime() + days * day).toISOString()
}

/** A date on Dr Ana's calendar. */
function dayAhead(clinic: Clinic, days: number): string {
  return dateOf(at(clinic, days))
}

function dateOf(instant: string): string {
  return new Date(instant).toLocaleDateString('sv-SE', { timeZone: 'Asia/Jerusalem' })
}

import { expect, inject, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { drAna, max, paul, pia } from '../../../tests/people.ts'
import { harbourSettings } from '../../../tests/settings.fixture.ts'
import { Connections } from '../../platform/database.ts'
import { openLog } from '../../platform/log.ts'
import { Recorder } from '../../security/audit/recorder.ts'
import { Database } from '../../security/database.ts'
import { freeTimes, wait } from '../scheduling/visits.fixture.ts'
import { type RemindKeep, remindDue } from './index.ts'

const hour = 60
const quiet = openLog('silent')

test('[F50] a visit is reminded of once, a day before, in the patient’s language, by a letter that says nothing of it', async () => {
  const clinic = await openClinic()
  const visit = await bookAhead(clinic)
  wait(clinic, visit.start, 24 * hour + 1)
  expect(await round(clinic)).toBe(0)
  clinic.clock.pass(120)
  expect(await round(clinic)).toBe(1)
  expect(await round(clinic)).toBe(0)
  clinic.clock.pass(3600)
  expect(await round(clinic)).toBe(0)
  const [mail, ...others] = await reminders(clinic)
  expect(others).toEqual([])
  expect(mail).toMatchObject({ to: pia.email, language: 'he', link: '/visits', subject: 'תזכורת: ביקור מתקרב' })
  expect(`${mail?.subject} ${mail?.text}`).not.toMatch(/Ana|Levi|Pia|General|Cough|\d{2}:\d{2}:|T\d\d:|20\d\d/)
  expect(await clinic.events('reminder.queued')).toMatchObject([
    { outcome: 'allowed', actor_role: 'system', patient_ids: [clinic.who(pia).patientId], resource_id: visit.id },
  ])
})

test('[F50] however many processes look at once, one reminder is written', async () => {
  const clinic = await openClinic({ poolSize: 8 })
  const visit = await bookAhead(clinic)
  wait(clinic, visit.start, 23 * hour)
  const other = secondProcess(clinic)
  await clinic.sql('begin')
  await clinic.sql('select from appointments where id = $1 for update', [visit.id])
  const rounds = [keepOf(clinic), other, keepOf(clinic), other].map((keep) => remindDue(keep, clinic.clock.now(), quiet))
  await expect.poll(() => waiting(clinic), { timeout: 10_000 }).toBe(4)
  await clinic.sql('commit')
  expect((await Promise.all(rounds)).sort()).toEqual([0, 0, 0, 1])
  expect(await reminders(clinic)).toHaveLength(1)
  await expect(
    clinic.sql(
      `insert into reminders select tenant_id, gen_random_uuid(), appointment_id, channel, kind, mail_ids, at from reminders where appointment_id = $1`,
      [visit.id],
    ),
  ).rejects.toMatchObject({ constraint: 'once_for_each_channel' })
})

test('[F50] who says no gets none, and who says yes again gets the next', async () => {
  const clinic = await openClinic()
  const patient = await clinic.as(pia)
  expect(await patient.readReminders()).toEqual({ mail: true })
  expect(await patient.setReminders({ body: { mail: false } })).toEqual({ mail: false })
  expect(await patient.setReminders({ body: { mail: false } })).toEqual({ mail: false })
  const [first, second] = await bookTwo(clinic)
  wait(clinic, first.start, 23 * hour)
  expect(await round(clinic)).toBe(0)
  expect(await (await clinic.as(pia)).setReminders({ body: { mail: true } })).toEqual({ mail: true })
  expect(await round(clinic)).toBe(0)
  wait(clinic, second.start, 23 * hour)
  expect(await round(clinic)).toBe(1)
  expect(await clinic.events('reminder.queued')).toMatchObject([{ resource_id: second.id }])
  expect(await reminders(clinic)).toHaveLength(1)
})

test('neither a visit that was cancelled, nor one that has begun, nor one that was booked when its reminder was due already', async () => {
  const clinic = await openClinic()
  const [first, second] = await bookTwo(clinic)
  await (await clinic.as(pia)).cancelAppointment({ params: { id: first.id }, body: { reason: 'other' } })
  wait(clinic, first.start, 23 * hour)
  expect(await round(clinic)).toBe(0)
  wait(clinic, second.start, 0)
  expect(await round(clinic)).toBe(0)
  const late = await soon(clinic)
  wait(clinic, late.start, 20 * hour)
  await (await clinic.as(paul)).bookAppointment({ body: late })
  expect(await round(clinic)).toBe(0)
})

test('an organisation says how many hours before, within bounds', async () => {
  const clinic = await openClinic()
  const office = await clinic.as(max)
  const version = (await office.readOrganisation()).version
  for (const reminderHours of [0, 169]) {
    const refused = office.setOrganisation({ version, body: { ...harbourSettings, reminderHours } })
    await expect(refused).rejects.toMatchObject({ status: 400, errors: [{ field: 'reminderHours' }] })
  }
  const visit = await bookAhead(clinic)
  await office.setOrganisation({ version, body: { ...harbourSettings, reminderHours: 2 } })
  wait(clinic, visit.start, 3 * hour)
  expect(await round(clinic)).toBe(0)
  wait(clinic, visit.start, 2 * hour - 1)
  expect(await round(clinic)).toBe(1)
})

test('a reminder is written whole or not at all: what fails in the middle is done by the next round', async () => {
  const clinic = await openClinic()
  const visit = await bookAhead(clinic)
  wait(clinic, visit.start, 23 * hour)
  await clinic.sql(`alter table mails add constraint nothing_goes check (template <> 'visit-reminder') not valid`)
  expect(await round(clinic)).toBe(0)
  expect(await clinic.sql('select id from reminders')).toEqual([])
  await clinic.sql('alter table mails drop constraint nothing_goes')
  expect(await round(clinic)).toBe(1)
})

test('a proxy who books for somebody without an account gets it for them', async () => {
  const clinic = await openClinic()
  const visit = await bookAhead(clinic)
  const { patientId = '' } = clinic.who(pia)
  await (await clinic.as(max)).linkProxy({
    params: { id: patientId },
    body: { email: paul.email, capacity: 'carer', scopes: ['read', 'book'] },
  })
  await clinic.sql('update users set active = false where patient_id = $1', [patientId])
  wait(clinic, visit.start, 23 * hour)
  expect(await round(clinic)).toBe(1)
  const mails = (await (await clinic.as(paul)).listMailbox({ query: {} })).items
  expect(mails).toMatchObject([{ to: paul.email, template: 'visit-reminder', language: 'en' }])
})

function keepOf(clinic: Clinic): RemindKeep {
  return { ...clinic.keep, publicUrl: 'http://localhost:8080' }
}

/** Connections and a memory of its own, as another process has. */
function secondProcess(clinic: Clinic): RemindKeep {
  const connections = new Connections({ ...inject('ground').app, database: clinic.databaseName }, 4)
  const { vault } = clinic.keep
  return { vault, db: new Database(connections, new Recorder(vault), async (actor) => actor), publicUrl: 'http://localhost:8080' }
}

function round(clinic: Clinic): Promise<number> {
  return remindDue(keepOf(clinic), clinic.clock.now(), quiet)
}

async function reminders(clinic: Clinic) {
  return (await (await clinic.as(max)).listMailbox({ query: {} })).items.filter(({ template }) => template === 'visit-reminder')
}

/** Of Pia, at least three days ahead. */
async function bookAhead(clinic: Clinic, place = 0) {
  const from = clinic.clock.now().getTime() + 3 * 86_400_000
  const later = (await freeTimes(clinic, pia, drAna)).filter(({ start }) => new Date(start).getTime() > from)
  const time = later[place]
  if (time === undefined) throw new Error('Dr Ana works on six days a week')
  return (await clinic.as(pia)).bookAppointment({ body: { ...time, reason: 'Cough' } })
}

async function bookTwo(clinic: Clinic) {
  return [await bookAhead(clinic), await bookAhead(clinic, 40)] as const
}

async function soon(clinic: Clinic) {
  const [time] = await freeTimes(clinic, paul)
  if (time === undefined) throw new Error('Dr Ana works on six days a week')
  return time
}

async function waiting(clinic: Clinic): Promise<unknown> {
  const [row] = await clinic.sqlAsApp(
    {},
    `select count(*)::integer as sessions from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return row?.sessions
}

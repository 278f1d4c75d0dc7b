// What was changed: digests of before and after in the change's own event, in the change's own transaction.
import { setTimeout as later } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assign, note } from '../src/features/records/records.fixture.ts'
import { changeDigest } from '../src/security/change.ts'
import type { JsonValue } from '../src/security/vault/index.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { drAna, max, paul, pia } from './people.ts'

const nothing = Buffer.alloc(32).toString('hex')

test('[C41][B107 part] every change of a chart, a record and a visit leaves keyed digests of what stood before and after, which a content can be held against and which tell nothing', async () => {
  const clinic = await openClinic()
  await assign(clinic, drAna, pia)
  const [patient, ana] = await Promise.all([clinic.as(pia), clinic.as(drAna)])
  const { patientId = '', tenantId } = clinic.who(pia)
  const { doctorId = '' } = clinic.who(drAna)
  const digest = async (type: string, id: string, content: JsonValue) =>
    (await changeDigest(clinic.keep, tenantId, { type, id }, content)).toString('hex')

  await patient.updatePatient({ params: { id: patientId }, version: 1, body: { displayName: 'Pia Canary' } })
  await patient.updatePatient({ params: { id: patientId }, version: 2, body: { language: 'en' } })
  const {
    id: _,
    relation: __,
    version: ___,
    can: ____,
    fields: _____,
    ...profile
  } = await patient.readPatient({ params: { id: patientId } })
  const [named, spoken] = await changesOf(clinic, 'patient.updated')
  expect(named?.after).toBe(spoken?.before)
  expect(named?.before).not.toBe(named?.after)
  expect(spoken?.after).toBe(await digest('patient', patientId, profile))
  expect(spoken?.after).not.toBe(await digest('patient', patientId, { ...profile, displayName: 'Pia Kanary' }))

  const { id } = await ana.createRecord({ body: { patientId, ...note } })
  const changed = { ...note, title: 'Canary again' }
  await ana.updateRecord({ params: { id }, version: 1, body: changed })
  await ana.signRecord({ params: { id }, body: {} })
  const [[drafted], [updated], [signed]] = await Promise.all([
    changesOf(clinic, 'record.drafted'),
    changesOf(clinic, 'record.updated'),
    changesOf(clinic, 'record.signed'),
  ])
  const content = { ...changed, author: drAna.displayName }
  expect(drafted?.before).toBe(nothing)
  expect(drafted?.after).toBe(updated?.before)
  expect(updated?.after).toBe(signed?.before)
  expect(updated?.after).toBe(await digest('record', id, { state: 'draft', content }))
  expect(signed?.after).toBe(await digest('record', id, { state: 'signed', content }))

  const from = clinic.clock.now().toISOString()
  const to = new Date(clinic.clock.now().getTime() + 14 * 86_400_000).toISOString()
  const { items } = await patient.readSlots({ params: { id: doctorId }, query: { from, to } })
  const slot = items.at(-1) ?? { start: '', end: '' }
  const visit = await patient.bookAppointment({ body: { doctorId, ...slot } })
  await patient.cancelAppointment({ params: { id: visit.id }, body: { reason: 'patient-request' } })
  const [[booked], [cancelled]] = await Promise.all([changesOf(clinic, 'appointment.booked'), changesOf(clinic, 'appointment.cancelled')])
  expect(booked?.before).toBe(nothing)
  expect(booked?.after).toBe(cancelled?.before)
  expect(cancelled?.after).not.toBe(cancelled?.before)

  const rows = await clinic.sql(`select action::text, outcome, audit_events::text as whole from audit_events where change is not null`)
  expect(new Set(rows.map((row) => row.outcome))).toEqual(new Set(['allowed']))
  expect(JSON.stringify(rows)).not.toMatch(/canary/i)
})

test('[C41 part] a refused change leaves no digest, and equal contents of two charts do not look alike', async () => {
  const clinic = await openClinic()
  const admin = await clinic.as(max)
  const ids = [pia, paul].map((person) => clinic.who(person).patientId ?? '')
  await expect(admin.updatePatient({ params: { id: ids[0] ?? '' }, version: 9, body: { language: 'en' } })).rejects.toMatchObject({
    status: 412,
  })
  expect(await changesOf(clinic, 'patient.updated')).toEqual([])
  const same = { displayName: 'Same' }
  const [one, other] = await Promise.all(
    ids.map((id) => changeDigest(clinic.keep, clinic.who(pia).tenantId, { type: 'patient', id }, same)),
  )
  expect(one?.equals(other ?? Buffer.alloc(0))).toBe(false)
})

test('[C41][B107 part] whenever the database loses its connections, a change and its event are both there or neither is', async () => {
  const clinic = await openClinic()
  await assign(clinic, drAna, pia)
  const ana = await clinic.as(drAna)
  const patientId = clinic.who(pia).patientId ?? ''
  const drafts = await Promise.all(Array.from({ length: 4 }, () => ana.createRecord({ body: { patientId, ...note } })))
  const update = async (id: string) => {
    const { version } = await ana.readRecord({ params: { id } })
    await ana.updateRecord({ params: { id }, version, body: { ...note, title: `After version ${version}` } })
  }
  let lost = 0
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 25 }), async (ms) => {
      const killing = later(ms).then(() =>
        clinic.sql(
          `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'wardkeep_app' and datname = current_database()`,
        ),
      )
      const results = await Promise.allSettled(drafts.map(({ id }) => update(id)))
      await killing
      lost += results.filter((result) => result.status === 'rejected').length
      const uneven = await clinic.sql(`
        select r.id, count(distinct v.version) as versions, count(distinct e.id) as events from records r
        join record_versions v on v.tenant_id = r.tenant_id and v.record_id = r.id
        left join audit_events e on e.tenant_id = r.tenant_id and e.resource_id = r.id and e.outcome = 'allowed' and e.change is not null
        group by r.id having count(distinct v.version) <> count(distinct e.id)`)
      expect(uneven).toEqual([])
    }),
    { numRuns: 25 },
  )
  expect(lost).toBeGreaterThan(0)
})

/** The digests in the allowed events of an act, oldest first, as hex. */
async function changesOf(clinic: Clinic, action: string): Promise<{ before: string; after: string }[]> {
  const events = (await clinic.events(action)).filter((event) => event.outcome === 'allowed')
  return events.map(({ change }) => {
    const bytes = Buffer.from(Object(change))
    return { before: bytes.subarray(0, 32).toString('hex'), after: bytes.subarray(32).toString('hex') }
  })
}

import { type CallOptions, createClient } from '@wardkeep/client'
import { asksPurpose } from '@wardkeep/contract/purpose.ts'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { drAna, drOtto, max, mira, paul, pia, rita } from '../../../tests/people.ts'

const listed = `select kind, subject_user_id, patient_id, cause_id from reviews where kind = 'admin-without-purpose' order by raised_at, id`
const strict = `update organisations set purpose_mode = 'strict' where tenant_id = $1`

test('[B200 part][F37 part] what an administrator reads with a purpose leaves exactly one event with it, and the patient sees it in their own list of who looked', async () => {
  const clinic = await openClinic()
  const admin = await clinic.as(max)
  const params = { id: clinic.who(pia).patientId ?? '' }
  const before = (await clinic.events()).length
  await admin.readPatient({ params }, { purpose: 'PATRQT' })
  await admin.listRecords({ query: { patientId: params.id } }, { purpose: 'HPAYMT' })
  const events = (await clinic.events()).slice(before)
  expect(events).toMatchObject([
    { action: 'patient.read', purpose: 'PATRQT', actor_id: clinic.who(max).userId, outcome: 'allowed' },
    { action: 'record.listed', purpose: 'HPAYMT', outcome: 'allowed' },
  ])
  const seen = await (await clinic.as(pia)).readAccessLog({ params, query: {} })
  expect(seen.items).toContainEqual(expect.objectContaining({ why: 'PATRQT', what: 'patient.read', event: events[0]?.id }))
  expect(await clinic.sql(listed)).toEqual([])
})

test('[B200 part][F37 part] without a purpose it is allowed and lands in the review queue, once for an administrator, a patient and a day, with the event as its cause', async () => {
  const clinic = await openClinic()
  const admin = await clinic.as(max)
  const [subject, piasId, paulsId] = [clinic.who(max).userId, clinic.who(pia).patientId ?? '', clinic.who(paul).patientId ?? '']
  await admin.readPatient({ params: { id: piasId } })
  const [first] = await clinic.events('patient.read')
  expect(await clinic.sql(listed)).toEqual([
    { kind: 'admin-without-purpose', subject_user_id: subject, patient_id: piasId, cause_id: first?.id },
  ])
  await admin.readHistory({ params: { id: piasId }, query: {} })
  await admin.listRecords({ query: { patientId: piasId } })
  await admin.readCareTeam({ params: { id: piasId }, query: {} })
  await admin.readAccessLog({ params: { id: piasId }, query: {} })
  expect(await clinic.sql(listed)).toHaveLength(1)
  await admin.readPatient({ params: { id: paulsId } })
  // A list of several is one review of the day, not one of each.
  await admin.listPatients({ query: {} })
  await admin.listPatients({ query: {} })
  expect((await clinic.sql(listed)).map(({ patient_id }) => patient_id)).toEqual([piasId, paulsId, null])
  clinic.clock.pass(86_400)
  const later = await clinic.as(max)
  await later.readPatient({ params: { id: piasId } })
  expect(await clinic.sql(listed)).toHaveLength(4)

  const { items } = await later.listReviews({ query: {} })
  expect(items.map(({ kind, patient, can, reason }) => ({ kind, patient: patient?.id, can, reason }))).toEqual(
    [piasId, paulsId, undefined, piasId].map((patient) => ({ kind: 'admin-without-purpose', patient, can: [], reason: undefined })),
  )
  // Judging is oversight, and raises nothing of its own.
  expect(await clinic.sql(listed)).toHaveLength(4)
})

test('a change of a visit or a profile answers with what it is about, and is reviewed in its own transaction all the same', async () => {
  const clinic = await openClinic()
  const admin = await clinic.as(max)
  const params = { id: clinic.who(pia).patientId ?? '' }
  const { version } = await admin.readPatient({ params }, { purpose: 'HOPERAT' })
  await admin.updatePatient({ params, body: { language: 'he' }, version }, { purpose: 'HOPERAT' })
  expect(await clinic.sql(listed)).toEqual([])
  await expect(admin.updatePatient({ params, body: { language: 'en' }, version })).rejects.toMatchObject({ status: 412 })
  expect(await clinic.sql(listed)).toEqual([])
  await admin.updatePatient({ params, body: { language: 'en' }, version: version + 1 })
  const changed = await clinic.events('patient.updated')
  expect(await clinic.sql(listed)).toMatchObject([
    { patient_id: params.id, cause_id: changed.findLast(({ outcome }) => outcome === 'allowed')?.id },
  ])
})

test('of many readings at once in two processes one is reviewed, and every one is answered and in the journal', async () => {
  const clinic = await openClinic()
  const other = await clinic.another()
  const token = await clinic.token(max)
  const clients = [clinic.url, other].map((baseUrl) => createClient({ baseUrl, credentials: { kind: 'bearer', token: () => token } }))
  const ids = [pia, paul].map((person) => clinic.who(person).patientId ?? '')
  const reads = Array.from({ length: 24 }, (_, place) =>
    clients[place % 2]?.readPatient({ params: { id: ids[Math.floor(place / 2) % 2] ?? '' } }),
  )
  await Promise.all(reads)
  expect((await clinic.sql(listed)).map(({ patient_id }) => patient_id).toSorted()).toEqual(ids.toSorted())
  expect((await clinic.events('patient.read')).filter(({ outcome }) => outcome === 'allowed')).toHaveLength(24)
})

test('where the review cannot be written, nothing is answered', async () => {
  const clinic = await openClinic()
  const admin = await clinic.as(max)
  const params = { id: clinic.who(pia).patientId ?? '' }
  await clinic.sql('revoke insert on reviews from wardkeep_app')
  await expect(admin.readPatient({ params })).rejects.toMatchObject({ status: 503 })
  await expect(admin.readPatient({ params }, { purpose: 'TREAT' })).resolves.toMatchObject({ id: params.id })
  expect((await clinic.events('patient.read')).filter(({ outcome }) => outcome === 'allowed')).toHaveLength(1)
})

test('[B200][C21][F37 part] a strict organisation refuses an administrator without a purpose from the next request on, with the field that is missing; the denial is recorded, and nothing was read', async () => {
  const clinic = await openClinic()
  const admin = await clinic.as(max)
  const params = { id: clinic.who(pia).patientId ?? '' }
  await admin.readPatient({ params }, { purpose: 'HOPERAT' })
  await clinic.sql(strict, [clinic.who(max).tenantId])
  const refused = { status: 403, code: 'PURPOSE_REQUIRED', errors: [{ field: 'X-Purpose-Of-Use', reason: 'is missing' }] }
  for (const [action, read] of readings(clinic, params.id)) {
    expect(asksPurpose(action), action).toBe(true)
    const before = (await clinic.events()).length
    await expect(read({}), action).rejects.toMatchObject(refused)
    const events = (await clinic.events()).slice(before)
    expect(events, action).toMatchObject([
      { action, outcome: 'denied', reason: 'PURPOSE_REQUIRED', purpose: null, patient_ids: [], fields: null },
    ])
    await expect(read({ purpose: 'BTG' }), action).rejects.toMatchObject({ status: 403, code: 'PURPOSE_REFUSED' })
    await expect(read({ purpose: 'PATRQT' }), action).resolves.toBeDefined()
    expect((await clinic.events()).at(-1), action).toMatchObject({ action, outcome: 'allowed', purpose: 'PATRQT' })
  }
  expect(await clinic.sql(listed)).toEqual([])
  // Nobody else owes one, nor does another organisation's administrator.
  await (await clinic.as(drAna)).listAppointments({ query: {} })
  await (await clinic.as(rita)).listPatients({ query: {} })
  await (await clinic.as(pia)).readPatient({ params })
  await (await clinic.as(drOtto)).listAppointments({ query: {} })
  await (await clinic.as(mira)).listPatients({ query: {} })
  expect((await clinic.sql(listed)).every(({ subject_user_id }) => subject_user_id === clinic.who(mira).userId)).toBe(true)

  function readings(at: Clinic, id: string): [Parameters<typeof asksPurpose>[0], (more: CallOptions) => Promise<unknown>][] {
    const speaks = (act: (client: typeof admin, more: CallOptions) => Promise<unknown>) => async (more: CallOptions) =>
      act(await at.as(max), more)
    return [
      ['patient.read', speaks((client, more) => client.readPatient({ params: { id } }, more))],
      ['patient.listed', speaks((client, more) => client.listPatients({ query: {} }, more))],
      ['patient.history-read', speaks((client, more) => client.readHistory({ params: { id }, query: {} }, more))],
      ['patient.access-log-read', speaks((client, more) => client.readAccessLog({ params: { id }, query: {} }, more))],
      ['appointment.listed', speaks((client, more) => client.listAppointments({ query: {} }, more))],
      ['record.listed', speaks((client, more) => client.listRecords({ query: { patientId: id } }, more))],
      ['care-team.read', speaks((client, more) => client.readCareTeam({ params: { id }, query: {} }, more))],
    ]
  }
})

test('[F37] an administrator writes and signs nothing clinical and alters no event, whatever the purpose', async () => {
  const clinic = await openClinic()
  const admin = await clinic.as(max)
  const patientId = clinic.who(pia).patientId ?? ''
  const purpose: CallOptions = { purpose: 'TREAT' }
  const id = '0197a000-0000-7000-8000-000000000001'
  const record = { patientId, type: 'visit-note' as const, title: 'Visit', sections: [{ text: 'Seen.' }] }
  const acts: [string, () => Promise<unknown>][] = [
    ['write', () => admin.createRecord({ body: record }, purpose)],
    ['sign', () => admin.signRecord({ params: { id }, body: {} }, purpose)],
  ]
  for (const [name, act] of acts) await expect(act(), name).rejects.toMatchObject({ status: 403 })
  const { userId, tenantId } = clinic.who(max)
  const context = { tenant: tenantId, user: userId, role: 'admin', now: clinic.clock.now().toISOString() }
  for (const text of [
    'update audit_events set reason = null',
    'delete from audit_events',
    'truncate audit_events',
    'select from audit_events',
  ])
    await expect(clinic.sqlAsApp(context, text), text).rejects.toThrow(/permission denied/)
  await expect(
    clinic.sqlAsApp(context, `update reviews set outcome = 'justified', note = about, closed_at = now(), closed_by = subject_user_id`),
  ).resolves.toEqual([])
})

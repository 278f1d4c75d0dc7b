import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, drIdan, drOtto, hanna, max, paul, pia, rita } from '../../../tests/people.ts'
import { bearer, pairOf, post, send } from '../identity/identity.fixture.ts'
import { assign, note, refusalOf } from '../records/records.fixture.ts'
import { idOf, openFor, reason } from './break-glass.fixture.ts'

const path = '/api/break-glass'

test('[F34] emergency access asks for a reason and a fresh proof, lasts an hour, is an alert at once and a review, and every touch by it is in the journal and in the patient’s own list as emergency access', async () => {
  const clinic = await openClinic()
  const patient = { id: idOf(clinic, pia) }
  const { refreshToken } = await pairOf(clinic, drIdan)
  clinic.clock.pass(301)
  const { accessToken } = await clinic.stranger().refresh({ body: { refreshToken } })
  expect(await post(clinic, path, { patient, reason }, bearer(accessToken))).toMatchObject({
    status: 401,
    body: { code: 'STEP_UP_REQUIRED' },
  })

  const idan = await clinic.as(drIdan)
  for (const body of [{ patient }, { patient, reason: { code: 'other' } }, { patient, reason: { code: 'other', text: 'short' } }])
    expect((await post(clinic, path, body, bearer(await clinic.token(drIdan)))).status).toBe(400)
  await expect(idan.readPatient({ params: patient })).rejects.toMatchObject({ status: 404 })
  expect(await clinic.sql('select 1 from alerts')).toEqual([])

  const granted = await idan.openBreakGlass({ body: { patient, reason } })
  expect(new Date(granted.until).getTime() - new Date(granted.openedAt).getTime()).toBe(3_600_000)
  expect(await clinic.sql('select kind, severity, state, user_id, patient_id from alerts')).toEqual([
    { kind: 'break-glass', severity: 'high', state: 'open', user_id: clinic.who(drIdan).userId, patient_id: patient.id },
  ])
  expect(await clinic.sql(`select user_id, template from mails`)).toEqual([{ user_id: clinic.who(max).userId, template: 'alert' }])
  expect(await clinic.sql('select kind, subject_user_id, closed_at from reviews')).toEqual([
    { kind: 'break-glass', subject_user_id: clinic.who(drIdan).userId, closed_at: null },
  ])

  expect(await idan.readPatient({ params: patient })).toMatchObject({ relation: 'emergency', displayName: pia.displayName })
  await idan.readHistory({ params: patient, query: {} })
  await idan.readTrends({ params: patient })
  await idan.listRecords({ query: { patientId: patient.id } })
  expect((await idan.listPatients({ query: { name: 'Pia' } })).items).toMatchObject([{ id: patient.id, relation: 'emergency' }])
  // What the caller says does not make it another purpose.
  await idan.readPatient({ params: patient }, { purpose: 'TREAT' })
  const touched = (await clinic.events()).filter(
    (event) =>
      event.actor_id === clinic.who(drIdan).userId && event.outcome === 'allowed' && String(event.patient_ids).includes(patient.id),
  )
  expect(touched.map(({ action, purpose }) => `${action} ${purpose}`)).toEqual([
    'break-glass.opened BTG',
    'patient.read BTG',
    'patient.history-read BTG',
    'patient.trends-read BTG',
    'record.listed BTG',
    'patient.listed BTG',
    'patient.read BTG',
  ])
  const { items } = await (await clinic.as(pia)).readAccessLog({ params: patient, query: {} })
  const seen = items.filter(({ who }) => who.name === drIdan.displayName)
  expect(seen).toHaveLength(7)
  expect(new Set(seen.map(({ why }) => why))).toEqual(new Set(['BTG']))

  clinic.clock.pass(3601)
  await expect((await clinic.as(drIdan)).readPatient({ params: patient })).rejects.toMatchObject({ status: 404 })
  expect((await (await clinic.as(drIdan)).listBreakGlass()).items).toEqual([])
})

test('[F34 part] it is ended by its doctor before its time and by nobody else’s hand, goes on only for a new reason with an alert and a review of its own, and never longer than an hour from then', async () => {
  const clinic = await openClinic()
  const params = { id: idOf(clinic, pia) }
  const { id } = await openFor(clinic)
  const [idan, ana] = [await clinic.as(drIdan), await clinic.as(drAna)]
  expect((await idan.listBreakGlass()).items).toMatchObject([{ id, patient: { displayName: pia.displayName }, can: ['end', 'extend'] }])
  await expect(ana.endBreakGlass({ params: { id } })).rejects.toMatchObject({ status: 404 })
  await expect(ana.extendBreakGlass({ params: { id }, body: { reason } })).rejects.toMatchObject({ status: 404 })

  clinic.clock.pass(200)
  const more = await idan.extendBreakGlass({ params: { id }, body: { reason } })
  expect(more.id).not.toBe(id)
  expect(new Date(more.until).getTime()).toBeGreaterThan(clinic.clock.now().getTime() + 3_590_000)
  expect((await idan.listBreakGlass()).items.map((open) => open.id)).toEqual([more.id])
  expect(
    await clinic.sql(`select (select count(*)::integer from alerts) as alerts, (select count(*)::integer from reviews) as reviews`),
  ).toEqual([{ alerts: 2, reviews: 2 }])
  await expect(idan.extendBreakGlass({ params: { id }, body: { reason } })).rejects.toMatchObject({ status: 404 })
  await idan.readPatient({ params })
  await idan.endBreakGlass({ params: { id: more.id } })
  await expect(idan.readPatient({ params })).rejects.toMatchObject({ status: 404 })
  await expect(idan.endBreakGlass({ params: { id: more.id } })).rejects.toMatchObject({ status: 404 })
  await expect(clinic.sql(`update break_glass set ends_at = ends_at + interval '1 minute'`)).rejects.toThrow(/only ends/)
  expect((await clinic.events('break-glass.ended')).map(({ outcome, reason: why }) => `${outcome} ${why}`)).toEqual([
    'denied NOT_FOUND',
    'allowed null',
    'denied NOT_FOUND',
  ])
})

test('[F34 part] in an emergency a doctor also writes and signs a note, under the same purpose, and a draft that was left is out of reach when the access ends', async () => {
  const clinic = await openClinic()
  const { id } = await openFor(clinic)
  const idan = await clinic.as(drIdan)
  const written = await idan.createRecord({ body: { patientId: idOf(clinic, pia), ...note } })
  await idan.signRecord({ params: { id: written.id }, body: {} })
  const left = await idan.createRecord({ body: { patientId: idOf(clinic, pia), ...note } })
  await idan.endBreakGlass({ params: { id } })
  await expect(idan.updateRecord({ params: { id: left.id }, version: 1, body: note })).rejects.toMatchObject({ status: 404 })
  await expect(idan.createRecord({ body: { patientId: idOf(clinic, pia), ...note } })).rejects.toMatchObject({ status: 404 })
  const events = (await clinic.events()).filter(({ action, outcome }) => /^record\./.test(String(action)) && outcome === 'allowed')
  expect(events.map(({ action, purpose }) => `${action} ${purpose}`)).toEqual([
    'record.drafted BTG',
    'record.signed BTG',
    'record.drafted BTG',
  ])
  expect((await (await clinic.as(pia)).readRecord({ params: { id: written.id } })).signatures).toHaveLength(1)
})

test('[F34 part][F29 part] it is for doctors alone, and for one exact patient of their own organisation, who is not in their care and not themselves; a wrong guess is told from nothing', async () => {
  const clinic = await openClinic()
  for (const person of [pia, rita, aud, max])
    await expect((await clinic.as(person)).openBreakGlass({ body: { patient: { id: idOf(clinic, paul) }, reason } })).rejects.toMatchObject(
      {
        status: 403,
      },
    )
  const idan = await clinic.as(drIdan)
  const open = (patient: Parameters<typeof idan.openBreakGlass>[0]['body']['patient']) => idan.openBreakGlass({ body: { patient, reason } })
  const nothing = await refusalOf(open({ id: '01890000-0000-7000-8000-000000000000' }))
  expect(nothing).toMatchObject({ status: 404, code: 'NOT_FOUND' })
  for (const patient of [
    { id: idOf(clinic, hanna) },
    { insuranceId: 'INS-hanna-77' },
    { insuranceId: 'INS-pia' },
    { insuranceId: '--' },
    { name: 'Pia', birthDate: '1984-02-29' },
    { name: pia.displayName, birthDate: '1984-02-28' },
    { name: hanna.displayName, birthDate: '1984-02-29' },
  ])
    expect(await refusalOf(open(patient)), JSON.stringify(patient)).toEqual(nothing)

  expect(await open({ insuranceId: 'ins pia 77' })).toMatchObject({ patient: { id: idOf(clinic, pia) } })
  expect(await open({ name: 'NOVAK paul', birthDate: '1984-02-29' })).toMatchObject({ patient: { id: idOf(clinic, paul) } })
  await expect(open({ id: idOf(clinic, pia) })).rejects.toMatchObject({ status: 409, code: 'ALREADY_IN_CARE' })
  await assign(clinic, drAna, pia)
  await expect(openFor(clinic, pia, drAna)).rejects.toMatchObject({ status: 409, code: 'ALREADY_IN_CARE' })

  await clinic.sql('update users set patient_id = null where id = $1', [clinic.who(hanna).userId])
  await clinic.sql('update users set patient_id = $2 where id = $1', [clinic.who(drOtto).userId, idOf(clinic, hanna)])
  await expect(openFor(clinic, hanna, drOtto)).rejects.toMatchObject({ status: 409, code: 'OWN_ACCOUNT' })
  expect(await clinic.sql('select 1 from break_glass')).toHaveLength(2)
})

test('two with the same name and birth date are told apart by the insurance number alone, and no list is shown', async () => {
  const clinic = await openClinic()
  const admin = await clinic.as(max)
  await admin.updatePatient({ params: { id: idOf(clinic, paul) }, version: 1, body: { displayName: pia.displayName } })
  const idan = await clinic.as(drIdan)
  const twins = { name: pia.displayName, birthDate: '1984-02-29' }
  await expect(idan.openBreakGlass({ body: { patient: twins, reason } })).rejects.toMatchObject({ status: 404 })
  expect(await idan.openBreakGlass({ body: { patient: { insuranceId: 'INS-paul-77' }, reason } })).toMatchObject({
    patient: { id: idOf(clinic, paul) },
  })
})

test('[F34 part] a caller who says BTG without such access is refused, whatever else lets them in, and a doctor who treats the patient by then is not in an emergency', async () => {
  const clinic = await openClinic()
  await assign(clinic, drAna, pia)
  const read = async (token: string) =>
    send(clinic, 'GET', `/api/patients/${idOf(clinic, pia)}`, { headers: { ...bearer(token), 'x-purpose-of-use': 'BTG' } })
  for (const person of [drAna, max, pia])
    expect(await read(await clinic.token(person))).toMatchObject({ status: 403, body: { code: 'PURPOSE_REFUSED' } })
  expect(await read(await clinic.token(drIdan))).toMatchObject({ status: 404 })
  const denied = (await clinic.events('patient.read')).map(({ outcome, reason: why }) => `${outcome} ${why}`)
  expect(denied).toEqual([...Array(3).fill('denied PURPOSE_REFUSED'), 'denied NOT_FOUND'])

  await openFor(clinic)
  expect((await read(await clinic.token(drIdan))).status).toBe(200)
  await assign(clinic, drIdan, pia)
  expect(await read(await clinic.token(drIdan))).toMatchObject({ status: 403, body: { code: 'PURPOSE_REFUSED' } })
  expect(await (await clinic.as(drIdan)).readPatient({ params: { id: idOf(clinic, pia) } })).toMatchObject({ relation: 'assigned' })
  expect((await clinic.events('patient.read')).at(-1)).toMatchObject({ outcome: 'allowed', purpose: null })
})

test('the reason is in no table, event or mail in the clear, and row security keeps a doctor from giving the access to themselves', async () => {
  const clinic = await openClinic()
  await openFor(clinic)
  for (const table of ['break_glass', 'alerts', 'reviews', 'mails', 'audit_events'])
    expect(JSON.stringify(await clinic.sql(`select ${table}::text as whole from ${table}`))).not.toMatch(/canary|43616e617279/i)
  const { tenantId, doctorId = '', userId } = clinic.who(drIdan)
  const context = { tenant: tenantId, role: 'doctor', doctor: doctorId, user: userId, now: clinic.clock.now().toISOString() }
  const values = [tenantId, idOf(clinic, paul), doctorId]
  await expect(
    clinic.sqlAsApp(
      context,
      `insert into care_relations (tenant_id, id, patient_id, doctor_id, source, source_id, during)
       values ($1, gen_random_uuid(), $2, $3, 'break-glass', gen_random_uuid(), tstzrange(now(), null))`,
      values,
    ),
  ).rejects.toThrow(/row-level security/)
  await expect(
    clinic.sqlAsApp(
      context,
      `insert into break_glass (tenant_id, id, doctor_id, user_id, patient_id, reason, opened_at, ends_at)
       values ($1, gen_random_uuid(), $3, '${userId}', $2, decode(repeat('00', 50), 'hex'), now(), now())`,
      values,
    ),
  ).rejects.toThrow(/row-level security/)
  const ended = await clinic.sqlAsApp(
    context,
    `update care_relations set during = tstzrange(now(), null) where source = 'break-glass' returning id`,
  )
  expect(ended).toEqual([])
})

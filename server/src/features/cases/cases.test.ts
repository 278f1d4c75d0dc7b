import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { drAna, drIdan, drOtto, hanna, max, paul, pia, rita } from '../../../tests/people.ts'
import { bearer, send } from '../identity/identity.fixture.ts'
import { outcomes } from '../scheduling/visits.fixture.ts'
import { given, keeperOf, pairFor, question, submitted, vendorKey } from './cases.fixture.ts'
import { lookAfter } from './index.ts'

test('a patient’s question in any language is routed, accepted, answered and closed, with each step a row that says who, when and why', async () => {
  const clinic = await openClinic()
  const [patient, ana] = await Promise.all([clinic.as(pia), clinic.as(drAna)])
  const title = 'שאלה על שיעול 👩🏽‍⚕️'
  const made = await submitted(clinic, { title, text: 'زكام منذ يومين', urgency: 'soon' })
  expect(made).toMatchObject({ state: 'queued', title, language: 'en', urgency: 'soon', overdue: false, can: ['write', 'withdraw'] })
  expect(new Date(made.dueAt).getTime() - new Date(made.submittedAt).getTime()).toBe(24 * 3_600_000)
  const { has } = await pairFor(clinic, made.assignee?.id)
  expect(has).toBe(drAna)
  const queue = await ana.listCases({ query: {} })
  expect(queue.items).toMatchObject([{ id: made.id, title, can: ['accept', 'pass-on'] }])
  expect(queue.items[0]).not.toHaveProperty('patient')
  const accepted = await ana.acceptCase(given(made.id))
  expect(accepted).toMatchObject({
    state: 'accepted',
    patient: { id: clinic.who(pia).patientId, displayName: pia.displayName },
    routing: { fallback: false, reasons: ['language', 'pool-open', 'longest-without'], load: 0 },
    can: ['answer', 'write', 'pass-on'],
  })
  await patient.writeToCase({ params: { id: made.id }, body: { text: 'And a fever' } })
  await ana.writeToCase({ params: { id: made.id }, body: { text: 'How high?' } })
  const answered = await ana.answerCase({ params: { id: made.id }, body: { text: 'Rest, and drink' } })
  expect(answered).toMatchObject({ state: 'answered', can: ['write', 'close'] })
  const closed = await patient.closeCase({ params: { id: made.id }, body: { note: 'Thank you' } })
  expect(closed).toMatchObject({
    state: 'closed',
    thread: [
      { from: 'patient', name: pia.displayName, text: 'And a fever', answer: false },
      { from: 'doctor', name: drAna.displayName, text: 'How high?', answer: false },
      { from: 'doctor', text: 'Rest, and drink', answer: true },
    ],
    history: [
      { step: 'submitted', by: pia.displayName },
      { step: 'triaged' },
      { step: 'queued' },
      { step: 'accepted', by: drAna.displayName },
      { step: 'answered', by: drAna.displayName },
      { step: 'closed', by: pia.displayName, note: 'Thank you' },
    ],
    can: ['reopen'],
  })
  expect(closed).not.toHaveProperty('routing')
  const tables = ['cases', 'case_messages', 'case_changes', 'case_decisions']
  for (const table of tables) {
    const dump = JSON.stringify(await clinic.sql(`select row_to_json(t)::text as row from ${table} t`))
    for (const word of ['שיעול', 'زكام', 'fever', 'Rest', 'Thank', 'cough'])
      expect(dump, table).not.toContain(Buffer.from(word).toString('hex'))
  }
  const [over] = (await patient.listCases({ query: { standing: 'over' } })).items
  expect(over?.id).toBe(made.id)
  expect((await patient.listCases({ query: {} })).items).toEqual([])
})

test('[F31 part] a chart is open to the doctor of an accepted case, and closed before, after it is closed, withdrawn or passed on', async () => {
  const clinic = await openClinic()
  // Dr Ana knows Pia from a visit; Paul is known to nobody.
  const patientId = clinic.who(paul).patientId ?? ''
  const [patient, ana, idan] = await Promise.all([clinic.as(paul), clinic.as(drAna), clinic.as(drIdan)])
  const open = (client: typeof ana) =>
    client.readPatient({ params: { id: patientId } }).then(
      () => true,
      () => false,
    )
  const first = await submitted(clinic, {}, paul)
  expect([await open(ana), await open(idan)]).toEqual([false, false])
  await ana.acceptCase(given(first.id))
  expect([await open(ana), await open(idan)]).toEqual([true, false])
  expect(
    await clinic.sql(`select source, made_by, ended_at from care_relations where patient_id = $1 and source = 'case'`, [patientId]),
  ).toEqual([{ source: 'case', made_by: clinic.who(drAna).userId, ended_at: null }])
  await ana.passCaseOn(given(first.id))
  expect([await open(ana), await open(idan)]).toEqual([false, false])
  await expect(ana.readCase({ params: { id: first.id } })).rejects.toMatchObject({ status: 404 })
  await idan.acceptCase(given(first.id))
  expect([await open(ana), await open(idan)]).toEqual([false, true])
  await patient.withdrawCase(given(first.id))
  expect([await open(ana), await open(idan)]).toEqual([false, false])
  const second = await submitted(clinic, {}, paul)
  const { has } = await pairFor(clinic, second.assignee?.id)
  const doctor = await clinic.as(has)
  await doctor.acceptCase(given(second.id))
  await doctor.answerCase({ params: { id: second.id }, body: { text: 'Rest' } })
  expect(await open(doctor)).toBe(true)
  await doctor.closeCase(given(second.id))
  expect(await open(doctor)).toBe(false)
  const again = await patient.reopenCase({ params: { id: second.id }, body: { text: 'Still' } })
  expect(again).toMatchObject({ state: 'queued', assignee: { id: clinic.who(has).doctorId } })
  expect(await open(doctor)).toBe(false)
  await doctor.acceptCase(given(second.id))
  expect(await open(doctor)).toBe(true)
})

test('who the patient is is kept from a doctor to whom a case is offered, in its thread and its history too, until they have accepted it', async () => {
  const clinic = await openClinic()
  const made = await submitted(clinic, {}, paul)
  await (await clinic.as(paul)).writeToCase({ params: { id: made.id }, body: { text: 'And a fever' } })
  for (const person of [drAna, drIdan]) {
    const seen = JSON.stringify(await (await clinic.as(person)).readCase({ params: { id: made.id } }))
    expect(seen).toContain('And a fever')
    for (const word of [paul.displayName, clinic.who(paul).patientId ?? '']) expect(seen).not.toContain(word)
  }
  const accepted = JSON.stringify(await (await clinic.as(drAna)).acceptCase(given(made.id)))
  expect(accepted).toContain(paul.displayName)
})

test('nobody opens a chart to themselves by a case that they have not accepted, whatever the code above the database does', async () => {
  const clinic = await openClinic()
  const made = await submitted(clinic, {}, paul)
  const { tenantId, doctorId = '', userId } = clinic.who(drAna)
  const insert = clinic.sqlAsApp(
    { tenant: tenantId, doctor: doctorId, user: userId, role: 'doctor' },
    `insert into care_relations (tenant_id, id, patient_id, doctor_id, source, source_id, during)
     values ($1, gen_random_uuid(), $2, $3, 'case', $4, tstzrange(now(), null))`,
    [tenantId, clinic.who(paul).patientId, doctorId, made.id],
  )
  await expect(insert).rejects.toThrow(/row-level security/)
})

test('[F65] of two doctors who accept a case at once one has it, the other is told 409, and one chart is open', async () => {
  const clinic = await openClinic()
  const doctors = await Promise.all([drAna, drIdan].map((person) => clinic.as(person)))
  for (let round = 0; round < 5; round += 1) {
    const { id } = await submitted(clinic, {}, paul)
    // The case is held until both wait for it, so that neither is done before the other has begun.
    await clinic.sql('begin')
    await clinic.sql('select from cases where id = $1 for update', [id])
    const calls = outcomes(doctors.map((doctor) => doctor.acceptCase(given(id))))
    await expect
      .poll(async () => {
        const [row] = await clinic.sqlAsApp(
          {},
          `select count(*)::integer as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
        return row?.n
      })
      .toBe(2)
    await clinic.sql('commit')
    expect(await calls).toEqual({ done: 1, refused: { CASE_MOVED: 1 } })
    const [row] = await clinic.sql(
      `select count(*)::integer as open from care_relations r join cases c on c.care_cause = r.source_id and c.doctor_id = r.doctor_id
       where c.id = $1 and r.source = 'case' and r.ended_at is null`,
      [id],
    )
    expect(row).toEqual({ open: 1 })
    await expect(Promise.any(doctors.map((doctor) => doctor.acceptCase(given(id))))).rejects.toThrow()
  }
})

test('withdrawing races accepting: either the doctor has it and loses it, or never had it, and no chart stays open', async () => {
  const clinic = await openClinic()
  const [patient, ana] = await Promise.all([clinic.as(paul), clinic.as(drAna)])
  for (let round = 0; round < 5; round += 1) {
    const { id } = await submitted(clinic, {}, paul)
    const [withdrawn] = await Promise.allSettled([patient.withdrawCase(given(id)), ana.acceptCase(given(id))])
    expect(withdrawn?.status).toBe('fulfilled')
    expect(await clinic.sql('select state, doctor_id, care_cause from cases where id = $1', [id])).toEqual([
      { state: 'withdrawn', doctor_id: null, care_cause: null },
    ])
  }
  expect(await clinic.sql(`select count(*)::integer as open from care_relations where source = 'case' and ended_at is null`)).toEqual([
    { open: 0 },
  ])
})

test('[A83 part] a case is nobody’s but its patient’s and its doctors’: for others it does not exist, and reception, auditors and administrators read none', async () => {
  const clinic = await openClinic({ flags: [] })
  const { id } = await submitted(clinic)
  for (const person of [paul, drOtto, hanna]) {
    const client = await clinic.as(person)
    await expect(client.readCase({ params: { id } })).rejects.toMatchObject({ status: 404, code: 'NOT_FOUND' })
    expect((await client.listCases({ query: {} })).items).toEqual([])
  }
  for (const person of [max, rita])
    await expect((await clinic.as(person)).readCase({ params: { id } })).rejects.toMatchObject({ status: 403 })
  const unsigned = await send(clinic, 'POST', '/api/cases', { body: question })
  expect(unsigned.status).toBe(401)
})

test('[A20-21] a vendor’s word for itself opens nothing: a case is the key’s that submitted it, and another key can neither read it nor take the word', async () => {
  const clinic = await openClinic()
  const [key, other] = [await vendorKey(clinic), await vendorKey(clinic)]
  const body = { ...question, vendorId: 'acme', externalReference: 'ORDER-7' }
  const made = await send(clinic, 'POST', '/api/cases', { body, headers: bearer(key) })
  expect(made).toMatchObject({ status: 201, body: { state: 'queued', vendorId: 'acme', externalReference: 'ORDER-7' } })
  const path = `/api/cases/${String(made.body.id)}`
  expect(await send(clinic, 'GET', path, { headers: bearer(key) })).toMatchObject({ status: 200, body: { title: question.title } })
  expect((await send(clinic, 'GET', path, { headers: bearer(other) })).status).toBe(404)
  expect((await send(clinic, 'GET', '/api/cases', { headers: bearer(other) })).body).toEqual({ items: [], next: null })
  expect(await send(clinic, 'POST', '/api/cases', { body, headers: bearer(other) })).toMatchObject({
    status: 409,
    body: { code: 'VENDOR_TAKEN' },
  })
  const patients = await send(clinic, 'POST', '/api/cases', { body, headers: bearer(await clinic.token(pia)) })
  expect(patients).toMatchObject({ status: 400, body: { errors: [{ field: 'vendorId' }] } })
  const doctor = await clinic.as(drAna)
  await doctor.acceptCase(given(String(made.body.id)))
  await doctor.answerCase({ params: { id: String(made.body.id) }, body: { text: 'Rest' } })
  expect(await send(clinic, 'GET', path, { headers: bearer(key) })).toMatchObject({
    body: { state: 'answered', thread: [{ text: 'Rest', answer: true }] },
  })
  expect(await clinic.sql(`select count(*)::integer as n from care_relations where source = 'case'`)).toEqual([{ n: 0 }])
})

test('a vendor who sends one reference again, also ten times at once, has made one case, and another content under it is refused', async () => {
  const clinic = await openClinic()
  const key = await vendorKey(clinic)
  const body = { ...question, vendorId: 'acme', externalReference: 'ORDER-7' }
  const calls = await Promise.all(Array.from({ length: 10 }, () => send(clinic, 'POST', '/api/cases', { body, headers: bearer(key) })))
  expect(new Set(calls.map(({ status, body: { id } }) => `${status} ${String(id)}`)).size).toBe(1)
  expect(await clinic.sql('select count(*)::integer as n from cases')).toEqual([{ n: 1 }])
  const changed = await send(clinic, 'POST', '/api/cases', { body: { ...body, text: 'Another' }, headers: bearer(key) })
  expect(changed).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_MISMATCH' } })
  const without = await send(clinic, 'POST', '/api/cases', {
    body: { ...question, language: undefined, vendorId: 'acme' },
    headers: bearer(key),
  })
  expect(without).toMatchObject({ status: 400, body: { errors: [{ field: 'language' }] } })
})

test('[F66] a case that is not answered by its deadline raises one alert, whoever looks how often, and asking on sets a new deadline', async () => {
  const clinic = await openClinic()
  const made = await submitted(clinic, { urgency: 'urgent' })
  await (await clinic.as(drAna)).acceptCase(given(made.id))
  clinic.clock.pass(4 * 3600 - 60)
  await lookAfter(keeperOf(clinic), clinic.clock.now())
  expect(await clinic.events('case.escalated')).toEqual([])
  clinic.clock.pass(120)
  const now = clinic.clock.now()
  await Promise.all([1, 2, 3].map(() => lookAfter(keeperOf(clinic), now)))
  expect(await clinic.events('case.escalated')).toMatchObject([{ actor_role: 'system', resource_id: made.id, outcome: 'allowed' }])
  const alerts = await (await clinic.as(max)).listAlerts({ query: { kind: 'case-overdue' } })
  expect(alerts.items).toMatchObject([{ severity: 'high', state: 'open', subject: { type: 'case', id: made.id } }])
  const [patientLater, anaLater] = await Promise.all([clinic.as(pia), clinic.as(drAna)])
  const late = await patientLater.readCase({ params: { id: made.id } })
  expect(late).toMatchObject({ overdue: true, history: expect.arrayContaining([expect.objectContaining({ step: 'escalated' })]) })
  await anaLater.answerCase({ params: { id: made.id }, body: { text: 'Rest' } })
  const again = await patientLater.reopenCase({ params: { id: made.id }, body: { text: 'Still' } })
  expect(again).toMatchObject({ overdue: false, state: 'queued' })
  expect(new Date(again.dueAt).getTime()).toBeGreaterThan(clinic.clock.now().getTime() + 3 * 3_600_000)
})

import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, drIdan, max, paul, pia } from '../../../tests/people.ts'
import { Sealed } from '../../security/vault/index.ts'
import { booked } from '../scheduling/visits.fixture.ts'
import { given, goAway, keeperOf, pairFor, question, submitted } from './cases.fixture.ts'
import { openDecisions } from './envelopes.ts'
import { lookAfter } from './index.ts'
import { decide } from './routing-rules.ts'

test('[F63] every stored decision, replayed from what is stored with it, names the same doctors for the same reasons, and holds ids and facts alone', async () => {
  const clinic = await openClinic()
  const { tenantId } = clinic.who(pia)
  for (const language of ['en', 'he', 'en', 'ru', 'he']) await submitted(clinic, { language, specialty: 'General practice' })
  await goAway(clinic, drAna)
  await lookAfter(keeperOf(clinic), clinic.clock.now())
  await submitted(clinic)
  const rows = await clinic.sql('select id, decision, doctor_id from case_decisions order by id')
  expect(rows.length).toBeGreaterThan(6)
  const sealed = rows.map(({ id, decision }) => ({ id: String(id), sealed: Sealed.fromDatabase(Buffer.from(Object(decision))) }))
  const decisions = await openDecisions(clinic.keep, tenantId, sealed)
  for (const [place, { rules, offers, ...asked }] of decisions.entries()) {
    expect(decide(asked)).toEqual({ rules, offers, ...asked })
    expect(rows[place]?.doctor_id).toBe(offers[0]?.doctorId ?? null)
  }
  const text = JSON.stringify(decisions)
  for (const word of [question.title, question.text, pia.displayName, drAna.displayName, clinic.who(pia).patientId ?? ''])
    expect(text).not.toContain(word)
  // Dr Idan alone speaks Hebrew; Russian is spoken by nobody, and its decision says so.
  expect(decisions[1]?.offers).toMatchObject([{ doctorId: clinic.who(drIdan).doctorId, fallback: false }])
  expect(decisions[3]?.offers).toMatchObject([{ fallback: true, reasons: expect.arrayContaining(['language-fallback']) }])
  await expect(clinic.sql(`update case_decisions set at = now()`)).rejects.toThrow()
})

test('[F64] vacation gives what waits to the next doctor and flags what was accepted, and nothing is ever ownerless', async () => {
  const clinic = await openClinic()
  const made = await submitted(clinic, {}, paul)
  const { has, other } = await pairFor(clinic, made.assignee?.id)
  const second = await submitted(clinic, {}, paul)
  expect(second.assignee?.id).toBe(clinic.who(other).doctorId)
  await (await clinic.as(other)).acceptCase(given(second.id))
  await goAway(clinic, has)
  await goAway(clinic, other)
  await Promise.all([1, 2].map(() => lookAfter(keeperOf(clinic), clinic.clock.now())))
  const patient = await clinic.as(paul)
  const [first, flagged] = await Promise.all([made, second].map(({ id }) => patient.readCase({ params: { id } })))
  expect(first).toMatchObject({ state: 'triaged', flagged: false })
  expect(first).not.toHaveProperty('assignee')
  expect(flagged).toMatchObject({ state: 'accepted', flagged: true, assignee: { id: clinic.who(other).doctorId } })
  const admin = await clinic.as(max)
  expect((await admin.listAlerts({ query: { kind: 'case-unrouted' } })).items).toMatchObject([{ subject: { id: made.id } }])
  expect((await admin.readCaseRouting()).waiting).toMatchObject([
    { id: made.id, state: 'triaged', can: ['pass-on'] },
    { id: second.id, flagged: true, assignee: { displayName: other.displayName } },
  ])
  const decided = await clinic.sql('select count(*)::integer as n from case_decisions')
  await lookAfter(keeperOf(clinic), clinic.clock.now())
  expect(await clinic.sql('select count(*)::integer as n from case_decisions')).toEqual(decided)
  await goAway(clinic, other, false)
  await lookAfter(keeperOf(clinic), clinic.clock.now())
  expect(await patient.readCase({ params: { id: made.id } })).toMatchObject({
    state: 'queued',
    assignee: { id: clinic.who(other).doctorId },
  })
  expect(await patient.readCase({ params: { id: second.id } })).toMatchObject({ flagged: false })
  expect(await clinic.events('case.flagged')).toHaveLength(2)
  await expect(clinic.sql(`update cases set doctor_id = null where state = 'queued'`)).rejects.toThrow(/never_ownerless/)
})

test('[F64 part] what waits for a doctor whose account is disabled moves on too, and what they have accepted is flagged', async () => {
  const clinic = await openClinic()
  const accepted = await submitted(clinic, {}, paul)
  const { has, other } = await pairFor(clinic, accepted.assignee?.id)
  await (await clinic.as(has)).acceptCase(given(accepted.id))
  await goAway(clinic, other)
  const made = await submitted(clinic, {}, paul)
  expect(made.assignee?.id).toBe(clinic.who(has).doctorId)
  await goAway(clinic, other, false)
  await (await clinic.as(max)).updateUser({ params: { id: clinic.who(has).userId }, body: { active: false } })
  await lookAfter(keeperOf(clinic), clinic.clock.now())
  expect(await (await clinic.as(paul)).readCase({ params: { id: made.id } })).toMatchObject({
    state: 'queued',
    assignee: { id: clinic.who(other).doctorId },
  })
  expect(await (await clinic.as(paul)).readCase({ params: { id: accepted.id } })).toMatchObject({ state: 'accepted', flagged: true })
})

test('[F31] a visit that is cancelled and a case that is passed on close the chart on the next request', async () => {
  const clinic = await openClinic()
  const visit = await booked(clinic, paul, drIdan)
  const idan = await clinic.as(drIdan)
  const chart = { params: { id: clinic.who(paul).patientId ?? '' } }
  await idan.readPatient(chart)
  await (await clinic.as(paul)).cancelAppointment({ params: { id: visit.id }, body: { reason: 'patient-request' } })
  await expect(idan.readPatient(chart)).rejects.toMatchObject({ status: 404 })
  const made = await submitted(clinic, {}, paul)
  const { has, other } = await pairFor(clinic, made.assignee?.id)
  const doctor = await clinic.as(has)
  await doctor.acceptCase(given(made.id))
  const patientId = clinic.who(paul).patientId ?? ''
  await doctor.readPatient({ params: { id: patientId } })
  const admin = await clinic.as(max)
  expect(await admin.passCaseOn({ params: { id: made.id }, body: { note: 'Ill' } })).toEqual({ id: made.id, state: 'queued' })
  await expect(doctor.readPatient({ params: { id: patientId } })).rejects.toMatchObject({ status: 404 })
  await expect(doctor.readCase({ params: { id: made.id } })).rejects.toMatchObject({ status: 404 })
  expect((await (await clinic.as(other)).listCases({ query: {} })).items).toMatchObject([{ id: made.id, state: 'queued' }])
  await admin.passCaseOn(given(made.id))
  // Both have passed it on now, so the desk has it.
  expect(await (await clinic.as(paul)).readCase({ params: { id: made.id } })).toMatchObject({ state: 'triaged' })
})

test('an administrator sees loads and tries out what would be, and nothing is changed by that; nobody else does', async () => {
  const clinic = await openClinic()
  await submitted(clinic)
  await submitted(clinic)
  await submitted(clinic)
  const admin = await clinic.as(max)
  const { doctors, hours } = await admin.readCaseRouting()
  expect(hours).toEqual({ routine: 72, soon: 24, urgent: 4 })
  expect(doctors.map(({ load }) => load)).toEqual([2, 1])
  const idan = clinic.who(drIdan).doctorId ?? ''
  const hebrew = await admin.simulateRouting({ body: { language: 'he' } })
  expect(hebrew.ranked).toMatchObject([{ doctor: { id: idan }, fallback: false }, { fallback: true }])
  const without = await admin.simulateRouting({ body: { language: 'he', away: [idan] } })
  expect(without.ranked).toMatchObject([{ doctor: { displayName: drAna.displayName }, fallback: true }])
  expect(await clinic.sql('select count(*)::integer as n from case_decisions')).toEqual([{ n: 3 }])
  for (const person of [drAna, aud, pia]) await expect((await clinic.as(person)).readCaseRouting()).rejects.toMatchObject({ status: 403 })
})

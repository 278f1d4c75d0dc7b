import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, hanna, max, pia, rita } from '../../../tests/people.ts'
import { bearer, post, send } from '../identity/identity.fixture.ts'
import { keeperOf, question, submitted, vendorKey } from './cases.fixture.ts'
import { lookAfter } from './index.ts'
import { asked } from './receipts.fixture.ts'

const hoursTo = ({ submittedAt, dueAt }: { submittedAt: string; dueAt: string }) =>
  (Date.parse(dueAt) - Date.parse(submittedAt)) / 3_600_000

test('[F66] an organisation says within how many hours it answers: whoever asks is told, what was asked before keeps its deadline, and what passes its own is escalated once with an alert', async () => {
  const clinic = await openClinic()
  const [admin, patient] = [await clinic.as(max), await clinic.as(pia)]
  expect(await patient.readCaseDeadlines()).toEqual({ routine: 72, soon: 24, urgent: 4 })
  const before = await submitted(clinic, { urgency: 'soon' })
  const hours = { routine: 48, soon: 6, urgent: 1 }
  expect(await admin.setCaseDeadlines({ body: hours })).toEqual(hours)
  expect(await patient.readCaseDeadlines()).toEqual(hours)
  expect((await admin.readCaseRouting()).hours).toEqual(hours)
  expect(await (await clinic.as(hanna)).readCaseDeadlines()).toEqual({ routine: 72, soon: 24, urgent: 4 })

  const soon = await submitted(clinic, { urgency: 'soon' })
  expect([before, soon].map(hoursTo)).toEqual([24, 6])
  const byVendor = await post(clinic, '/api/cases', { ...question, urgency: 'urgent', vendorId: 'acme' }, bearer(await vendorKey(clinic)))
  expect(hoursTo({ submittedAt: String(byVendor.body.submittedAt), dueAt: String(byVendor.body.dueAt) })).toBe(1)
  const byNobody = (await asked(clinic)).answer.body
  expect(hoursTo({ submittedAt: String(byNobody.submittedAt), dueAt: String(byNobody.dueAt) })).toBe(48)

  clinic.clock.pass(6 * 3600 + 1)
  for (const _ of [1, 2]) await lookAfter(keeperOf(clinic), clinic.clock.now())
  const overdue = (await (await clinic.as(max)).listAlerts({ query: { kind: 'case-overdue' } })).items.map(({ subject }) => subject?.id)
  expect(overdue.toSorted()).toEqual([soon.id, byVendor.body.id].toSorted())
  expect((await (await clinic.as(pia)).readCase({ params: { id: before.id } })).overdue).toBe(false)
  expect(await clinic.events('case.deadlines-set')).toMatchObject([{ outcome: 'allowed', rule: 'admin:case.oversee:organisation' }])
})

test('deadlines are set by administrators alone, in hours that make sense', async () => {
  const clinic = await openClinic()
  const admin = await clinic.as(max)
  for (const [body, field] of [
    [{ routine: 72, soon: 24, urgent: 0 }, 'urgent'],
    [{ routine: 72, soon: 24, urgent: 25 }, 'urgent'],
    [{ routine: 721, soon: 24, urgent: 4 }, 'routine'],
    [{ routine: 72, soon: 4, urgent: 5 }, 'urgent'],
    [{ routine: 20, soon: 24, urgent: 5 }, 'soon'],
  ] as const)
    await expect(admin.setCaseDeadlines({ body })).rejects.toMatchObject({ status: 400, errors: [expect.objectContaining({ field })] })
  const body = { routine: 48, soon: 6, urgent: 1 }
  for (const person of [pia, drAna, rita, aud])
    expect((await send(clinic, 'PUT', '/api/case-routing/deadlines', { headers: bearer(await clinic.token(person)), body })).status).toBe(
      403,
    )
  const { tenantId } = clinic.who(max)
  const context = { tenant: tenantId, user: clinic.who(drAna).userId, role: 'doctor', now: clinic.clock.now().toISOString() }
  await expect(clinic.sqlAsApp(context, `insert into case_hours select ctx_tenant(), 9, 9, 9`)).rejects.toThrow(/row-level security/)
  expect(await admin.readCaseRouting()).toMatchObject({ hours: { routine: 72, soon: 24, urgent: 4 } })
})

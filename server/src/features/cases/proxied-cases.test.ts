// Whoever acts for a patient asks and follows questions for them where their link says so, and not without.
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { max, paul, pia } from '../../../tests/people.ts'
import { chartOf, linked } from '../proxies/proxies.fixture.ts'
import { given, pairFor, question } from './cases.fixture.ts'

const asks = (clinic: Clinic) => ({ body: { ...question, patientId: chartOf(clinic, pia) } })

test('[F27 part] a proxy with the scope of cases asks for the patient, follows, writes, asks on and closes; the thread, the journal and the patient’s list of who looked say that it was them', async () => {
  const clinic = await openClinic()
  const link = await linked(clinic, ['read', 'cases'])
  expect(link.scopes).toEqual(['read', 'cases'])
  const [proxy, patient] = [await clinic.as(paul), await clinic.as(pia)]
  const own = await proxy.submitCase({ body: question })
  const made = await proxy.submitCase(asks(clinic))
  expect(made).toMatchObject({ state: 'queued', patient: { id: chartOf(clinic, pia) }, can: ['write', 'withdraw'] })
  const ids = async (query: object) => (await proxy.listCases({ query })).items.map(({ id }) => id)
  expect(await ids({})).toEqual([own.id])
  expect(await ids({ patientId: chartOf(clinic, pia) })).toEqual([made.id])
  expect((await patient.listCases({ query: {} })).items.map(({ id }) => id)).toEqual([made.id])

  await proxy.writeToCase({ params: { id: made.id }, body: { text: 'She coughs at night' } })
  const { has } = await pairFor(clinic, made.assignee?.id)
  const doctor = await clinic.as(has)
  expect((await doctor.readCase({ params: { id: made.id } })).thread).toMatchObject([{ from: 'proxy', name: '' }])
  await doctor.acceptCase(given(made.id))
  await doctor.answerCase({ params: { id: made.id }, body: { text: 'Raise the pillow' } })
  const answered = await proxy.readCase({ params: { id: made.id } })
  expect(answered).toMatchObject({
    state: 'answered',
    thread: [
      { from: 'proxy', name: paul.displayName },
      { from: 'doctor', text: 'Raise the pillow' },
    ],
    history: [{ step: 'submitted', by: paul.displayName }, {}, {}, {}, {}],
    can: ['write', 'close', 'reopen'],
  })
  expect(await patient.readCase({ params: { id: made.id } })).toEqual(answered)
  await proxy.reopenCase({ params: { id: made.id }, body: { text: 'And in the day?' } })
  await doctor.acceptCase(given(made.id))
  await doctor.answerCase({ params: { id: made.id }, body: { text: 'The same' } })
  expect(await proxy.closeCase(given(made.id))).toMatchObject({ state: 'closed' })
  // What the case opened is closed with it, though it was a proxy who closed it.
  await expect(doctor.readPatient({ params: { id: chartOf(clinic, pia) } })).rejects.toMatchObject({ status: 404 })
  const [submitted] = (await clinic.events('case.submitted')).slice(-1)
  expect(submitted).toMatchObject({
    actor_id: clinic.who(paul).userId,
    on_behalf_of: clinic.who(pia).patientId,
    rule: 'patient:case.submit:asker',
  })
  const looked = (await patient.readAccessLog({ params: { id: chartOf(clinic, pia) }, query: { limit: 100 } })).items
  expect(looked.filter(({ who }) => who?.name === paul.displayName).map(({ what }) => what)).toEqual(
    expect.arrayContaining(['case.submitted', 'case.written', 'case.read', 'case.reopened', 'case.closed']),
  )
})

test('without the scope, or once the link has ended, a patient’s questions are as absent to a proxy as what never was, and the database agrees', async () => {
  const clinic = await openClinic()
  const patient = await clinic.as(pia)
  const made = await patient.submitCase({ body: question })
  const refused = async () => {
    const proxy = await clinic.as(paul)
    expect((await proxy.listCases({ query: { patientId: chartOf(clinic, pia) } })).items).toEqual([])
    const params = { id: made.id }
    const acts = await Promise.allSettled([
      proxy.submitCase(asks(clinic)),
      proxy.readCase({ params }),
      proxy.writeToCase({ params, body: { text: 'x' } }),
      proxy.reopenCase({ params, body: { text: 'x' } }),
      proxy.closeCase({ params, body: {} }),
      proxy.withdrawCase({ params, body: {} }),
    ])
    for (const act of acts) expect(act).toMatchObject({ status: 'rejected', reason: { status: 404, code: 'NOT_FOUND' } })
  }
  await refused()
  const link = await linked(clinic, ['read', 'book'])
  await refused()
  const context = {
    tenant: clinic.who(paul).tenantId,
    user: clinic.who(paul).userId,
    role: 'patient',
    now: clinic.clock.now().toISOString(),
  }
  expect(await clinic.sqlAsApp(context, 'select id from cases')).toEqual([])
  await expect(clinic.sql('update care_relations set may_ask = true where id = $1', [link.id])).rejects.toThrow(/only ends/)
  const end = async (relationId: string) => (await clinic.as(max)).endProxy({ params: { id: chartOf(clinic, pia), relationId }, body: {} })
  await end(link.id)
  const asking = await linked(clinic, ['read', 'cases'])
  expect((await (await clinic.as(paul)).readCase({ params: { id: made.id } })).id).toBe(made.id)
  await end(asking.id)
  await refused()
})

import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { hanna, pia } from '../../../tests/people.ts'
import { acceptedCase } from './assistant.fixture.ts'
import { discardDrafts, keptDays } from './discarding-actions.ts'

const day = 86_400

test('a draft that nobody decides on goes after thirty days with an event, what somebody decided on and what was sent stays, and so does what was spent lately', async () => {
  const clinic = await openClinic()
  const round = () => discardDrafts(clinic.keep, clinic.clock.now())
  const { id, has, doctor } = await acceptedCase(clinic)
  const ask = { body: { caseId: id } }
  const summary = await doctor.assistSummary(ask)
  const triaged = await doctor.assistTriage(ask)
  await doctor.assistReply(ask)
  await doctor.acceptDraft({ params: { id, draftId: summary.id ?? '' }, body: {} })
  await doctor.rejectDraft({ params: { id, draftId: triaged.id ?? '' }, body: {} })
  await clinic.stranger().assistTriage({ body: { text: 'Made up' } })
  const kinds = async () => (await (await clinic.as(has)).listDrafts({ params: { id } })).items.map(({ kind, state }) => [kind, state])
  const kept = [
    ['triage', 'rejected'],
    ['summary', 'accepted'],
  ]

  clinic.clock.pass(keptDays.draft * day - 3600)
  expect(await round()).toBe(0)
  expect(await kinds()).toEqual([['draft-reply', 'open'], ...kept])
  await (await clinic.as(has)).assistReply(ask)
  clinic.clock.pass(7200)
  // Two processes at once: each draft goes once.
  const gone = await Promise.all([round(), round()])
  expect(gone.reduce((sum, one) => sum + one, 0)).toBe(1)
  expect(await kinds()).toEqual([['draft-reply', 'open'], ...kept])
  expect(await clinic.events('assistant.draft-discarded')).toMatchObject([
    { actor_role: 'system', outcome: 'allowed', resource_type: 'case', resource_id: id, patient_ids: [clinic.who(pia).patientId] },
  ])
  expect(await clinic.sql('select count(*)::integer as n from assistant_calls')).toEqual([{ n: 4 }])

  const days = async () => (await clinic.sql(`select distinct day::text from assistant_use order by day`)).map((row) => String(row.day))
  const before = await days()
  expect(before.length).toBe(2)
  clinic.clock.pass(2 * day)
  await round()
  expect(await days()).toEqual(before.slice(1))
})

test('the system reaches no draft that is younger or decided on, nor one of another organisation', async () => {
  const clinic = await openClinic()
  const { id, doctor } = await acceptedCase(clinic)
  await doctor.assistReply({ body: { caseId: id } })
  const { tenantId } = clinic.who(pia)
  const asSystem = (tenant: string, days: number) =>
    clinic.sqlAsApp(
      {
        tenant,
        role: 'system',
        now: new Date(clinic.clock.now().getTime() + days * day * 1000).toISOString(),
      },
      'delete from assistant_drafts returning id',
    )
  expect(await asSystem(tenantId, 29)).toEqual([])
  expect(await asSystem(clinic.who(hanna).tenantId, 31)).toEqual([])
  expect(await asSystem(tenantId, 31)).toHaveLength(1)
})

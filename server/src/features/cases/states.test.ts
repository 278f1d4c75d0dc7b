// Whatever is asked of a case in whatever order, it answers as a model that was written by hand, and its rows tell the same story.
import type { Client } from '@wardkeep/client'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { drAna, drIdan, max, paul } from '../../../tests/people.ts'
import { given, submitted } from './cases.fixture.ts'

const acts = ['accept', 'write', 'answer', 'close', 'reopen', 'withdraw', 'pass-on'] as const
type Act = (typeof acts)[number]
/** From each state: where each act of whoever may do it leads. */
const model: Record<string, Partial<Record<Act, string>>> = {
  queued: { accept: 'accepted', write: 'queued', withdraw: 'withdrawn', 'pass-on': 'routed' },
  triaged: { write: 'triaged', withdraw: 'withdrawn', 'pass-on': 'routed' },
  accepted: { write: 'accepted', answer: 'answered', withdraw: 'withdrawn', 'pass-on': 'routed' },
  answered: { write: 'answered', close: 'closed', reopen: 'queued' },
  closed: { reopen: 'queued' },
  withdrawn: {},
}

/** Each act in each state, once: what is refused moves nothing, so the walk goes on from where it stood. */
const everything: Act[] = [
  ...(['answer', 'close', 'reopen', 'write', 'accept'] as const),
  ...(['accept', 'close', 'reopen', 'write', 'answer'] as const),
  ...(['accept', 'answer', 'withdraw', 'pass-on', 'write', 'close'] as const),
  ...(['write', 'accept', 'answer', 'close', 'withdraw', 'pass-on', 'reopen'] as const),
  ...(['pass-on', 'withdraw'] as const),
  ...acts,
]

test('[F62] in any order of steps each does what the model says or is refused with 409, and every step that was taken is one row and one event, no other', {
  timeout: 120_000,
}, async () => {
  const clinic = await openClinic()
  const patient = await clinic.as(paul)
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...acts), { minLength: 3, maxLength: 12 }), async (wanted) => {
      const { id } = await submitted(clinic, {}, paul)
      let state = 'queued'
      let taken = 0
      for (const act of wanted) {
        const to = model[state]?.[act]
        const doctor = await doctorOf(clinic, id)
        if (doctor === undefined && (act === 'accept' || act === 'answer')) continue
        const done = await take(clinic, act, id, patient, doctor ?? patient).then(
          () => 'done',
          (cause: { status: number; code: string }) => `${cause.status} ${cause.code}`,
        )
        expect(done, `${state} ${act}`).toBe(to === undefined ? '409 CASE_MOVED' : 'done')
        const now = await patient.readCase({ params: { id } })
        if (to === 'routed') expect(['queued', 'triaged']).toContain(now.state)
        else expect(now.state, `${state} ${act}`).toBe(to ?? state)
        state = now.state
        taken += to === undefined || act === 'write' ? 0 : 1
        const open = await clinic.sql(
          `select count(*)::integer as n from care_relations r join case_changes s on s.id = r.source_id where s.case_id = $1 and r.ended_at is null`,
          [id],
        )
        expect(open).toEqual([{ n: ['accepted', 'answered'].includes(state) ? 1 : 0 }])
      }
      const [rows] = await clinic.sql(
        `select count(*)::integer as n from case_changes where case_id = $1 and by_user is not null and step <> 'submitted'`,
        [id],
      )
      expect(rows).toEqual({ n: taken })
      const [events] = await clinic.sql(
        `select count(*)::integer as n from audit_events where resource_id = $1 and outcome = 'allowed' and change is not null
           and action not in ('case.submitted', 'case.written')`,
        [id],
      )
      expect(events).toEqual({ n: taken })
    }),
    { numRuns: 12, examples: [[everything]] },
  )
})

/** The client of the doctor whose it is now. */
async function doctorOf(clinic: Clinic, id: string): Promise<Client | undefined> {
  const [row] = await clinic.sql('select doctor_id from cases where id = $1', [id])
  const person = [drAna, drIdan].find((each) => clinic.who(each).doctorId === row?.doctor_id)
  return person && clinic.as(person)
}

async function take(clinic: Clinic, act: Act, id: string, patient: Client, doctor: Client): Promise<unknown> {
  const said = { params: { id }, body: { text: 'So be it' } }
  if (act === 'accept') return doctor.acceptCase(given(id))
  if (act === 'answer') return doctor.answerCase(said)
  if (act === 'write') return patient.writeToCase(said)
  if (act === 'close') return patient.closeCase(given(id))
  if (act === 'reopen') return patient.reopenCase(said)
  if (act === 'withdraw') return patient.withdrawCase(given(id))
  return (await clinic.as(max)).passCaseOn(given(id))
}

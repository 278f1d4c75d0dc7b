// A case's life as a model that was written by hand, and walks through it over HTTP in any order of steps. [F62]
import type { Client } from '@wardkeep/client'
import type { CaseDetail } from '@wardkeep/contract/cases.ts'
import fc from 'fast-check'
import type { Static } from 'typebox'
import { expect } from 'vitest'
import type { Clinic } from '../../../tests/clinic.ts'
import { drAna, drIdan, max, paul, pia } from '../../../tests/people.ts'
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

type Walked = { state: string; taken: number }
type Detail = Pick<Static<typeof CaseDetail>, 'id' | 'state' | 'assignee'>

/** Walks so many sequences, so many of them side by side, and then compares the rows, the journal and the open charts of all of them with the model. */
export async function walks(clinic: Clinic, sequences: number, lanes: number): Promise<void> {
  const walked = new Map<string, Walked>()
  const sequence = fc.array(fc.constantFrom(...acts), { minLength: 3, maxLength: 12 })
  const lane = (place: number) =>
    fc.assert(
      fc.asyncProperty(sequence, async (wanted) => {
        const made = await submitted(clinic, {}, place % 2 === 0 ? paul : pia)
        walked.set(made.id, await walk(clinic, made, wanted, await clinic.as(place % 2 === 0 ? paul : pia)))
      }),
      { numRuns: Math.ceil(sequences / lanes), examples: [[everything]] },
    )
  await Promise.all(Array.from({ length: lanes }, (_, place) => lane(place)))
  await mustTellTheSame(clinic, walked)
}

async function walk(clinic: Clinic, made: Detail, wanted: readonly Act[], patient: Client): Promise<Walked> {
  const params = { id: made.id }
  let found = made
  let taken = 0
  for (const act of wanted) {
    const to = model[found.state]?.[act]
    const doctor = await doctorOf(clinic, found)
    if (doctor === undefined && (act === 'accept' || act === 'answer')) continue
    const what = `${found.state} ${act}`
    const done = await take(clinic, act, made.id, patient, doctor ?? patient).catch(
      (cause: { status: number; code: string }) => `${cause.status} ${cause.code}`,
    )
    if (to === undefined || typeof done === 'string') {
      expect(done, what).toBe(to === undefined ? '409 CASE_MOVED' : 'done')
      continue
    }
    if (to === 'routed') {
      expect(['queued', 'triaged']).toContain(done.state)
      found = await patient.readCase({ params })
    } else {
      expect(done.state, what).toBe(to)
      found = { assignee: undefined, ...done }
    }
    taken += act === 'write' ? 0 : 1
  }
  expect((await patient.readCase({ params })).state).toBe(found.state)
  return { state: found.state, taken }
}

/** The client of the doctor whose it is now. */
async function doctorOf(clinic: Clinic, { assignee }: Detail): Promise<Client | undefined> {
  const person = [drAna, drIdan].find((each) => clinic.who(each).doctorId === assignee?.id)
  return person && clinic.as(person)
}

async function take(clinic: Clinic, act: Act, id: string, patient: Client, doctor: Client): Promise<Detail> {
  const said = { params: { id }, body: { text: 'So be it' } }
  if (act === 'accept') return doctor.acceptCase(given(id))
  if (act === 'answer') return doctor.answerCase(said)
  if (act === 'write') return patient.writeToCase(said)
  if (act === 'close') return patient.closeCase(given(id))
  if (act === 'reopen') return patient.reopenCase(said)
  if (act === 'withdraw') return patient.withdrawCase(given(id))
  return (await clinic.as(max)).passCaseOn(given(id))
}

/** Every step that was taken is one row and one event, no other; and the chart is open by a case while it is accepted or answered. */
async function mustTellTheSame(clinic: Clinic, walked: ReadonlyMap<string, Walked>): Promise<void> {
  const rows = await counted(
    clinic,
    `select case_id as id, count(*)::integer as n from case_changes where by_user is not null and step <> 'submitted' group by 1`,
  )
  const events = await counted(
    clinic,
    `select resource_id as id, count(*)::integer as n from audit_events where resource_type = 'case' and outcome = 'allowed' and change is not null
       and action not in ('case.submitted', 'case.written') group by 1`,
  )
  const charts = await counted(
    clinic,
    `select s.case_id as id, count(*)::integer as n from care_relations r join case_changes s on s.id = r.source_id where r.ended_at is null group by 1`,
  )
  for (const [id, { state, taken }] of walked) {
    expect([rows.get(id) ?? 0, events.get(id) ?? 0], `${state} ${id}`).toEqual([taken, taken])
    expect(charts.get(id) ?? 0, `${state} ${id}`).toBe(state === 'accepted' || state === 'answered' ? 1 : 0)
  }
}

async function counted(clinic: Clinic, text: string): Promise<Map<string, number>> {
  return new Map((await clinic.sql(text)).map(({ id, n }) => [String(id), Number(n)]))
}

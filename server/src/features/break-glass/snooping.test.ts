// A doctor who walks through a chart that is none of theirs: each way is refused and recorded as such, or shows nothing of it, or is emergency
// access, which the patient sees and somebody else judges.
import type { Client } from '@wardkeep/client'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { drAna, drIdan, max, pia } from '../../../tests/people.ts'
import { bearer, post, send } from '../identity/identity.fixture.ts'
import { assign, bookedVisit, note } from '../records/records.fixture.ts'
import { idOf, openFor, reason } from './break-glass.fixture.ts'

type Ground = { clinic: Clinic; idan: Client; patientId: string; recordId: string; visitId: string; headers: Record<string, string> }
type Way = [pattern: string, walk: (ground: Ground) => Promise<unknown>, ending: string]

const ways: Way[] = [
  ['her profile by its id', ({ idan, patientId }) => idan.readPatient({ params: { id: patientId } }), 'patient.read denied NOT_FOUND'],
  [
    'her history',
    ({ idan, patientId }) => idan.readHistory({ params: { id: patientId }, query: {} }),
    'patient.history-read denied NOT_FOUND',
  ],
  ['her trends', ({ idan, patientId }) => idan.readTrends({ params: { id: patientId } }), 'patient.trends-read denied NOT_FOUND'],
  ['her records', ({ idan, patientId }) => idan.listRecords({ query: { patientId } }), 'record.listed denied NOT_FOUND'],
  ['a record by its id', ({ idan, recordId }) => idan.readRecord({ params: { id: recordId } }), 'record.read denied NOT_FOUND'],
  [
    'a record by its signature',
    ({ idan, recordId }) => idan.verifyRecord({ params: { id: recordId }, query: {} }),
    'record.verified denied NOT_FOUND',
  ],
  ['her name in the search', ({ idan }) => idan.listPatients({ query: { name: 'Malley' } }), 'patient.listed allowed null'],
  ['her insurance number', ({ idan }) => idan.listPatients({ query: { insuranceId: 'INS-pia-77' } }), 'patient.listed allowed null'],
  ['all patients there are', ({ idan }) => idan.listPatients({ query: { limit: 100 } }), 'patient.listed allowed null'],
  ['a visit by its id', ({ idan, visitId }) => idan.readAppointment({ params: { id: visitId } }), 'appointment.read denied NOT_FOUND'],
  ['the list of visits', ({ idan }) => idan.listAppointments({ query: {} }), 'appointment.listed allowed null'],
  [
    'who looked at her',
    ({ idan, patientId }) => idan.readAccessLog({ params: { id: patientId }, query: {} }),
    'patient.access-log-read denied FORBIDDEN',
  ],
  ['the journal of her', ({ idan, patientId }) => idan.listEvents({ query: { patient: patientId } }), 'journal.read denied FORBIDDEN'],
  [
    'a note of their own, to be let in',
    ({ idan, patientId }) => idan.createRecord({ body: { patientId, ...note } }),
    'record.drafted denied NOT_FOUND',
  ],
  [
    'a visit with themselves, to be let in',
    ({ idan, clinic, patientId }) =>
      idan.bookAppointment({
        body: { patientId, doctorId: clinic.who(drIdan).doctorId ?? '', start: '2030-01-01T09:00:00Z', end: '2030-01-01T09:30:00Z' },
      }),
    'appointment.booked denied FORBIDDEN',
  ],
  [
    'the word emergency alone',
    ({ idan, patientId }) => idan.readPatient({ params: { id: patientId } }, { purpose: 'BTG' }),
    'patient.read denied NOT_FOUND',
  ],
  [
    'emergency access without a reason',
    ({ clinic, patientId, headers }) => post(clinic, '/api/break-glass', { patient: { id: patientId } }, headers).then(ok),
    'break-glass.opened failed BAD_REQUEST',
  ],
  [
    'emergency access by the beginning of her name',
    ({ idan }) => idan.openBreakGlass({ body: { patient: { name: 'Pia', birthDate: '1984-02-29' }, reason } }),
    'break-glass.opened denied NOT_FOUND',
  ],
  [
    'the reviews of such access',
    ({ clinic, headers }) => send(clinic, 'GET', '/api/reviews', { headers }).then(ok),
    'review.listed denied FORBIDDEN',
  ],
]

test('[T31] nineteen ways into the chart of somebody else’s patient are refused and recorded, or show nothing of her, and emergency access without an emergency is alerted, seen by her and judged', async () => {
  const clinic = await openClinic()
  await assign(clinic, drAna, pia)
  const [ana, idan] = await Promise.all([clinic.as(drAna), clinic.as(drIdan)])
  const patientId = idOf(clinic, pia)
  const { id: recordId } = await ana.createRecord({ body: { patientId, ...note } })
  await ana.signRecord({ params: { id: recordId }, body: {} })
  const visitId = await bookedVisit(clinic, drAna, pia)
  const ground = { clinic, idan, patientId, recordId, visitId, headers: bearer(await clinic.token(drIdan)) }

  for (const [pattern, walk, ending] of ways) {
    const shown = await walk(ground).then(
      (reply) => JSON.stringify(reply),
      (problem) => JSON.stringify(Object(problem).status),
    )
    expect(shown, pattern).not.toMatch(new RegExp(`Malley|INS-pia|${patientId}|${note.title}`))
    const last = (await clinic.events()).at(-1)
    expect(last, pattern).toMatchObject({ actor_id: clinic.who(drIdan).userId })
    expect(`${last?.action} ${last?.outcome} ${last?.reason}`, pattern).toBe(ending)
    if (last?.outcome === 'allowed') expect(last.patient_ids, pattern).toEqual([])
  }
  expect(await clinic.sql('select 1 from alerts')).toEqual([])

  await openFor(clinic)
  await idan.readRecord({ params: { id: recordId } })
  const { items: seen } = await (await clinic.as(pia)).readAccessLog({ params: { id: patientId }, query: {} })
  expect(seen.filter(({ who }) => who.name === drIdan.displayName).map(({ what, why }) => `${what} ${why}`)).toEqual([
    'record.read BTG',
    'break-glass.opened BTG',
  ])
  const admin = await clinic.as(max)
  expect((await admin.listAlerts({ query: { state: 'open' } })).items).toMatchObject([{ kind: 'break-glass', patientId }])
  const { items: reviews } = await admin.listReviews({ query: {} })
  expect(reviews).toMatchObject([{ subject: { displayName: drIdan.displayName }, patient: { id: patientId }, reason }])
  await admin.closeReview({ params: { id: reviews[0]?.id ?? '' }, body: { outcome: 'not-justified', note: 'He was curious' } })
})

/** A reply made by hand is held to be one only where it was not refused. */
function ok(answer: { status: number; body: unknown }): Promise<unknown> {
  return answer.status < 300 ? Promise.resolve(answer.body) : Promise.reject(answer)
}

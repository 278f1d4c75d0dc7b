// The database goes away in the middle of an act: what was answered stands whole, and what was not is whole or nothing.
import { expect, test } from 'vitest'
import { freeTimes, outcomes, patientOf } from '../src/features/scheduling/visits.fixture.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { pia } from './people.ts'
import { openWire, type Wire } from './wire.ts'

const moments = [1, 2, 3, 4, 5, 6].flatMap((after) => [{ after, how: 'lost' } as const, { after, how: 'unanswered' } as const])

test('[T39 part][T24 part] a connection cut at any moment of a booking leaves the whole visit or nothing, and asking again under its key shows the one visit', async () => {
  const { clinic, wire } = await openCutClinic()
  const times = await freeTimes(clinic)
  const client = await clinic.as(pia)
  const told: string[] = []
  for (const [place, moment] of moments.entries()) {
    const body = times[place * 2] ?? expect.fail('the cast has hours on six days a week')
    const book = () => client.bookAppointment({ body }, { idempotencyKey: `cut-${place}` })
    wire.cut(moment)
    const first = await book().then(({ id }) => id, codeOf)
    if (wire.cut()) told.push(first)
    const visit = await book()
    expect(['UNAVAILABLE', visit.id]).toContain(first)
    expect(await brokenOf(clinic)).toEqual([])
  }
  // Cut before the commit and after it, at the least.
  expect(told.filter((code) => code === 'UNAVAILABLE').length).toBeGreaterThanOrEqual(4)
  expect(await clinic.sql('select from appointments where booked_by is not null')).toHaveLength(moments.length)
}, 120_000)

test('[T39 part] a chart that is read while the connection is cut is shown with its event or not at all', async () => {
  const { clinic, wire } = await openCutClinic()
  const client = await clinic.as(pia)
  let shown = 0
  for (const moment of moments) {
    wire.cut(moment)
    const answer = await client.readPatient({ params: { id: patientOf(clinic, pia) } }).then(() => 'shown', codeOf)
    wire.cut()
    expect(['shown', 'UNAVAILABLE']).toContain(answer)
    if (answer === 'shown') shown += 1
    expect((await clinic.events('patient.read')).filter(({ outcome }) => outcome === 'allowed').length).toBeGreaterThanOrEqual(shown)
  }
  expect(shown).toBeGreaterThan(0)
  expect(shown).toBeLessThan(moments.length)
}, 120_000)

test('[T39 part] the database taken away from a crowd that books leaves every visit whole, and nothing of the others', async () => {
  const clinic = await openClinic()
  const times = (await freeTimes(clinic)).slice(0, 40)
  const client = await clinic.as(pia)
  const calls = times.map((body) => client.bookAppointment({ body }))
  await Promise.any(calls)
  const database = await clinic.cutDatabase()
  const { done, refused } = await outcomes(calls)
  await database.back()
  expect(Object.keys(refused)).toEqual(['UNAVAILABLE'])
  const [row] = await clinic.sql('select count(*)::integer as n from appointments where booked_by is not null')
  expect(Number(row?.n)).toBeGreaterThanOrEqual(done)
  expect(await brokenOf(clinic)).toEqual([])
  const [free] = await freeTimes(clinic)
  expect(await client.bookAppointment({ body: free ?? expect.fail('no free time') })).toMatchObject({ status: 'booked' })
}, 120_000)

async function openCutClinic(): Promise<{ clinic: Clinic; wire: Wire }> {
  let wire: Wire | undefined
  const clinic = await openClinic({
    through: async (app) => {
      wire = await openWire(app)
      return wire.app
    },
  })
  return { clinic, wire: wire ?? expect.fail('the app went another way') }
}

/** Visits without their relation, their time or their one event, and events and times without a visit. */
function brokenOf(clinic: Clinic) {
  return clinic.sql(
    `select a.id::text, 'visit' as what from appointments a
     where booked_by is not null and not (
       exists (select from care_relations r where r.source_id = a.id) and exists (select from occupancies o where o.holder_id = a.occupies)
       and 1 = (select count(*) from audit_events e where e.resource_id = a.id and e.action = 'appointment.booked' and e.outcome = 'allowed'
                and e.rule like '%appointment.book:%'))
     union all
     select e.resource_id::text, 'event' from audit_events e where e.action = 'appointment.booked' and e.outcome = 'allowed'
       and not exists (select from appointments a where a.id = e.resource_id)
     union all
     select o.holder_id::text, 'time' from occupancies o where not exists (select from appointments a where a.occupies = o.holder_id)`,
  )
}

function codeOf(cause: unknown): string {
  return String(Object(cause).code ?? cause)
}

import type { Client } from '@wardkeep/client'
import { expect, test } from 'vitest'
import { giveHistory, measurement } from '../src/features/patients/history.fixture.ts'
import { assign, note } from '../src/features/records/records.fixture.ts'
import { booked } from '../src/features/scheduling/visits.fixture.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { drAna, drIdan, drOtto, hanna, type Person, paul, pia } from './people.ts'
import { openWire, type Wire } from './wire.ts'

test('[B26] of a chart that is not open to them, whatever they ask for, not one protected value leaves the database for anybody: nothing is fetched and filtered', async () => {
  const { clinic, wire } = await opened()
  await assign(clinic, drAna, pia)
  await giveHistory(clinic, pia, [measurement('2024-01-01', 70)])
  const visit = await booked(clinic, pia, drAna, { reason: 'a cough' })
  const ana = await clinic.as(drAna)
  const { patientId = '' } = clinic.who(pia)
  const record = await ana.createRecord({ body: { patientId, ...note } })
  await ana.signRecord({ params: { id: record.id }, body: {} })
  const kept = await clinic.sql(
    `select encode(profile, 'hex') as value from patients where id = $1 union all select encode(entry, 'hex') from history_entries where patient_id = $1
     union all select encode(details, 'hex') from appointments where patient_id = $1
     union all select encode(content, 'hex') from record_versions where record_id = $2`,
    [patientId, record.id],
  )
  const values = kept.map(({ value }) => String(value))
  expect(values.length).toBeGreaterThanOrEqual(4)
  const handedOut = () => values.filter((value) => wire.rows().includes(value)).length

  for (const person of [drOtto, drIdan, paul, hanna]) {
    const client = await clinic.as(person)
    wire.forget()
    const answers = await Promise.all(everything(client, { patientId, visitId: visit.id, recordId: record.id }).map(statusOf))
    expect(new Set(answers), person.key).toEqual(new Set([404]))
    await client.listPatients({ query: {} })
    await client.listAppointments({ query: {} })
    await client.listPatients({ query: { name: pia.displayName } })
    expect(handedOut(), person.key).toBe(0)
  }
  // The same questions by the doctor in care: the relay sees every one of these values.
  wire.forget()
  const answers = await Promise.all(everything(ana, { patientId, visitId: visit.id, recordId: record.id }).map(statusOf))
  expect(new Set(answers)).toEqual(new Set([200]))
  expect(handedOut()).toBe(values.length)
})

test('deciding who may costs no round trip of its own: a chart is read in as many exchanges as the directory, allowed or refused', async () => {
  const { clinic, wire } = await opened()
  const { patientId = '' } = clinic.who(pia)
  await assign(clinic, drAna, pia)
  const waitsOf = async (person: Person, ask: (client: Client) => Promise<unknown>) => {
    const client = await clinic.as(person)
    const counted = []
    for (let round = 0; round < 12; round += 1) {
      wire.forget()
      await statusOf(ask(client))
      counted.push(wire.waits())
    }
    // Connections that open and jobs of the house come in between: the fewest are the request's own.
    return { syncs: Math.min(...counted.map(({ syncs }) => syncs)), flushes: Math.min(...counted.map(({ flushes }) => flushes)) }
  }
  const directory = await waitsOf(drAna, (client) => client.listDoctors({ query: {} }))
  const chart = await waitsOf(drAna, (client) => client.readPatient({ params: { id: patientId } }))
  const list = await waitsOf(drAna, (client) => client.listPatients({ query: {} }))
  const closed = await waitsOf(drIdan, (client) => client.readPatient({ params: { id: patientId } }))
  expect([chart, list]).toEqual([directory, directory])
  expect(closed.syncs + closed.flushes).toBeLessThanOrEqual(directory.syncs + directory.flushes)
})

type Things = { patientId: string; visitId: string; recordId: string }

function everything(client: Client, { patientId: id, visitId, recordId }: Things): Promise<unknown>[] {
  return [
    client.readPatient({ params: { id } }),
    client.readHistory({ params: { id }, query: {} }),
    client.readTrends({ params: { id } }),
    client.listRecords({ query: { patientId: id } }),
    client.readRecord({ params: { id: recordId } }),
    client.verifyRecord({ params: { id: recordId }, query: {} }),
    client.readAppointment({ params: { id: visitId } }),
    client.readCareTeam({ params: { id }, query: {} }),
  ]
}

async function statusOf(asked: Promise<unknown>): Promise<number> {
  return asked.then(
    () => 200,
    (problem: unknown) => Number(Object(problem).status),
  )
}

async function opened(): Promise<{ clinic: Clinic; wire: Wire }> {
  let wire: Wire | undefined
  const clinic = await openClinic({
    through: async (app) => {
      wire = await openWire(app)
      return wire.app
    },
  })
  if (wire === undefined) throw new Error('the clinic has a database')
  return { clinic, wire }
}

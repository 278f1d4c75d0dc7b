// The inventory of what may be asked is held to the contract, and its questions to a clinic of two thousand rows; how long they take of a million is asked nightly.
import { api, type Endpoint } from '@wardkeep/contract'
import { expect, test } from 'vitest'
import { brokenKeys } from './million.ts'
import { openMillion } from './million-clinic.fixture.ts'
import { asked } from './worst-asks.ts'
import { askAll } from './worst-query.ts'

test('[V4.3.1 part] every GET of the contract is in the inventory of the worst that may be asked, with values for every filter and cursors for every page', () => {
  const missing: string[] = []
  for (const [name, { method, query }] of Object.entries<Endpoint>(api)) {
    if (method !== 'GET') continue
    const list = Object.entries(asked).find(([one]) => one === name)?.[1]
    if (list === undefined) missing.push(name)
    if (list === undefined || list === 'one thing') continue
    const { limit, cursor, ...filters } = query?.properties ?? {}
    if ((limit ?? cursor) !== undefined && list.cursors === undefined) missing.push(`${name}: cursors`)
    for (const field of Object.keys(filters)) if (list.values?.[field] === undefined) missing.push(`${name}: ${field}`)
  }
  expect(missing).toEqual([])
})

test('the rows of the measure break no foreign key, and its questions are answered: here a part of them', async () => {
  const million = await openMillion({ rows: 2000, doctors: 20 })
  expect(await brokenKeys(million.superuser)).toEqual([])
  // No key leads from an event to the rows of its patients, which the question by a patient reads.
  const { rows } = await million.superuser.query(
    `select (select count(*) from (select distinct id, unnest(patient_ids) from audit_events) one)::integer as named, (select count(*) from audit_patients)::integer as found`,
  )
  expect(rows[0].named).toBeGreaterThan(2000)
  expect(rows[0].found).toBe(rows[0].named)
  const all = await askAll({ ...million, runs: 1, every: 16 })
  expect(all.length).toBeGreaterThan(150)
}, 120_000)

// What an administrator sets up by hand (doctors, kinds of visits, rooms, partners, holidays, keys) has two thousand rows; a million of them is no clinic. The median
// of five answers counts, once what they read is warm, and the longest is told with it: beside other work on the machine one answer says nothing of its query.
import { api, type Endpoint, pathsOf } from '@wardkeep/contract'
import { limits } from '@wardkeep/contract/shapes.ts'
import { expect, test } from 'vitest'
import { openMillion } from './million-clinic.fixture.ts'
import { askAll, slowest } from './worst-query.ts'

test('[V4.3.1] with a million rows in each table that a list reads and people fill, the worst that the contract lets anybody ask is answered within a second, and no list gives more than a hundred at once', {
  timeout: 7_200_000,
}, async () => {
  const million = await openMillion({ rows: 1_000_000, doctors: 2_000 }, console.log)
  const authorizations = await Promise.all(million.callers.map(({ authorization }) => authorization()))
  for (const [name, endpoint] of Object.entries<Endpoint>(api)) {
    if (endpoint.query?.properties.limit === undefined) continue
    const [path = ''] = pathsOf(endpoint)
    const url = `${million.url}${path.replace(':id', million.leaning.piaPatient)}?limit=${limits.page + 1}`
    const answers = await Promise.all(authorizations.map((authorization) => fetch(url, { headers: { authorization } })))
    const statuses = new Set(answers.map(({ status }) => status))
    expect([statuses.has(200), statuses.has(400)], name).toEqual([false, true])
  }

  // At once, since all of it takes long.
  const all = await askAll({ ...million, runs: 5 }, ({ caller, path, median }) => {
    if (median >= 500) console.log(`${caller} ${path}: ${median.toFixed(0)} ms`)
  })
  for (const { endpoint, caller, median, max, path } of slowest(all))
    console.log(`${endpoint}: ${median.toFixed(0)} ms, at most ${max.toFixed(0)} (${caller}, ${path})`)
  expect(
    all.filter(({ median }) => median >= 1000).map(({ caller, path, median }) => `${caller} ${path}: ${median.toFixed(0)} ms`),
  ).toEqual([])
})

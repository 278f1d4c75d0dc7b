// What an administrator sets up by hand (doctors, kinds of visits, rooms, partners, holidays, keys) has two thousand rows; a million of them is no clinic. The median
// of five answers counts, once what they read is warm, and the longest is told with it: beside other work on the machine one answer says nothing of its query.
import { expect, test } from 'vitest'
import { openMillion } from './million-clinic.fixture.ts'
import { askAll, slowest } from './worst-query.ts'

test('[V4.3.1 part] with a million rows in each table that a list reads and people fill, the worst that the contract lets anybody ask is answered within a second, but for events of a rare action and charts by two letters that none has both', {
  timeout: 7_200_000,
}, async () => {
  const million = await openMillion({ rows: 1_000_000, doctors: 2_000 }, console.log)
  const all = await askAll({ ...million, runs: 5 })
  for (const { endpoint, caller, median, max, path } of slowest(all))
    console.log(`${endpoint}: ${median.toFixed(0)} ms, at most ${max.toFixed(0)} (${caller}, ${path})`)
  expect(
    all
      .filter(({ path, median }) => median >= 1000 && !slowAsSaid.test(path))
      .map(({ caller, path, median }) => `${caller} ${path}: ${median.toFixed(0)} ms`),
  ).toEqual([])
})

/**
 * What docs/operate/limitations.md says is slow. The equality of an enum is not leakproof, so no index is used for it under row security; and of two letters that
 * half the charts have each, all rows of both are merged.
 */
const slowAsSaid = /^\/api\/(audit\/.*[?&]action=(organisation\.suspended|user\.closed)|patients\?.*name=q(\+|%20)x)/

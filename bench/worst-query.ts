// `node bench/worst-query.ts [--rows 1000000] [--doctors 2000] [--runs 5] [--only listEvents]`: the worst that each list may be asked for, over HTTP, as each role
// that may, in an organisation with a million rows in each table that a list reads. Prints the slowest question of each endpoint as the rows of the page's table.
import { parseArgs } from 'node:util'
import { fillMillion } from '../server/tests/million.ts'
import { callersOf } from '../server/tests/worst-callers.ts'
import { askAll, type Measured, slowest } from '../server/tests/worst-query.ts'
import { openOwnPostgres } from './own-postgres.ts'
import { openWorstWorld } from './worst-world.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    doctors: { type: 'string', default: '2000' },
    runs: { type: 'string', default: '5' },
    only: { type: 'string' },
  },
})

const postgres = await openOwnPostgres()
try {
  const world = await openWorstWorld(postgres)
  try {
    const leaning = await fillMillion(world, { rows: Number(values.rows), doctors: Number(values.doctors) }, (line) => console.error(line))
    const only = values.only === undefined ? undefined : new RegExp(values.only)
    const all = await askAll({ ...world, leaning, runs: Number(values.runs), callers: callersOf(world.token, world.key), only }, tellSlow)
    console.log(`${all.length} questions\n`)
    console.log('| list | asked by | median ms | max ms | question |')
    console.log('| --- | --- | --- | --- | --- |')
    for (const { endpoint, caller, median, max, path } of slowest(all))
      console.log(`| ${endpoint} | ${caller} | ${median.toFixed(0)} | ${max.toFixed(0)} | \`${told(path, leaning)}\` |`)
  } finally {
    await world.close()
  }
} finally {
  await postgres.close()
}

/** At once, since all of it takes long: what comes near a second. */
function tellSlow({ endpoint, caller, median, max, path }: Measured): void {
  if (max > 500) console.error(`${endpoint} ${caller} ${path}: ${median.toFixed(0)} ms, at most ${max.toFixed(0)}`)
}

/** Without ids, cursors and the number of rows of a page, which say nothing to a reader. */
function told(path: string, { piaPatient, ana }: { piaPatient: string; ana: string }): string {
  const named = path
    .replaceAll(piaPatient, 'PIA')
    .replaceAll(ana, 'ANA')
    .replace(/[?&]limit=100/, '')
    .replace(/cursor=[\w-]+/, 'cursor=…')
  return named.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
}

// `npm run promises`: every row of docs/spec and how it stands by the last `npm test` and `npm run nightly`; with `-- --json` for scripts.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readLists } from './lists.ts'
import { outcomesIn } from './reports.ts'
import { root } from './root.ts'
import { type Standing, type State, standings } from './standing.ts'

const states: State[] = ['kept', 'begun', 'failing', 'untested']
const outcomes = reportFiles().flatMap(outcomesIn)
const lists = readLists().map((list) => ({ name: list.name, rows: standings(list, outcomes) }))

if (process.argv.includes('--json')) {
  console.log(JSON.stringify(lists.flatMap((list) => list.rows)))
} else {
  for (const list of lists) print(list.name, list.rows)
  if (outcomes.length === 0) console.log('\nThere is no report yet: npm test writes one.')
}

function reportFiles(): string[] {
  const folder = join(root, 'reports')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name))
}

function print(name: string, rows: Standing[]): void {
  console.log(`\n${name}: ${states.map((state) => `${count(rows, state)} ${state}`).join(', ')}`)
  for (const { id, state, tests } of rows) {
    const more = tests.length > 1 ? ` (and ${tests.length - 1} more)` : ''
    console.log(`  ${short(id, 26).padEnd(26)} ${state.padEnd(9)}${tests[0] ? `${short(tests[0], 100)}${more}` : ''}`.trimEnd())
  }
}

function count(rows: Standing[], state: State): number {
  return rows.filter((row) => row.state === state).length
}

function short(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type List, readLists } from '../../scripts/lists.ts'
import { outcomesIn, tally } from '../../scripts/reports.ts'
import { root } from '../../scripts/root.ts'
import { claimsIn, rowsClaimed, type State, standings } from '../../scripts/standing.ts'
import { trackedFiles } from '../../scripts/tracked-files.ts'

const lists = readLists()
const rows = lists.flatMap((list) => list.rows)

test('the lists are read whole', () => {
  expect(lists.map(({ name, rows }) => [name, rows.length])).toEqual([
    ['Promises', 215],
    ['Features', 100],
    ['Threats', 40],
    ['Standards', 70],
    ['OWASP ASVS 5.0', 345],
  ])
})

test('no row stands twice', () => {
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
})

test('every reference in front of a test title is one of a list', () => {
  const files = trackedFiles().filter((path) => /\.test\.tsx?$/.test(path) && existsSync(join(root, path)))
  const unknown = files.flatMap((path) =>
    claimsOfTests(readFileSync(join(root, path), 'utf8'))
      .filter((written) => lists.every((list) => rowsClaimed(list, written).length === 0))
      .map((written) => `${path}: [${written}]`),
  )
  expect(unknown).toEqual([])
})

test('the report for scripts holds every row, in the shape that was promised', () => {
  const asked = spawnSync(process.execPath, ['scripts/promises.ts', '--json'], { cwd: root, encoding: 'utf8' })
  const report: { id: string; state: State; tests: string[] }[] = JSON.parse(asked.stdout)
  expect(report.map(({ id }) => id)).toEqual(rows.map(({ id }) => id))
  expect(report.filter((row) => Object.keys(row).join() !== 'id,state,tests' || !Array.isArray(row.tests))).toEqual([])
})

describe('a row is', () => {
  const passed = (title: string) => ({ title, passed: true, failed: false })
  const failed = (title: string) => ({ title, passed: false, failed: true })
  const notRun = (title: string) => ({ title, passed: false, failed: false })
  test.each([
    ['untested without any test', 'B74', [], 'untested'],
    ['untested when its test was not run', 'B74', [notRun('[B74] a')], 'untested'],
    ['kept by one passing test', 'B74', [passed('group [F8][B74] a')], 'kept'],
    ['kept when another test proves a part', 'B74', [passed('[B74 part] a'), passed('[B74] b')], 'kept'],
    ['begun by parts alone', 'B74', [passed('[B74 part] a'), notRun('[B74] b')], 'begun'],
    ['failing by one failing test', 'B74', [passed('[B74] a'), failed('[B74] b')], 'failing'],
    ['failing by one failing part', 'B74', [passed('[B74] a'), failed('[B74 part] b')], 'failing'],
    ['kept by one of its several references', 'A27, A37, A74', [passed('[A37] a')], 'kept'],
    ['kept by its own name as written', 'A27, A37, A74', [passed('[A27, A37, A74] a')], 'kept'],
    ['kept by a number inside its range', 'B204-207', [passed('[B205] a')], 'kept'],
    ['not claimed by a number outside its range', 'B204-207', [passed('[B208] a')], 'untested'],
    ['not claimed by the name of another row', 'A39-40', [passed('[A40] a')], 'untested'],
    ['not claimed by a longer number', 'B7', [passed('[B74] a')], undefined],
    ['an abuse case under its T', 'T24', [passed('[T24] a')], 'kept'],
  ])('%s', (_, id, outcomes, state) => {
    expect(stateOf(id, outcomes)).toBe(state)
  })

  test.each([
    ['(a)(2)(iv) Ad', 'H-a2iv'],
    ['(a) automatic logoff by technical control', 'H-a2iii'],
    ['(e) integrity', 'H-c2'],
    ['AU-5, (1), (2)', 'AU-5(1)'],
    ['LLM04-05 supply chain, poisoning', 'LLM05'],
    ['API1 object authorization', 'API1'],
    ['V1.2.1', 'V1.2.1'],
  ])('%s, claimed by its reference %s', (id, reference) => {
    expect(stateOf(id, [passed(`[${reference}] a`)])).toBe('kept')
  })

  function stateOf(id: string, outcomes: { title: string; passed: boolean; failed: boolean }[]) {
    const all = lists.flatMap((list: List) => standings(list, outcomes))
    return all.find((row) => row.id === id)?.state
  }
})

test('a report is counted with files that broke and runs that crashed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wardkeep-report-'))
  const report = join(folder, 'vitest.json')
  const assertionResults = [
    { fullName: ' a', status: 'passed' },
    { fullName: ' b', status: 'skipped' },
  ]
  const testResults = [
    { name: 'whole.test.ts', status: 'passed', message: '', assertionResults },
    { name: 'broken.test.ts', status: 'failed', message: 'no such file', assertionResults: [] },
  ]
  writeFileSync(report, JSON.stringify({ testResults }))
  expect(tally(outcomesIn(report), 1)).toEqual({ passed: 1, failed: 1, untested: 1 })
  expect(tally([], 1)).toEqual({ passed: 0, failed: 1, untested: 0 })
  expect(outcomesIn(join(folder, 'none.json'))).toEqual([])
  rmSync(folder, { recursive: true })
})

/** What the tests of a file claim, read from the references that open a title. */
function claimsOfTests(code: string): string[] {
  const titles = code.matchAll(/^\s*(?:test|it|describe)\b[^'"`\n]*\(\s*['"`]((?:\[[^\]]+\])+)/gm)
  return [...titles].flatMap(([, opening = '']) => claimsIn(opening).map((claim) => claim.written))
}

// What the last runs said: Vitest's JSON reports, read for the closing line and for the promises.
import { existsSync, readFileSync } from 'node:fs'

export type Outcome = { title: string; passed: boolean; failed: boolean }
export type Tally = { passed: number; failed: number; untested: number }

type Report = {
  testResults: { name: string; status: string; message: string; assertionResults: { fullName: string; status: string }[] }[]
}

/** Every test of one report. A file that broke before its tests could run counts as one failed test of the file's name. */
export function outcomesIn(path: string): Outcome[] {
  if (!existsSync(path)) return []
  const report: Report = JSON.parse(readFileSync(path, 'utf8'))
  return report.testResults.flatMap((file) => {
    const tests = file.assertionResults.map(({ fullName, status }) => ({
      title: fullName.trim(),
      passed: status === 'passed',
      failed: status === 'failed',
    }))
    const broke = file.status === 'failed' && !tests.some((test) => test.failed)
    return broke ? [...tests, { title: file.name, passed: false, failed: true }] : tests
  })
}

/** Counts outcomes. A run that ended badly without a failing test (a crash, an unhandled rejection) counts as one failure. */
export function tally(outcomes: Outcome[], exitCode: number): Tally {
  const passed = outcomes.filter((test) => test.passed).length
  const failed = outcomes.filter((test) => test.failed).length
  const untested = outcomes.length - passed - failed
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed, untested }
}

// `npm test`: everything a fresh machine needs to run the tests, the tests, and one closing line for whoever counts.
import { mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { run } from './command.ts'
import { findChromium, provideDebianPackages } from './debian.ts'
import { outcomesIn, tally } from './reports.ts'
import { root } from './root.ts'
import { openScratch } from './scratch.ts'
import { buildWebApp } from './web-app.ts'

const wanted = process.argv.slice(2)
// Without a wish, all but the long suites. A run of some tests must not pass for the last run of all: the promises are read from reports/*.json alone.
const whole = wanted.length === 0 ? 'vitest.json' : wanted.join() === '--project=nightly' ? 'nightly.json' : undefined
const report = join(root, 'reports', whole ?? 'partial/vitest.json')

await provideDebianPackages()
const browsers = findChromium() === undefined ? [] : ['journeys']
if (browsers.length === 0) console.log('There is no Chromium on this system, so the journeys through a browser stay untested.')
const projects = ['server', 'web', ...browsers].map((name) => `--project=${name}`)
const asked = wanted.length > 0 ? wanted : projects
process.exitCode = (await builds()) ? await test() : close({ passed: 0, failed: 1, untested: 0 })

async function builds(): Promise<boolean> {
  try {
    await buildWebApp()
    return true
  } catch (error) {
    console.error('\nThe web app could not be built, so no test was run.')
    console.error(error instanceof Error ? error.message : error)
    return false
  }
}

async function test(): Promise<number> {
  rmSync(report, { force: true })
  mkdirSync(dirname(report), { recursive: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  // The long suites write more than memory holds.
  const scratch = asked.some((one) => one.includes('nightly')) ? undefined : await openScratch()
  if (scratch !== undefined) console.log(`The tests write into memory, under ${scratch}, and leave nothing there.`)
  const { code } = await run('vitest', ['run', ...reporters, ...asked], {
    show: true,
    env: scratch === undefined ? {} : { TMPDIR: scratch },
  })
  return close(tally(outcomesIn(report), code))
}

function close({ passed, failed, untested }: { passed: number; failed: number; untested: number }): number {
  if (untested > 0) console.log(`${untested} untested: what they need is not on this system.`)
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

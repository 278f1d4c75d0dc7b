// The register of what decisions look at besides who and what (docs/operate/access.md) is held to the code, line by line.
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { breakGlassLimits } from '@wardkeep/contract/break-glass.ts'
import { freshlyProven, freshlyProvenInFull, freshlyProvenToLook, guardRefusals } from '@wardkeep/contract/endpoint.ts'
import { refusals } from '@wardkeep/contract/refusals.ts'
import { expect, test } from 'vitest'
import { root } from '../../scripts/root.ts'
import { knownDays } from '../src/features/identity/device-actions.ts'
import { lockout, spraying } from '../src/features/identity/lockout-rules.ts'
import { mailsADay } from '../src/features/identity/move-actions.ts'
import { networkOf } from '../src/security/places.ts'
import { requestLimits } from '../src/security/quota.ts'
import { openClinic } from './clinic.ts'
import { max } from './people.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const lines = [
  ...read('docs/operate/access.md').matchAll(/^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| (\S+\.test\.ts) \[([^|]+)\] \|$/gm),
]
const register = lines.map(([, name = '', from = '', threshold = '', then = '', file = '', shown = '']) => ({
  ...{ name, from, threshold, then, file, shown },
}))
const lineOf = (name: string) => register.find((line) => line.name === name)

test('[V8.1.3] every circumstance of a session that the code remembers to decide by, and every refusal by one, stands in the register of the operator’s page', () => {
  expect(register.length).toBeGreaterThan(18)
  const [, facts = ''] = /export type SessionFacts = \{([\s\S]*?)^\}/m.exec(read('server/src/security/operation.ts')) ?? []
  const remembered = [...facts.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name = '']) => name)
  expect(remembered.length).toBeGreaterThan(12)
  const named = register.map(({ from, then }) => from + then).join()
  // Which session it is, and that its facts have changed, decides nothing by itself.
  expect(remembered.filter((name) => !named.includes(`\`${name}\``) && !['id', 'stamp'].includes(name))).toEqual([])
  // Who somebody is and what their role may is no circumstance.
  const byCircumstance = guardRefusals.filter((code) => !['UNAUTHENTICATED', 'FORBIDDEN'].includes(code))
  expect(byCircumstance.filter((code) => !named.includes(`\`${code}\``))).toEqual([])
  for (const what of ['Network', 'Device', 'Emergency access']) expect(lineOf(what), what).toBeDefined()
  expect(read('docs/operate/access.md')).toMatch(/^Where in the world an address lies, the hour of the day .* nowhere/m)
})

test('[V8.1.4] each circumstance of the register has the threshold of the code, an action that the code knows, and a test that exists', async () => {
  const minutes = (seconds: number) => `${seconds / 60} min`
  const clinic = await openClinic()
  const settings = await (await clinic.as(max)).readOrganisation()
  const hours = (seconds: number) => `${seconds / 3600} h`
  const told: Record<string, string[]> = {
    Network: [
      `/${networkOf('203.0.113.7').split('/')[1]} of IPv4`,
      `/${networkOf('2001:db8::1').split('/')[1]} of IPv6`,
      `${mailsADay} a day`,
    ],
    Device: [`${knownDays} days`],
    Failures: [`${lockout.failures} within ${minutes(lockout.windowMs / 1000)}`, minutes(lockout.lockMs / 1000)],
    'Names from one address': [`${spraying.names} in a day`, `${spraying.namesWhileSprayed} while`],
    'Time without use': [`${minutes(settings.staffIdleSeconds)} for staff`, `${minutes(settings.patientIdleSeconds)} for patients`],
    'Time since the last full proof': [
      `${hours(settings.staffProofSeconds)} for staff`,
      `${hours(settings.patientProofSeconds)} for patients`,
    ],
    'Age of the proof': [
      `${minutes(freshlyProvenInFull.freshWithin ?? 0)} for acts on`,
      `${minutes(freshlyProvenToLook.freshWithin ?? 0)} for the journal`,
    ],
    'Age of the session': [`${settings.sessionSeconds / 86_400} days`],
    'Emergency access': [`${breakGlassLimits.minutes} min`],
    Relation: [`${settings.followUpDays} days`],
    'Whom one acts for': [`${settings.proxyUntilAge} years`],
    'Number of requests': [`${requestLimits.user.minute.toLocaleString('en')} a minute`],
  }
  expect(freshlyProven.freshWithin).toBe(freshlyProvenInFull.freshWithin)
  for (const [name, parts] of Object.entries(told)) {
    const { threshold = '', then = '' } = lineOf(name) ?? {}
    for (const part of parts) expect(`${threshold} ${then}`, name).toContain(part)
  }
  // A number of the register that is held to nothing would be a claim.
  for (const { name, threshold } of register) if (/\d/.test(threshold)) expect(told[name], name).toBeDefined()
  const tests = globSync('{server,cli}/**/*.test.ts', { cwd: root, exclude: (path) => path.includes('node_modules') })
  for (const { name, then, file, shown } of register) {
    for (const [, code = ''] of then.matchAll(/`([A-Z][A-Z_]{3,})`/g)) expect(Object.keys(refusals), name).toContain(code)
    const titles = tests
      .filter((path) => basename(path) === file)
      .flatMap((path) => [...read(path).matchAll(/^\s*(?:test(?:\.\w+)*\(\s*)?'(.+)',(?: async)?/gm)].map(([, title = '']) => title))
    const found = titles.some((title) => title.includes(`[${shown}]`) || title.includes(`[${shown} part]`) || title.includes(shown))
    expect(found, `${name}: ${file} [${shown}]`).toBe(true)
  }
})

import { type FSWatcher, watch } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@wardkeep/client'
import { beforeAll, expect, test } from 'vitest'
import { bundleOf } from '../server/src/features/importing/bundles.fixture.ts'
import { demoFolder, emptyFolder, readAccounts, startServer } from '../server/tests/process.ts'
import { begin, run } from './command.fixture.ts'

const into = ['--organisation', 'harbour']

let bundles = ''
beforeAll(async () => {
  bundles = await mkdtemp(join(tmpdir(), 'wardkeep-bundles-'))
  for (let n = 1; n <= 12; n += 1) {
    const name = n % 2 === 0 ? 'buster-hoeger' : 'agustin-fonseca'
    await writeFile(join(bundles, `Canary_Person_${n}.json`), bundleOf(name, { id: `patient-${n}`, family: `Family ${n}` }))
  }
  return () => rm(bundles, { recursive: true, force: true })
}, 60_000)

test('beside a running server the patients are there at once', async () => {
  const data = await demoFolder()
  const server = await startServer(data)
  const ended = await run(['import', 'fhir', bundles, ...into, '--json'], { WARDKEEP_DATA: data })
  expect(ended).toMatchObject({ code: 0, err: '' })
  const report = JSON.parse(ended.out)
  expect(Object.keys(report)).toEqual(['patients', 'practitioners', 'taken', 'left', 'unchanged'])
  expect(report).toMatchObject({ patients: 12, practitioners: 1, taken: { Patient: 12, Observation: 6 * 41 + 6 * 33 } })
  const admin = await signIn(server.url, data)
  const { items } = await admin.listPatients({ query: { limit: 100 } })
  expect(items.map(({ displayName }) => displayName)).toContain('Agustín Family 11')
  expect(await server.stop()).toBe(0)
}, 60_000)

test('killed at random points and run again, it ends in the same charts as one run that nobody disturbed', async () => {
  const [calm, disturbed] = [await demoFolder(), await demoFolder()]
  const undisturbed = importAll(calm)
  let killed = 0
  // Three changes a patient's key, so each of the three kills meets one of the next three patients, at another place each time.
  for (const changes of [1, 2, 3].map(() => 1 + Math.floor(Math.random() * 9))) {
    const { child, ended } = begin(['import', 'fhir', bundles, ...into, '--json'], { WARDKEEP_DATA: disturbed })
    const watching = afterChanges(join(disturbed, 'keys'), changes, () => child.kill('SIGKILL'))
    if ((await ended).code === null) killed += 1
    watching.close()
  }
  expect(killed).toBe(3)
  expect(await importAll(disturbed)).toMatchObject({ code: 0 })
  expect(await undisturbed).toMatchObject({ code: 0 })

  const [one, other] = await Promise.all([importAll(calm), importAll(disturbed)])
  expect(JSON.parse(other.out)).toEqual(JSON.parse(one.out))
  expect(JSON.parse(other.out)).toMatchObject({ patients: 0, practitioners: 0, taken: {} })
  const [kept, meant] = await Promise.all([chartsOf(disturbed), chartsOf(calm)])
  expect(kept).toEqual(meant)
}, 180_000)

test('a broken file among good ones is told by its place, never by its name, and nothing at all is written', async () => {
  const data = await demoFolder()
  const broken = join(await emptyFolder(), 'Canary_Person_broken.json')
  await writeFile(broken, bundleOf('buster-hoeger', { id: 'x' }).replace('"transaction"', '"transaction",,'))
  const before = await readdir(join(data, 'keys'), { recursive: true })
  const ended = await run(['import', 'fhir', bundles, broken, ...into], { WARDKEEP_DATA: data })
  expect(ended).toEqual({
    code: 1,
    out: '',
    err: expect.stringMatching(/^file 13 of 13: line 1 column \d+: is not JSON\nNothing was written\.\n$/),
  })
  expect(await readdir(join(data, 'keys'), { recursive: true })).toEqual(before)
  expect(await importAll(data)).toMatchObject({ code: 0, out: expect.stringContaining('"patients":12') })
}, 60_000)

test('told to stop, it finishes the file at hand, says how far it came, and takes its database down with it', async () => {
  const data = await demoFolder()
  const { child, ended } = begin(['import', 'fhir', bundles, ...into], { WARDKEEP_DATA: data })
  const watching = afterChanges(join(data, 'keys'), 1, () => child.kill('SIGTERM'))
  const { code, out, err } = await ended
  watching.close()
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toMatch(/^file \d+ of 12: stopped before it\. The files before it are imported/)
  await (await startServer(data)).stop()
}, 60_000)

test('without an installation, an organisation or a file there is one sentence and nothing is made', async () => {
  const nowhere = join(await emptyFolder(), 'never')
  const [missing, ...others] = await Promise.all([
    run(['import', 'fhir', bundles], { WARDKEEP_DATA: nowhere }),
    run(['import', 'fhir', join(bundles, 'Canary_nobody.json')], { WARDKEEP_DATA: nowhere }),
    run(['import', 'fhir', bundles], { WARDKEEP_DATA: nowhere, PORT: 'eighty' }),
  ])
  expect(missing).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/^There is no installation in .*never yet; start the server once/),
  })
  expect(others.map(({ code, err }) => [code, err])).toEqual([
    [1, 'Argument 1 of 1 leads to no file; nothing was written.\n'],
    [1, 'PORT must be a whole number from 0 to 65535.\n'],
  ])
  expect(await readdir(join(nowhere, '..'))).toEqual([])

  const data = await demoFolder()
  const undecided = await run(['import', 'fhir', join(bundles, '*_1.json')], { WARDKEEP_DATA: data })
  expect(undecided).toEqual({ code: 1, out: '', err: 'Say by --organisation into which one: harbour, hilltop.\n' })
  const unknown = await run(['import', 'fhir', bundles, '--organisation', 'nowhere'], { WARDKEEP_DATA: data })
  expect(unknown).toMatchObject({ code: 1, err: 'No organisation has that slug; these are there: harbour, hilltop.\n' })
  const table = await run(['import', 'fhir', join(bundles, '*_1.json'), '--organisation', 'hilltop'], { WARDKEEP_DATA: data })
  expect(table).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^1 file: 1 new patient, 1 new practitioner\n\nTaken:\n +2 {2}CarePlan\n/),
  })
}, 60_000)

function importAll(data: string) {
  return run(['import', 'fhir', bundles, ...into, '--json'], { WARDKEEP_DATA: data })
}

/** Calls once as many changes were seen in a folder: an instant that is another one each time. */
function afterChanges(folder: string, changes: number, act: () => void): FSWatcher {
  let seen = 0
  return watch(folder, { recursive: true }, () => {
    seen += 1
    if (seen === changes) act()
  })
}

/** What the charts of the imported patients say, without the ids that each import draws anew. */
async function chartsOf(data: string): Promise<unknown> {
  const server = await startServer(data)
  const admin = await signIn(server.url, data)
  const { items: patients } = await admin.listPatients({ query: { limit: 100 } })
  const { items: doctors } = await admin.listDoctors({ query: { limit: 100 } })
  const charts: Record<string, string[]> = {}
  for (const { id, displayName } of patients) {
    const { items, next } = await admin.readHistory({ params: { id }, query: { limit: 100 } })
    expect(next).toBeNull()
    charts[displayName] = items.map(({ id: _id, ...entry }) => JSON.stringify(entry)).toSorted()
  }
  await server.stop()
  return {
    charts,
    patients: patients.map(({ id: _id, ...patient }) => JSON.stringify(patient)).toSorted(),
    doctors: doctors.map(({ displayName, languages, specialties }) => JSON.stringify({ displayName, languages, specialties })).toSorted(),
  }
}

async function signIn(url: string, data: string): Promise<Client> {
  const account = (await readAccounts(data)).find((one) => one.organisation === 'harbour' && one.role === 'admin')
  let token: string | undefined
  const client = createClient({ baseUrl: url, credentials: { kind: 'bearer', token: () => token } })
  const grant = await client.login({ body: { login: account?.login ?? '', password: account?.password ?? '' } })
  token = 'accessToken' in grant ? grant.accessToken : undefined
  return client
}

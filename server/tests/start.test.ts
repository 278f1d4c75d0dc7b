import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { newRootKeyText } from '../src/security/vault/index.ts'
import { expectEveryChange, writeDrafts } from './demo-drafts.ts'
import { expectWhole, freeTimesOf, signIn } from './demo-visits.ts'
import { emptyFolder, freePort, readAccounts, refusedStart, startServer } from './process.ts'

// One finished demo folder, made once and copied for each test: a first start takes seconds.
let made = ''
beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'wardkeep-made-'))
  return () => rm(made, { recursive: true, force: true })
})

test('a first start prints the address and an account for every role, kept in a file that only its owner reads, and stops when told', async () => {
  const server = await startServer(made)
  expect(server.output()).toContain('Wardkeep is open at http://localhost:')
  const accounts = await readAccounts(made)
  for (const organisation of ['harbour', 'hilltop']) {
    const all = accounts.filter((account) => account.organisation === organisation)
    expect(all.map((account) => account.role).sort()).toEqual(['admin', 'auditor', 'doctor', 'patient', 'reception', 'service'])
    const [service, ...more] = all.filter(({ role }) => role === 'service')
    expect({ more, password: service?.password }).toEqual({ more: [], password: undefined })
    const asked = await fetch(`${server.url}/api/doctors`, { headers: { authorization: `Bearer ${service?.apiKey}` } })
    expect(asked.status).toBe(200)
    const here = all.filter(({ role }) => role !== 'service')
    expect(here.every((account) => (account.totpSecret !== undefined) === (organisation === 'hilltop' && account.role !== 'patient'))).toBe(
      true,
    )
    for (const account of here) expect(server.output()).toContain(account.password)
  }
  expect((await stat(join(made, 'demo-accounts.json'))).mode & 0o777).toBe(0o600)
  expect((await stat(join(made, 'root.key'))).mode & 0o777).toBe(0o600)
  expect(await readdir(made)).not.toContain('demo-plan.json')
  expect(await server.stop()).toBe(0)

  const again = await startServer(made)
  expect(again.output()).toContain(accounts[0]?.password)
  const patient = await signIn(again.url, accounts, 'harbour', 'patient')
  expect((await patient.listAppointments({ query: {} })).items.length).toBeGreaterThan(0)
  const { items } = await patient.listPatients({ query: {} })
  expect((await patient.readHistory({ params: { id: items[0]?.id ?? '' }, query: { limit: 100 } })).items.length).toBeGreaterThan(40)
  await again.stop()
})

test('[T39 part][B107] killed in the midst of booking, writing and deleting, every answered visit and draft is there after the restart as it was left, each with its event, or neither of both is', async () => {
  const data = await copyOfMade()
  const server = await startServer(data)
  const accounts = await readAccounts(data)
  const { reception, times } = await freeTimesOf(server.url, accounts)
  const drafts = await writeDrafts(server.url, accounts)
  await drafts.many
  const answered: string[] = []
  const bookings = times.slice(0, 120).map((body) =>
    reception.bookAppointment({ body }).then(
      (visit) => answered.push(visit.id),
      () => {},
    ),
  )
  await Promise.race(bookings.slice(20, 40))
  await server.kill()
  await Promise.all([...bookings, drafts.ended])

  const revived = await startServer(data)
  expect(answered.length).toBeGreaterThan(0)
  await expectWhole(revived.url, accounts, answered)
  await expectEveryChange(revived.url, accounts, drafts)
  await revived.stop()
}, 60_000)

test('a port in use, a second server on the same folder, and a folder that cannot be written are each one clear sentence and a non-zero exit', async () => {
  const data = await copyOfMade()
  const port = String(await freePort())
  const blocker = createServer()
  await new Promise<void>((resolve) => blocker.listen(Number(port), '127.0.0.1', resolve))
  onTestFinished(() => void blocker.close())
  const fresh = join(await emptyFolder(), 'never')
  const file = join(await emptyFolder(), 'a-file')
  await writeFile(file, '')
  const [taken, unwritable, server] = await Promise.all([
    refusedStart({ WARDKEEP_DATA: fresh, PORT: port }),
    refusedStart({ WARDKEEP_DATA: join(file, 'data'), PORT: String(await freePort()) }),
    startServer(data),
  ])
  expect(taken).toMatchObject({
    code: 1,
    output: expect.stringContaining(`Port ${port} on 127.0.0.1 is already in use; stop what listens there, or set PORT.`),
  })
  await expect(stat(fresh)).rejects.toThrow(/ENOENT/)

  expect(unwritable).toMatchObject({
    code: 1,
    output: expect.stringMatching(/The data folder .* cannot be written \(ENOTDIR\); set WARDKEEP_DATA/),
  })

  const second = await refusedStart({ WARDKEEP_DATA: data, PORT: String(await freePort()) })
  expect(second).toMatchObject({ code: 1, output: expect.stringContaining('Another Wardkeep server is already running on') })
  expect((await fetch(`${server.url}/health/ready`)).status).toBe(200)
  await server.stop()
}, 60_000)

test('[F89 part] a wrong or missing root key, a lost key store, or the other profile refuses the start in one sentence, and writes nothing', async () => {
  const data = await copyOfMade()
  const [port = '', ...ports] = await Promise.all([1, 2, 3].map(async () => String(await freePort())))
  const before = await listing(data)

  const production = {
    WARDKEEP_PROFILE: 'production',
    PUBLIC_URL: 'https://clinic.example',
    WARDKEEP_ROOT_KEY_FILE: join(data, 'root.key'),
  }
  // The first two are refused before anything is started on the folder.
  const settings = [{ WARDKEEP_ROOT_KEY: newRootKeyText() }, { WARDKEEP_ROOT_KEY: 'A'.repeat(43) }, production]
  const [wrong, weak, other] = await Promise.all(
    settings.map((one, place) => refusedStart({ WARDKEEP_DATA: data, PORT: [port, ...ports][place] ?? '', ...one })),
  )
  expect(wrong).toMatchObject({ code: 1, output: expect.stringMatching(/root key/i) })
  expect(weak?.code).toBe(1)
  expect(other).toMatchObject({ code: 1, output: expect.stringContaining('production refuses a database that the demo made') })
  expect(await listing(data)).toEqual(before)

  await rename(join(data, 'root.key'), join(data, 'moved.key'))
  const missing = await refusedStart({ WARDKEEP_DATA: data, PORT: port })
  expect(missing).toMatchObject({ code: 1, output: expect.stringContaining('root.key is missing') })
  await rename(join(data, 'keys'), join(data, 'moved'))
  const lost = await refusedStart({ WARDKEEP_DATA: data, PORT: port })
  expect(lost).toMatchObject({ code: 1, output: expect.stringContaining('there is no key store in') })
  await rename(join(data, 'moved.key'), join(data, 'root.key'))
  await rename(join(data, 'moved'), join(data, 'keys'))
  expect(await listing(data)).toEqual(before)
}, 60_000)

test('every wrong setting is told at once, by name, and never with its value', async () => {
  const data = join(await emptyFolder(), 'never')
  const demoing = refusedStart({ WARDKEEP_DATA: data, SMTP_URL: 'smtp://canary.example' })
  const refused = await refusedStart({
    WARDKEEP_DATA: data,
    PORT: 'eighty-canary',
    WARDKEEP_PROFILE: 'production',
    PUBLIC_URL: 'http://clinic.example/canary',
    CORS_ORIGINS: 'http://localhost:3000,*',
    SESSION_COOKIE_SECURE: 'false',
    WARDKEEP_ROOT_KEY_FILE: '/nowhere/canary',
    SMTP_URL: 'http://canary',
    MAIL_FROM: 'Clinic <canary@clinic.example>',
  })
  expect(refused.code).toBe(1)
  for (const name of ['PORT', 'PUBLIC_URL', 'CORS_ORIGINS', 'SESSION_COOKIE_SECURE', 'WARDKEEP_ROOT_KEY_FILE', 'SMTP_URL', 'MAIL_FROM'])
    expect(refused.output).toContain(name)
  expect(refused.output).not.toContain('canary')
  const demo = await demoing
  expect(demo.output).toMatch(/SMTP_URL and MAIL_FROM are set together[\s\S]*the demo sends no mail/)
  expect(demo.output).not.toContain('canary')
  await expect(stat(data)).rejects.toThrow(/ENOENT/)
})

test('[C40 part][B288 part] a raw read of the data folder finds no name, e-mail address, insurance id or clinical sentence of the demo', async () => {
  const data = await copyOfMade()
  const server = await startServer(data)
  const accounts = await readAccounts(data)
  const secretSentence = 'Chest pain radiating to the left arm since Tuesday, worse on exertion'
  const reception = await signIn(server.url, accounts, 'harbour', 'reception')
  const [{ items: doctors }, { items: patients }] = await Promise.all([
    reception.listDoctors({ query: {} }),
    reception.listPatients({ query: {} }),
  ])
  const doctor = await signIn(server.url, accounts, 'harbour', 'doctor')
  const { items: mine } = await doctor.listPatients({ query: {} })
  const record = await doctor.createRecord({
    body: { patientId: mine[0]?.id ?? '', type: 'visit-note', title: 'Canary title of a note', sections: [{ text: secretSentence }] },
  })
  await doctor.signRecord({ params: { id: record.id }, body: {} })
  await server.stop()

  const needles = [
    secretSentence,
    'Canary title of a note',
    'Blood pressure check',
    'Body Mass Index',
    ...accounts.map((account) => account.login),
    ...accounts.flatMap(({ password, apiKey }) => (apiKey === undefined ? [password] : [apiKey, apiKey.slice(12)])),
    ...doctors.map((person) => person.displayName),
    ...patients.flatMap((person) => [
      person.displayName,
      person.insuranceId ?? '',
      person.contact?.phone ?? '',
      person.contact?.address ?? '',
    ]),
  ].filter((needle) => needle.length > 3)
  expect(needles.length).toBeGreaterThan(25)
  const files = (await readdir(data, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const read = files.filter((path) => !/demo-accounts\.json$/.test(path))
  expect(read.length).toBeGreaterThan(100)
  for (const path of read) {
    const bytes = await readFile(path)
    for (const needle of needles) if (bytes.includes(needle)) expect.fail(`${path} holds a protected value of ${needle.length} characters`)
  }
}, 60_000)

async function copyOfMade(): Promise<string> {
  if (!(await readdir(made)).includes('demo-accounts.json')) await (await startServer(made)).stop()
  const data = join(await emptyFolder(), 'data')
  await mkdir(data)
  await cp(made, data, { recursive: true, preserveTimestamps: true })
  return data
}

async function listing(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('/log'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length))
    .sort()
}

// What runs by itself, later than it was asked for, asks anew at the time it runs whose right it rests on.
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../scripts/root.ts'
import { question } from '../src/features/cases/cases.fixture.ts'
import { queueMail } from '../src/features/mail/index.ts'
import { sendDue } from '../src/features/mail/sending-actions.ts'
import { chartOf, linked } from '../src/features/proxies/proxies.fixture.ts'
import { remindDue } from '../src/features/reminders/index.ts'
import { doctorOf, freeTime } from '../src/features/scheduling/visits.fixture.ts'
import { cancel, moved, visitOfAnother, wait } from '../src/features/waitlist/waitlist.fixture.ts'
import { openLog } from '../src/platform/log.ts'
import { openCarrier } from '../src/platform/mail.ts'
import { systemOperation } from '../src/security/operation.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { openMailServer } from './mail-server.ts'
import { aud, drAna, drIdan, max, type Person, paul, pia, rita } from './people.ts'

test('[V8.3.3] a place in the line that a proxy asked for is nobody’s once the link has ended: it is offered nothing, what it was offered goes to the next, and an account that is disabled is passed over', async () => {
  const clinic = await openClinic()
  const [first, second, third] = [await visitOfAnother(clinic), await visitOfAnother(clinic), await visitOfAnother(clinic)]
  const offered = async () =>
    (await clinic.sql(`select e.patient_id from waitlist_offers o join waitlist_entries e on e.id = o.entry_id order by o.id`)).map(
      (row) => row.patient_id,
    )
  const link = await linked(clinic)
  const asked = await waitForPia(clinic)
  await wait(clinic, paul)
  await cancel(clinic, rita, first.id)
  expect(await offered()).toEqual([chartOf(clinic, pia)])
  await endLink(clinic, link.id)
  await moved(clinic)
  expect(await offered()).toEqual([chartOf(clinic, pia), chartOf(clinic, paul)])
  expect(await clinic.sql('select ending from waitlist_entries where id = $1', [asked.id])).toEqual([{ ending: 'withdrawn' }])
  expect(await clinic.events('waitlist.withdrawn')).toMatchObject([
    { actor_role: 'system', rule: 'system:waitlist:asker-gone', patient_ids: [chartOf(clinic, pia)], resource_id: asked.id },
  ])

  const again = await linked(clinic)
  await waitForPia(clinic)
  await endLink(clinic, again.id)
  await cancel(clinic, rita, second.id)
  expect(await offered()).toHaveLength(2)
  await moved(clinic)

  const own = await wait(clinic, pia)
  await clinic.sql('update users set active = false where id = $1', [clinic.who(pia).userId])
  await cancel(clinic, rita, third.id)
  expect(await offered()).toHaveLength(2)
  await moved(clinic)
  await clinic.sql('update users set active = true where id = $1', [clinic.who(pia).userId])
  expect(await clinic.sql('select ending from waitlist_entries where id = $1', [own.id])).toEqual([{ ending: null }])
})

test('[V8.3.3] a mail about visits, cases or alerts leaves for who may still know of it, to the address they have then, and none of a suspended organisation', async () => {
  const clinic = await openClinic()
  const server = await openMailServer()
  const carrier = openCarrier(server.url, 'clinic@wardkeep.test')
  const turn = () => sendDue(clinic.keep, { carrier, now: () => clinic.clock.now(), log: { warn: () => {} } }, 50)
  const received = () => server.received.splice(0).flatMap(({ to }) => to)
  const book = async () =>
    (await clinic.as(rita)).bookAppointment({ body: { ...(await freeTime(clinic, rita)), patientId: chartOf(clinic, pia) } })
  const ask = async (by: Person) =>
    (await (await clinic.as(by)).submitCase({ body: { ...question, ...(by !== pia && { patientId: chartOf(clinic, pia) }) } })).id
  const first = await ask(pia)
  // Whoever acts for a patient is written to where the patient has no account that could be.
  await clinic.sql('update users set active = false where id = $1', [clinic.who(pia).userId])

  const link = await linked(clinic)
  await book()
  await answer(clinic, first)
  await endLink(clinic, link.id)
  expect(await turn()).toBe(1)
  expect(received()).toEqual([])
  const wider = await linked(clinic, ['read', 'cases'])
  const next = await ask(paul)
  await book()
  await answer(clinic, next)
  await turn()
  expect(received()).toEqual([paul.email])
  const later = await ask(paul)
  await answer(clinic, later)
  await endLink(clinic, wider.id)
  await turn()
  expect(received()).toEqual([])

  await put(clinic, max, 'alert')
  await put(clinic, aud, 'alert')
  await put(clinic, paul, 'visit-changed')
  await clinic.sql(`update organisations set active = false where slug = 'harbour'`)
  expect(await turn()).toBe(0)
  expect(await remindDue({ ...clinic.keep, publicUrl: 'http://localhost:8080' }, clinic.clock.now(), openLog('silent'))).toBe(0)
  await clinic.sql(`update organisations set active = true where slug = 'harbour'`)
  await turn()
  expect(received().sort()).toEqual([max.email, paul.email])
  expect(await clinic.events('mail.given-up')).toHaveLength(3)
})

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const sources = globSync('server/src/**/*.ts', { cwd: root }).filter((path) => !/\.(test|fixture|nightly)\.ts$/.test(path))

test('[V8.3.3] everything that the system does of itself stands on the operator’s page with whose right it rests on and a test that shows it', () => {
  const lines = [...read('docs/operate/access.md').matchAll(/^\| `([a-z -]+)` \| ([^|]+) \| ([^|]+) \| (\S+\.test\.ts) \[([^|]+)\] \|$/gm)]
  const register = lines.map(([, name = '', does = '', right = '', file = '', shown = '']) => ({ name, does, right, file, shown }))
  const named = /(?<!function )systemOperation\([^')]*'([^']+)'/g
  const names = sources.flatMap((path) => [...read(path).matchAll(named)].map(([, name = '']) => name))
  expect(names.length).toBeGreaterThan(12)
  // No operation of the system has a name that is put together.
  const made = sources.flatMap((path) => [...read(path).matchAll(/(?<!function )systemOperation\(/g)])
  expect(made).toHaveLength(names.length)
  expect(new Set(register.map(({ name }) => name))).toEqual(new Set(names))

  const [, rounds = ''] = /function roundsOf\([\s\S]*?return \[([\s\S]*?)^ {2}\]/m.exec(read('server/src/app.ts')) ?? []
  const works = [...rounds.matchAll(/, (?:async )?(?:\(\) => )?\(?(?:\(await )?(\w+)(?:\(mailing, now\(\)|, \d)/g)].map(
    ([, work = '']) => work,
  )
  expect(works.length).toBe([...rounds.matchAll(/every\(/g)].length)
  const told = register.map(({ does }) => does).join()
  expect([...works, 'sendDue', 'tendTokenKeys', 'tidy'].filter((work) => !told.includes(`\`${work}\``) && work !== 'tidyUp')).toEqual([])
  const timers = sources.filter((path) => /\bset(?:Interval|Timeout)\(|new (?:Rounds|Sender)\(/.test(read(path)))
  expect(timers.filter((path) => !waits.includes(path))).toEqual([])

  const tests = globSync('{server,cli}/**/*.test.ts', { cwd: root, exclude: (path) => path.includes('node_modules') })
  for (const { name, file, shown } of register) {
    const found = tests.filter((path) => basename(path) === file).some((path) => read(path).includes(shown))
    expect(found, `${name}: ${file} [${shown}]`).toBe(true)
  }
})

/** Where time is waited for: the rounds, the outbox, the keys of access tokens; the clock of the database, and pauses that do nothing after them. */
const waits = [
  'server/src/app.ts',
  'server/src/features/identity/lockout-actions.ts',
  'server/src/features/mail/sender-actions.ts',
  'server/src/platform/database.ts',
  'server/src/platform/embedded-postgres.ts',
  'server/src/platform/mail.ts',
  'server/src/platform/pace.ts',
  'server/src/platform/postgres-process.ts',
  'server/src/platform/rounds.ts',
  'server/src/platform/server-lock.ts',
  'server/src/security/token-rotation.ts',
  'server/src/start-up.ts',
]

/** Paul, who acts for Pia, puts her into the line of Dr Ana. */
async function waitForPia(clinic: Clinic) {
  return (await clinic.as(paul)).joinWaitlist({ body: { doctorId: doctorOf(clinic, drAna), patientId: chartOf(clinic, pia) } })
}

async function endLink(clinic: Clinic, relationId: string): Promise<void> {
  await (await clinic.as(max)).endProxy({ params: { id: chartOf(clinic, pia), relationId }, body: {} })
}

async function answer(clinic: Clinic, id: string): Promise<void> {
  const [row] = await clinic.sql('select doctor_id from cases where id = $1', [id])
  const doctor = await clinic.as(row?.doctor_id === clinic.who(drAna).doctorId ? drAna : drIdan)
  await doctor.acceptCase({ params: { id }, body: {} })
  await doctor.answerCase({ params: { id }, body: { text: 'Rest' } })
}

/** A mail as its cause writes it, to an address that its reader has no more. */
async function put(clinic: Clinic, person: Person, template: 'alert' | 'visit-changed'): Promise<void> {
  const { tenantId, userId, patientId } = clinic.who(person)
  const now = clinic.clock.now()
  const op = systemOperation(tenantId, 'mail', 'none', now)
  const data = { link: 'http://localhost:8080/visits' }
  const mail = { tenantId, userId, patientId, address: 'old@harbour.test', language: 'en', template, data }
  await clinic.asSystem(person, (tx) => queueMail(tx, clinic.keep, op, { ...mail, usefulUntil: new Date(now.getTime() + 600_000) }))
}
